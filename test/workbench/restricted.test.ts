import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { root, Workbench } from "../host/workbench.ts";
import { removeFolder, temporaryWorkspace } from "../host/workspace.ts";

describe("the workbench in Restricted Mode", function () {
  let folder: string;
  let workbench: Workbench;

  before(async () => {
    const fixture = path.join(root, "test/fixtures/micro.curriculum.json");
    folder = await temporaryWorkspace(fixture);
    const curriculum = path.join(folder, path.basename(fixture));
    execFileSync(process.execPath, [path.join(root, "dist/cli.js"), "generate", curriculum], { stdio: "ignore" });
    workbench = await Workbench.open(folder, { restricted: true });
    await workbench.openSideBar();
  });

  after(async () => {
    await workbench.stop();
    await removeFolder(folder);
  });

  it("shows data", async () => {
    await workbench.expand("Relations", "Contextual");
    await workbench.row("CTX I.I.D.").waitFor();
  });

  it("offers no training, and says why where it is asked for all the same", async () => {
    const { page } = workbench;
    await workbench.command("Reasoning Curriculum: Open Curriculum File");
    await page.locator(".codelens-decoration a", { hasText: "Run all" }).click();
    const message = page.locator(".notification-list-item-message", { hasText: "Restricted Mode" });
    await message.waitFor();
    assert.match(await message.innerText(), /no job runs: trust it/);

    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input[type=text]").pressSequentially("Reasoning Curriculum: ");
    await page.locator(".quick-input-list .monaco-list-row[aria-label*='Open Biography']").waitFor();
    assert.equal(await page.locator(".quick-input-list .monaco-list-row[aria-label*='Run Curriculum']").count(), 0);
    await page.keyboard.press("Escape");
  });
});
