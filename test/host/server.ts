import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
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
};

export interface ServerOptions {
  /** Profile: settings, state, installed extensions. */
  readonly data: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Without a token, anyone on this machine may connect: for tests alone. */
  readonly token?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface WorkbenchAddress {
  readonly folder: string;
  /** Of the extension under development. */
  readonly extension: string;
  /** Module whose `run` is called in the extension host. */
  readonly tests?: string;
}

export interface RunningServer {
  url(address: WorkbenchAddress): string;
  /** Settles when the server has ended, by itself or by `stop`. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts VS Code's server on a free port of 127.0.0.1 and waits until it answers. */
export async function startServer(server: VSCodeServer, options: ServerOptions): Promise<RunningServer> {
  const { data, token } = options;
  const user = path.join(data, "data", "User");
  await mkdir(user, { recursive: true });
  await writeFile(path.join(user, "settings.json"), JSON.stringify({ ...defaultSettings, ...options.settings }));

  const port = await freePort();
  const child = spawn(process.execPath, serverArguments(server, port, options), {
    env: { ...process.env, ...options.env, VSCODE_IPC_HOOK_CLI: undefined },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += String(chunk);
    });
  }
  const ended = once(child, "exit");

  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  while (!(await answers(origin))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`VS Code's server did not start.\n${output}`);
    await sleep(100);
  }

  return {
    ended,
    url: ({ folder, extension, tests }) => {
      const remote = (file: string) => `vscode-remote://127.0.0.1:${port}${file}`;
      const payload = [
        ["extensionDevelopmentPath", remote(extension)],
        ...(tests === undefined ? [] : [["extensionTestsPath", remote(tests)]]),
        ["skipWelcome", "true"],
      ];
      const query = new URLSearchParams({ folder, payload: JSON.stringify(payload), ...(token && { tkn: token }) });
      return `${origin}/?${query.toString()}`;
    },
    async stop() {
      // The server's own children (extension hosts) are in its process group.
      signalGroup(child.pid!, "SIGTERM");
      const killer = setTimeout(() => {
        signalGroup(child.pid!, "SIGKILL");
      }, 5000);
      if (child.exitCode === null) await ended;
      clearTimeout(killer);
    },
  };
}

function serverArguments({ script }: VSCodeServer, port: number, { data, token }: ServerOptions): string[] {
  return [
    script,
    ...["--host", "127.0.0.1", "--port", String(port)],
    ...(token === undefined ? ["--without-connection-token"] : ["--connection-token", token]),
    ...["--server-data-dir", data, "--extensions-dir", path.join(data, "extensions")],
    ...["--telemetry-level", "off", "--disable-telemetry", "--disable-experiments"],
    "--accept-server-license-terms",
    "--disable-workspace-trust",
    // Without it a built workbench ignores extensionDevelopmentPath and extensionTestsPath.
    "--enable-smoke-test-driver",
  ];
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

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}
