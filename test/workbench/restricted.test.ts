import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { root, Workbench } from "../host/workbench.ts";
import { removeFolder, temporaryWorkspace } from "../host/workspace.ts";

describe("the workbench in Restricted Mode", function () {
  let folder: string;
  let curriculum: string;
  let workbench: Workbench;

  const generate = () =>
    execFileSync(process.execPath, [path.join(root, "dist/cli.js"), "generate", curriculum], { stdio: "ignore" });

  before(async () => {
    const fixture = path.join(root, "test/fixtures/micro.curriculum.json");
    folder = await temporaryWorkspace(fixture);
    curriculum = path.join(folder, path.basename(fixture));
    generate();
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

  it("leads from a curriculum's problem to its place in the file that the curriculum names", async () => {
    await mkdir(path.join(folder, "own"));
    await writeFile(path.join(folder, "own", "own.relations.json"), '{\n  "relations": [{ "name": 7 }]\n}\n');
    const broken = '{ "version": 1, "graph": { "relationFile": "own/own.relations.json" } }';
    await writeFile(path.join(folder, "broken.curriculum.json"), broken);
    await workbench.expand("broken");
    await workbench.row("own/own.relations.json:2:").click();
    await workbench.page.locator(".tab.active", { hasText: "own.relations.json" }).waitFor();
    await workbench.page.locator(".statusbar-item", { hasText: "Ln 2" }).waitFor();
  });

  it("compares two datasets, also after a reload", async () => {
    const { page } = workbench;
    const text = await readFile(curriculum, "utf8");
    await writeFile(curriculum, text.replace(/"seed": *\d+/, '"seed": 8'));
    generate();
    await workbench.command("Reasoning Curriculum: Compare Datasets");
    for (const question of ["Compare which dataset", "with which"]) {
      await page.locator(`.quick-input-widget input[placeholder*="${question}"]`).waitFor();
      await page.keyboard.press("Enter");
    }
    const seed = page.locator(".monaco-diff-editor .view-line", { hasText: /Seed\s+8/ });
    await seed.waitFor();
    await workbench.reload("diffEditorInput.*reasoning-curriculum");
    await seed.waitFor();
  });
});
