import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Frame } from "playwright-core";
import { evaluationReader } from "../../src/core/analysis/read-run.ts";
import { openDataset } from "../../src/core/dataset/open.ts";
import { listRuns, type RunFolder } from "../../src/core/runs/folder.ts";
import { listProbes, readProbe } from "../../src/core/runs/read-probe.ts";
import type { RunRecord } from "../../src/core/runs/types.ts";
import { root, Workbench } from "../host/workbench.ts";
import { removeFolder, temporaryWorkspace } from "../host/workspace.ts";

describe("the analysis of a run in the workbench", function () {
  let folder: string;
  let rl: RunRecord;
  let rlFolder: RunFolder;
  let workbench: Workbench;

  before(async () => {
    const fixture = path.join(root, "test/fixtures/micro.curriculum.json");
    folder = await temporaryWorkspace(fixture);
    const curriculum = path.join(folder, path.basename(fixture));
    const cli = path.join(root, "dist/cli.js");
    for (const run of ["sft-comp", "rl-comp"])
      for (const command of ["train", "evaluate"])
        execFileSync(process.execPath, [cli, command, curriculum, run], { stdio: "ignore" });
    for (const run of await listRuns(folder)) {
      const record = await run.read();
      if (record.config.method === "grpo") [rl, rlFolder] = [record, run];
    }
    workbench = await Workbench.open(folder);
    await workbench.openSideBar();
  });

  after(async () => {
    await workbench.stop();
    await removeFolder(folder);
  });

  const panel = () => workbench.panel("analysis");
  const chains = (frame: Frame) => frame.locator("rc-sample-list li");

  it("opens from the run's panel beside the run it starts from", async () => {
    await workbench.row(rl.name).click();
    const run = await workbench.panel("run");
    await run.locator("vscode-button", { hasText: "Analyze" }).click();
    const frame = await panel();
    await frame.locator("h1", { hasText: `Analysis of ${rl.name}` }).waitFor();
    await frame.locator("article.verdict").waitFor();
    await frame.locator("rc-chart", { hasText: "sft-comp" }).first().waitFor();
  });

  it("lists the wrong chains and sets one beside the gold chain", async () => {
    const { questions } = await evaluationReader()(rlFolder, rl.progress.step);
    const wrong = questions.filter(({ skill, chainCorrect }) => skill === "comp" && !chainCorrect);
    const frame = await panel();
    await frame.locator("vscode-tab-header", { hasText: "Errors" }).click();
    await chains(frame).first().waitFor();
    assert.equal(await chains(frame).count(), wrong.length);
    await chains(frame).first().locator("button").click();
    const detail = frame.locator(`article[aria-label="Chain of ${wrong[0]!.question}"]`);
    await detail.waitFor();
    const dataset = await openDataset(path.resolve(folder, rl.dataset.folder));
    const question = (await dataset.questions("comp", "test")).find(({ id }) => id === wrong[0]!.question)!;
    assert.ok((await detail.locator("table").innerText()).includes(`Answer: ${question.answer}`));
  });

  it("comes back after a reload, with the chain that was looked at", async () => {
    await workbench.reload(`question\\W+comp-test-`);
    const frame = await panel();
    await frame.locator("rc-sample-detail article").waitFor();
    assert.ok((await chains(frame).count()) > 0);
  });

  it("opens a chain, and its question, in the editor", async () => {
    const frame = await panel();
    await frame.locator("rc-sample-detail vscode-button", { hasText: "Open" }).click();
    await workbench.page.locator(".tab.active", { hasText: ".chain" }).waitFor();
    await workbench.page.locator(".editor-instance .view-line", { hasText: "The gold chain" }).waitFor();
    await workbench.page.locator(".tab", { hasText: `Analysis: ${rl.name}` }).click();
    const shown = await panel();
    await shown.locator("rc-sample-detail vscode-button", { hasText: "Question" }).click();
    await workbench.page.locator(".tab.active", { hasText: ".question" }).waitFor();
  });

  it("probes the run and what it starts from at the click of a button, and shows what is inside", async () => {
    await workbench.page.locator(".tab", { hasText: `Analysis: ${rl.name}` }).click();
    const frame = await panel();
    await frame.locator("vscode-tab-header", { hasText: "Heads" }).click();
    await frame.locator("vscode-button", { hasText: "Probe Run" }).click();
    await frame.locator("rc-heat-map").nth(2).waitFor();
    await frame.locator("b", { hasText: "sft-comp" }).waitFor();
    await frame.locator("vscode-tab-header", { hasText: "Representations" }).click();
    await frame.locator("rc-scatter figure").waitFor();
    await frame.locator("vscode-tab-header", { hasText: "Uncertainty" }).click();
    await frame.locator(".strip").first().waitFor();
    const { folder: run } = rlFolder;
    assert.deepEqual(await listProbes(run), [rl.progress.step]);
    const { answers } = await readProbe(run, rl.progress.step);
    const shown = answers.map(({ question_id: id }) => id);
    assert.ok(shown.includes((await frame.locator(".question button").innerText()).split(" ")[0]!));
  });

  it("breaks no content security policy and throws nothing", () => {
    assert.deepEqual(workbench.complaints, []);
  });
});
