import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { VSCodeServer } from "./install.ts";

const defaultSettings = {
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "update.mode": "none",
  "git.enabled": false,
  "chat.disableAIFeatures": true,
  "security.workspace.trust.startupPrompt": "never",
};

export interface ServerOptions {
  /** Profile: settings, state, installed extensions. */
  readonly data: string;
  /** Of the extension, which is linked into the profile. */
  readonly extension: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Opens folders in Restricted Mode, as VS Code does before its user trusts them. */
  readonly restricted?: boolean;
  /** Without a token, anyone on this machine may connect: for tests alone. */
  readonly token?: string;
  /** Module whose `run` is called in the extension host. */
  readonly tests?: string;
}

export interface RunningServer {
  /** Address of the workbench on a folder. */
  url(folder: string): string;
  /** Settles when the server has ended, by itself or by `stop`. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts VS Code's server on a free port of 127.0.0.1 and waits until it answers. */
export async function startServer(server: VSCodeServer, options: ServerOptions): Promise<RunningServer> {
  const { data, extension, token, tests } = options;
  const user = path.join(data, "data", "User");
  await mkdir(user, { recursive: true });
  await writeFile(path.join(user, "settings.json"), JSON.stringify({ ...defaultSettings, ...options.settings }));

  if (tests === undefined) await linkExtension(extension, path.join(data, "extensions"));

  const port = await freePort();
  const child = spawn(process.execPath, serverArguments(server, port, options), {
    env: { ...process.env, VSCODE_IPC_HOOK_CLI: undefined },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += String(chunk);
    });
  }
  const ended = once(child, "exit");
  const kill = () => void child.kill();
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));

  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  while (!(await answers(origin))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`VS Code's server did not start.\n${output}`);
    await sleep(100);
  }

  return {
    ended,
    url: (folder) => {
      const query = new URLSearchParams({ folder, ...(token && { tkn: token }) });
      if (tests !== undefined) query.set("payload", JSON.stringify(testPayload(port, extension, tests)));
      return `${origin}/?${query.toString()}`;
    },
    async stop() {
      child.kill();
      const killer = setTimeout(() => child.kill("SIGKILL"), 5000);
      await ended;
      clearTimeout(killer);
    },
  };
}

function serverArguments(
  { script }: VSCodeServer,
  port: number,
  { data, token, tests, restricted }: ServerOptions,
): string[] {
  return [
    script,
    ...["--host", "127.0.0.1", "--port", String(port)],
    ...(token === undefined ? ["--without-connection-token"] : ["--connection-token", token]),
    ...["--server-data-dir", data, "--extensions-dir", path.join(data, "extensions")],
    ...["--telemetry-level", "off", "--disable-telemetry", "--disable-experiments"],
    "--accept-server-license-terms",
    ...(restricted ? [] : ["--disable-workspace-trust"]),
    // Without it a built workbench ignores the payload; with it, it answers its own dialogs.
    ...(tests === undefined ? [] : ["--enable-smoke-test-driver"]),
  ];
}

function testPayload(port: number, extension: string, tests: string): [string, string][] {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${port}${file}`;
  return [
    ["extensionDevelopmentPath", remote(extension)],
    ["extensionTestsPath", remote(tests)],
    ["skipWelcome", "true"],
  ];
}

/** Installs the extension as it lies on the disk. */
async function linkExtension(extension: string, folder: string): Promise<void> {
  const { publisher, name, version } = JSON.parse(await readFile(path.join(extension, "package.json"), "utf8")) as {
    publisher: string;
    name: string;
    version: string;
  };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await symlink(extension, path.join(folder, `${publisher}.${name}-${version}`), "junction");
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ status }) => status < 500,
    () => false,
  );
