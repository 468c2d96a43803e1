// Runs the bundled suite of test/host/suite inside a real VS Code.
// VSCODE_HOST=desktop|npm chooses one; otherwise the desktop where it can be had and shown, else the server from npm.
import "./own-temporary.ts";
import path from "node:path";
import { format } from "node:util";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { startBrowser } from "./browser.ts";
import { installServer } from "../../scripts/vscode-server/install.ts";
import { startServer } from "../../scripts/vscode-server/server.ts";
import { removeFolder, temporaryWorkspace } from "./workspace.ts";

const root = path.resolve(import.meta.dirname, "../..");
const cache = path.join(root, ".cache");
const tests = path.join(root, "out/host/index.mjs");
const limit = 10 * 60_000;

/** Chatter of the workbench itself. */
const noise =
  /^\[(AccountPolicyGate|reconnection-grace-time|Service Worker)|^Resolv(ing|ed) |^Creating a socket|^Updating additional|^ChatSession|open-vsx/;

async function desktop(): Promise<string | undefined> {
  const choice = process.env["VSCODE_HOST"];
  if (choice === "npm") return undefined;
  if (
    choice !== "desktop" &&
    process.platform === "linux" &&
    !process.env["DISPLAY"] &&
    !process.env["WAYLAND_DISPLAY"]
  ) {
    console.log("No display: the host suite runs in VS Code's server from npm.");
    return undefined;
  }
  try {
    return await downloadAndUnzipVSCode({ cachePath: path.join(cache, "vscode") });
  } catch (error) {
    if (choice === "desktop") throw error;
    console.log("Desktop VS Code cannot be downloaded: the host suite runs in VS Code's server from npm.");
    return undefined;
  }
}

async function runInServer(folder: string): Promise<boolean> {
  const installed = await installServer(cache);
  for (const feature of installed.missing) console.log(`Not tested, for want of a compiler: ${feature}.`);
  const data = await temporaryWorkspace();
  // VS Code would copy files that tests have saved and removed again.
  const settings = { "workbench.localHistory.enabled": false };
  const server = await startServer(installed, { data, extension: root, tests, settings });
  const browser = await startBrowser(cache);
  try {
    const { page } = browser;
    await page.exposeFunction("codeAutomationLog", (_type: string, values: unknown[]) => {
      const line = format(...values);
      if (!noise.test(line)) console.log(line);
    });
    const code = new Promise<number>((resolve, reject) => {
      void page.exposeFunction("codeAutomationExit", resolve);
      page.once("crash", () => {
        reject(new Error("The browser crashed."));
      });
      setTimeout(() => {
        reject(new Error(`The host suite took longer than ${limit / 60_000} minutes.`));
      }, limit).unref();
    });
    await page.goto(server.url(folder));
    return (await code) === 0;
  } finally {
    await browser.stop();
    await server.stop();
    await removeFolder(data);
  }
}

async function runOnDesktop(executable: string, folder: string): Promise<boolean> {
  const code = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    launchArgs: [folder, "--disable-extensions", "--disable-workspace-trust"],
  }).catch(() => 1);
  return code === 0;
}

const folder = await temporaryWorkspace(path.join(root, "test/fixtures/micro.curriculum.json"));
try {
  const executable = await desktop();
  const passed = executable === undefined ? await runInServer(folder) : await runOnDesktop(executable, folder);
  process.exitCode = passed ? 0 : 1;
} finally {
  await removeFolder(folder);
}
