import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The newest code-server whose VS Code (1.100.3) runs on Node 20. */
const version = "4.100.3";

/** Compiled parts of VS Code's server; without a compiler it runs, less these features. */
const nativeModules = [
  { name: "@vscode/spdlog", binary: "build/Release/spdlog.node", feature: "output channels" },
  { name: "native-watchdog", binary: "build/Release/watchdog.node", feature: "the server's watchdog" },
  { name: "node-pty", binary: "build/Release/pty.node", feature: "terminals and tasks" },
];

export interface VSCodeServer {
  /** Script that starts the server under Node. */
  readonly script: string;
  /** Features this machine could not build. */
  readonly missing: readonly string[];
}

/**
 * Installs VS Code's server, extension host and web workbench from npm into `cache`, once.
 * @throws where the npm registry is out of reach.
 */
export async function installServer(cache: string): Promise<VSCodeServer> {
  const folder = path.join(cache, `vscode-server-${version}`);
  const record = path.join(folder, "installed.json");
  if (existsSync(record)) return JSON.parse(await readFile(record, "utf8")) as VSCodeServer;

  console.log(`Installing VS Code's server from npm (code-server ${version}), once, in ${path.relative("", folder)}`);
  await rm(folder, { recursive: true, force: true });
  const home = path.join(folder, "server");
  await mkdir(home, { recursive: true });
  await npm(folder, "pack", `code-server@${version}`);
  const tarball = `code-server-${version}.tgz`;
  await run("tar", ["xzf", tarball, "-C", "server", "--strip-components=3", "package/lib/vscode"], { cwd: folder });
  await rm(path.join(folder, tarball));
  await npm(home, "install", "--omit=dev", "--ignore-scripts");

  const [search, ...native] = await Promise.all([installRipgrep(folder, home), ...nativeModules.map(compileIn(home))]);
  const missing = [search, ...native].filter((feature) => feature !== undefined);
  const server = { script: path.join(home, "out", "server-main.js"), missing };
  await writeFile(record, JSON.stringify(server));
  return server;
}

/** Returns the feature that is lost where a module does not compile. */
const compileIn =
  (home: string) =>
  async ({ name, binary, feature }: (typeof nativeModules)[number]): Promise<string | undefined> => {
    // node-pty's script may fail after its binary is made: the binary decides.
    await npm(home, "rebuild", name, "--ignore-scripts=false").catch(() => undefined);
    return existsSync(path.join(home, "node_modules", name, binary)) ? undefined : feature;
  };

async function installRipgrep(folder: string, home: string): Promise<string | undefined> {
  const name = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  try {
    const prefix = path.join(folder, "ripgrep");
    await mkdir(prefix);
    await npm(prefix, "install", "--prefix", prefix, `${name}@1.18.0`);
    const target = path.join(home, "node_modules", "@vscode", "ripgrep", "bin");
    await mkdir(target, { recursive: true });
    await copyFile(path.join(prefix, "node_modules", name, "bin", "rg"), path.join(target, "rg"));
    return undefined;
  } catch {
    return "search";
  }
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const prefix = path.resolve(process.execPath, "..", "..");
  const headers = existsSync(path.join(prefix, "include", "node", "node.h")) ? { npm_config_nodedir: prefix } : {};
  await run("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd,
    // Node's headers lie beside it in most installations: no need for node-gyp to download them.
    env: { ...process.env, ...headers },
    maxBuffer: 2 ** 26,
  });
}
