import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { openDataset } from "../../src/core/dataset/open.ts";
import { listRuns, RunFolder } from "../../src/core/runs/folder.ts";
import type { RunRecord } from "../../src/core/runs/types.ts";
import { root, Workbench } from "../host/workbench.ts";
import { removeFolder, temporaryWorkspace } from "../host/workspace.ts";

describe("the workbench on a curriculum that has run", function () {
  let folder: string;
  let runs: RunRecord[];
  let workbench: Workbench;

  before(async () => {
    const fixture = path.join(root, "test/fixtures/micro.curriculum.json");
    folder = await temporaryWorkspace(fixture);
    const curriculum = path.join(folder, path.basename(fixture));
    execFileSync(process.execPath, [path.join(root, "dist/cli.js"), "run", curriculum], { stdio: "ignore" });
    runs = await Promise.all((await listRuns(folder)).map((run) => run.read()));
    workbench = await Workbench.open(folder);
    await workbench.openSideBar();
  });

  after(async () => {
    await workbench.stop();
    await removeFolder(folder);
  });

  it("shows the world and its questions in a tree", async () => {
    for (const label of ["Relations", "People", "Relation paths", "Training questions", "Test questions"]) {
      await workbench.row(label).waitFor();
    }
    await workbench.expand("Relations", "Parametric");
    await workbench.row("boss").waitFor();
    await workbench.collapse("Relations");
    await workbench.expand("Test questions", "COMP");
    await workbench.row("Zero-shot").waitFor();
    await workbench.collapse("Test questions");
  });

  it("shows runs below the run that they start from", async () => {
    for (const { name, parent } of runs) {
      const level = await workbench.row(name).getAttribute("aria-level");
      assert.equal(level, parent === undefined ? "2" : "3", name);
    }
  });

  it("opens a biography from the tree and tells a triple on hover", async () => {
    const dataset = await openDataset(path.resolve(folder, runs[0]!.dataset.folder));
    const [person] = dataset.graph.people;
    const [statement] = dataset.biography(person!.id);
    await workbench.expand("People");
    await workbench.row(person!.name).click();
    const line = workbench.page.locator(".editor-instance .view-line", { hasText: statement!.text });
    await line.hover({ position: { x: 60, y: 8 } });
    const hover = workbench.page.locator(".monaco-hover:visible", { hasText: "Known from" });
    await hover.waitFor();
    assert.ok((await hover.innerText()).includes(statement!.triple.relation));
    await workbench.collapse("People");
  });

  it("shows a run's evaluation and curves in its panel", async () => {
    const [run] = runs.filter(({ config }) => config.method === "sft");
    const [evaluation] = await new RunFolder(path.join(folder, ".curriculum/runs", run!.id)).readEvaluations();
    await workbench.row(run!.name).click();
    const panel = await workbench.panel("run");
    await panel.locator("h1", { hasText: run!.name }).waitFor();

    const rows = panel.locator("rc-level-table tbody tr");
    await rows.first().waitFor();
    const shown = (await rows.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
    assert.equal(shown.length, evaluation!.cells.length);
    const comp = evaluation!.cells.filter(({ skill }) => skill === "comp");
    for (const [index, { accuracy }] of comp.entries()) {
      assert.ok(shown[index]!.includes(`${(100 * accuracy).toFixed(1)} %`), shown[index]);
    }
    await panel.getByRole("tab", { name: "Training" }).click();
    await panel.locator("rc-chart", { hasText: "loss" }).locator("svg path").first().waitFor();
  });

  it("shows runs side by side, with differences from a baseline that can be chosen and what differs", async () => {
    await workbench.command("Reasoning Curriculum: Compare Runs");
    await workbench.page.locator(".quick-input-count", { hasText: `${runs.length} Selected` }).waitFor();
    await workbench.page.keyboard.press("Enter");
    const panel = await workbench.panel("compare");
    const columns = panel.locator("rc-runs-table thead th[scope=col]");
    await columns.first().waitFor();
    const heads = await columns.allInnerTexts();
    for (const { name } of runs)
      assert.ok(
        heads.some((head) => head.includes(name)),
        name,
      );

    assert.equal(await panel.locator("rc-runs-table .pin[aria-pressed=true]").count(), 1);
    const other = runs.at(-1)!.name;
    await panel.locator(`.pin[title="Compare the others with ${other}"]`).click();
    await columns.filter({ hasText: other }).locator(".pin[aria-pressed=true]").waitFor();

    const differing = await panel.locator("rc-runs-table th.path").allInnerTexts();
    assert.ok(differing.includes("method"), differing.join(", "));
    assert.ok(!differing.includes("seed"), "the seed is the same in all runs");
  });

  it("draws in the theme's colours", async () => {
    const panel = await workbench.panel("compare");
    assert.match((await panel.locator("body").getAttribute("class"))!, /vscode-dark/);
    const color = await panel.evaluate<string>("getComputedStyle(document.body).color");
    assert.equal(color, "rgb(204, 204, 204)", "the foreground of Dark Modern");
  });

  // One after the other: of two webviews that open at once, VS Code 1.100's server now and then leaves one blank.
  it("brings both panels back after a reload, with what was chosen in them", async () => {
    const baseline = runs.at(-1)!;
    const [sft] = runs.filter(({ config }) => config.method === "sft");
    const tab = (title: string) => workbench.page.locator(".tab", { hasText: title });
    await tab(sft!.name).click();
    await (await workbench.panel("run")).locator("h1").waitFor();
    await workbench.reload(`${sft!.id}.*baseline\\W+${baseline.id}`);

    await (await workbench.panel("run")).locator("h1", { hasText: sft!.name }).waitFor();
    await tab("Compare Runs").click();
    const compare = await workbench.panel("compare");
    const pinned = compare.locator("rc-runs-table thead th", { has: compare.locator(".pin[aria-pressed=true]") });
    await pinned.waitFor();
    assert.ok((await pinned.innerText()).includes(baseline.name));
    assert.equal(await compare.locator("rc-runs-table thead th[scope=col]").count(), runs.length);
  });

  it("brings a document back after a reload", async () => {
    const dataset = await openDataset(path.resolve(folder, runs[0]!.dataset.folder));
    const [person] = dataset.graph.people;
    const [statement] = dataset.biography(person!.id);
    const tab = workbench.page.locator(".tab", { hasText: person!.name });
    await tab.click();
    await workbench.page.locator(".editor-instance .view-line", { hasText: statement!.text }).waitFor();
    assert.doesNotMatch((await tab.getAttribute("class"))!, /dirty/);
  });

  it("breaks no content security policy and throws nothing", () => {
    assert.deepEqual(workbench.complaints, []);
  });
});
