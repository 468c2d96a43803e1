// `npm start`: builds, runs the sample curriculum to its end, prints its table; on a terminal then opens the workbench.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { installServer } from "./vscode-server/install.ts";
import { startServer } from "./vscode-server/server.ts";

const root = path.resolve(import.meta.dirname, "..");
const samples = path.join(root, "samples");
const curriculum = path.join("samples", "first-run.curriculum.json");

function run(...command: string[]): void {
  const { status, error } = spawnSync(process.execPath, command, { cwd: root, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Whether desktop VS Code can be opened from here. */
function hasDesktop(): boolean {
  const { status } = spawnSync("code", ["--version"], { shell: process.platform === "win32", timeout: 20_000 });
  return status === 0;
}

async function openInBrowser(): Promise<void> {
  const cache = path.join(root, ".cache");
  const server = await startServer(await installServer(cache), {
    data: path.join(cache, "workbench"),
    extension: root,
    token: randomBytes(16).toString("hex"),
  });
  const url = server.url(samples);
  console.log(`\nVS Code is at\n\n  ${url}\n\nStop it with Ctrl-C.`);
  openUrl(url);
  process.once("SIGINT", () => void server.stop());
  process.once("SIGTERM", () => void server.stop());
  await server.ended;
}

/** Opens the default browser where there is a display; elsewhere the printed address has to do. */
function openUrl(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: "open", linux: "xdg-open" };
  const opener = openers[process.platform];
  const display = process.platform === "darwin" || "DISPLAY" in process.env || "WAYLAND_DISPLAY" in process.env;
  if (opener === undefined || !display) return;
  spawn(opener, [url], { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}

run("esbuild.mjs");
run("dist/cli.js", "run", curriculum);

const manual = "code --extensionDevelopmentPath=. samples";
console.log(`\nTo see the runs: npm start on a terminal opens VS Code on samples/, as does \`${manual}\`.`);
if (process.stdout.isTTY && !process.env["CI"]) {
  if (hasDesktop()) {
    spawnSync("code", [`--extensionDevelopmentPath=${root}`, samples], { shell: process.platform === "win32" });
  } else {
    await openInBrowser();
  }
}
