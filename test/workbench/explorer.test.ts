import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Frame } from "playwright-core";
import { evaluationReader } from "../../src/core/analysis/read-run.ts";
import type { QuestionResult } from "../../src/core/analysis/tallies.ts";
import { openDataset, type Dataset } from "../../src/core/dataset/open.ts";
import { skills, splits, type Question, type RelationPath } from "../../src/core/dataset/types.ts";
import { listRuns } from "../../src/core/runs/folder.ts";
import type { RunRecord } from "../../src/core/runs/types.ts";
import { root, Workbench } from "../host/workbench.ts";
import { removeFolder, temporaryWorkspace } from "../host/workspace.ts";

describe("the explorer of relation paths in the workbench", function () {
  let folder: string;
  let dataset: Dataset;
  let questions: readonly Question[];
  let run: RunRecord;
  let answers: readonly QuestionResult[];
  /** A path that the run was asked. */
  let chosen: RelationPath;
  let workbench: Workbench;

  before(async () => {
    const fixture = path.join(root, "test/fixtures/micro.curriculum.json");
    folder = await temporaryWorkspace(fixture);
    const curriculum = path.join(folder, path.basename(fixture));
    const cli = path.join(root, "dist/cli.js");
    for (const command of ["train", "evaluate"])
      execFileSync(process.execPath, [cli, command, curriculum, "sft-comp"], { stdio: "ignore" });
    const [runFolder] = await listRuns(folder);
    run = await runFolder!.read();
    dataset = await openDataset(path.resolve(folder, run.dataset.folder));
    const files = splits.toReversed().flatMap((split) => skills.map((skill) => dataset.questions(skill, split)));
    questions = (await Promise.all(files)).flat();
    answers = (await evaluationReader()(runFolder!, run.progress.step)).questions;
    const asked = questions.find(({ id }) => id === answers.find(({ skill }) => skill === "comp")!.question)!;
    chosen = dataset.paths.get(asked.path)!;

    workbench = await Workbench.open(folder);
    await workbench.openSideBar();
  });

  after(async () => {
    await workbench.stop();
    await removeFolder(folder);
  });

  const shownPath = (panel: Frame, { id }: RelationPath) => panel.locator(`article[aria-label="Path ${id}"]`);

  it("opens from a relation in the tree at the paths that use it", async () => {
    await workbench.expand("Relations", "Parametric");
    await workbench.row("boss").click();
    const panel = await workbench.panel("explorer");
    await panel.locator("h1", { hasText: dataset.manifest.name }).waitFor();
    const paths = [...dataset.paths.values()];
    const withBoss = paths.filter(({ relations }) => relations.includes("boss"));
    const count = panel.locator("rc-filter-bar", { hasText: `${withBoss.length} of ${paths.length} paths` });
    await count.waitFor();
  });

  it("shows a path chosen in the tree: its questions, and one of them whole", async () => {
    await workbench.collapse("Relations");
    const { skill, level, relations } = chosen;
    const levelName = { iid: "I.I.D.", composition: "Composition", "zero-shot": "Zero-shot" }[level];
    await workbench.expand("Relation paths", skill.toUpperCase(), levelName);
    await workbench.row(relations.join(" → ")).click();

    const detail = shownPath(await workbench.panel("explorer"), chosen);
    await detail.waitFor();
    const own = questions.filter((question) => question.path === chosen.id);
    const rows = detail.locator(".questions > li");
    await rows.first().waitFor();
    assert.equal(await rows.count(), own.length);
    const record = dataset.record(own[0]!);
    assert.ok((await rows.first().innerText()).includes(record.question));
    const shown = await detail.innerText();
    assert.ok(shown.includes(own[0]!.id), shown);
    assert.ok(shown.includes(record.answer), shown);
  });

  it("shows how often a run was right on the path", async () => {
    const panel = await workbench.panel("explorer");
    await panel.locator("button.runs").click();
    await panel.locator(".run-menu label", { hasText: run.name }).click();
    await workbench.page.keyboard.press("Escape");
    await panel.locator(".run-menu").waitFor({ state: "hidden" });
    const own = answers.filter(
      ({ question: id }) => questions.find((question) => question.id === id)!.path === chosen.id,
    );
    const right = own.filter(({ correct }) => correct).length;
    const row = shownPath(panel, chosen).locator("tr", { hasText: run.name });
    await row.locator("td", { hasText: `${right}/${own.length}` }).waitFor();
  });

  it("leads from a hop back to its relation in the tree", async () => {
    const panel = await workbench.panel("explorer");
    const [relation] = chosen.relations;
    await panel.locator(`button[title="Show ${relation} in the tree"]`).first().click();
    const row = workbench.page.locator(`.pane-body .monaco-list-row.selected[aria-label^="${relation}"]`);
    await row.waitFor();
    assert.equal(await row.getAttribute("aria-level"), "5");
  });

  it("comes back after a reload, with the path chosen in it", async () => {
    await workbench.reload(`path\\W+${chosen.id}`);
    const panel = await workbench.panel("explorer");
    await shownPath(panel, chosen).locator(".questions li").first().waitFor();
  });

  it("opens a question in the editor", async () => {
    const panel = await workbench.panel("explorer");
    const [first] = questions.filter((question) => question.path === chosen.id);
    await panel.locator("vscode-button", { hasText: "Open in Editor" }).click();
    await workbench.page.locator(".tab.active", { hasText: first!.id }).waitFor();
  });

  it("breaks no content security policy and throws nothing", () => {
    assert.deepEqual(workbench.complaints, []);
  });
});
