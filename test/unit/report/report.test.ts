import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultThresholds } from "../../../src/core/analysis/thresholds.ts";
import { readCurriculum } from "../../../src/core/curriculum/read.ts";
import { generateDataset } from "../../../src/core/dataset/generate.ts";
import { openDataset } from "../../../src/core/dataset/open.ts";
import type { RunFolder } from "../../../src/core/runs/folder.ts";
import type { EvaluationSample } from "../../../src/core/runs/types.ts";
import { renderReport } from "../../../src/report/report.ts";
import { folderOf, sampleEvaluation, sampleRecord } from "../core/runs/sample-run.ts";

const fixture = "test/fixtures/micro.curriculum.json";

interface Notebook {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly cells: readonly { readonly id: string; readonly cell_type: string; readonly source: readonly string[] }[];
}

describe("a report of two runs", () => {
  let root: string;
  let runs: readonly RunFolder[];

  const render = (format: "html" | "ipynb", folders = runs) =>
    renderReport(folders, { file: join(root, "reports", `report.${format}`), format, thresholds: defaultThresholds });

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "report-"));
    const { curriculum, name } = await readCurriculum(fixture);
    const dataset = await openDataset((await generateDataset(curriculum, name, root)).folder);
    const place = { name, hash: dataset.manifest.hash, folder: dataset.folder };
    const sft = await sampleRecord(fixture, "sft-atomic", { dataset: place });
    const rl = await sampleRecord(fixture, "rl-atomic", { dataset: place, parent: sft.id });
    runs = [sft, rl].map((run) => folderOf(root, run));
    for (const [i, run] of [sft, rl].entries()) {
      await runs[i]!.write(run);
      await runs[i]!.appendMetrics([1, 2].map((step) => ({ step, time: step, loss: 1 / step })));
      const evaluation = runs[i]!.evaluationFolder(run.config.steps);
      await mkdir(evaluation, { recursive: true });
      const samples = (await dataset.questions("comp", "test")).flatMap((question, q) =>
        [-1, 0, 1, 2, 3].map((sample): EvaluationSample => {
          const correct = q % 2 < i || sample === 3;
          const completion = correct ? dataset.record(question).answer_cot : "So, the answer is: <b>nothing</b>";
          const { id, skill, level } = question;
          return { question_id: id, skill, level, sample, completion, correct, chain_correct: correct };
        }),
      );
      await writeFile(join(evaluation, "samples.jsonl"), samples.map((one) => `${JSON.stringify(one)}\n`).join(""));
      await writeFile(join(evaluation, "summary.json"), JSON.stringify(sampleEvaluation(run, i / 2)));
    }
  });
  after(() => rm(root, { recursive: true }));

  it("is a page that needs nothing else, the same each time", async () => {
    const page = await render("html");
    assert.equal(await render("html"), page);
    assert.ok(page.startsWith("<!DOCTYPE html>") && page.length < 2e6);
    // Nothing is loaded, and nothing runs.
    assert.doesNotMatch(page, /<script|<link|<img|src=|https?:|@import|\son\w+=/);
    for (const text of [
      "Results",
      "Diagnosis",
      "Settings that differ",
      "COMP Zero-shot pass@k",
      "COMP Zero-shot: gap",
      "Loss",
    ])
      assert.ok(page.includes(text), text);
    assert.ok(page.includes("prefers-color-scheme: dark") && page.includes("@media print"));
    assert.ok(page.includes("reasoning-curriculum train micro.curriculum.json sft-atomic rl-atomic"));
    assert.ok(page.includes('<th scope="row">groupSize</th>'));
    const ids = Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
    assert.equal(new Set(ids).size, ids.length, "ids are unique");
    const opened = page.match(/<(section|figure|svg|table|details)\b/g)!.length;
    assert.equal(page.match(/<\/(section|figure|svg|table|details)>/g)!.length, opened);
  });

  it("is one of a run alone, with its settings", async () => {
    const page = await render("html", runs.slice(0, 1));
    assert.ok(page.includes("<h2>Settings</h2>") && !page.includes("Settings that differ"));
  });

  it("is a notebook whose paths are relative to it", async () => {
    const { cells, nbformat, nbformat_minor: minor } = JSON.parse(await render("ipynb")) as Notebook;
    assert.deepEqual([nbformat, minor], [4, 5]);
    assert.equal(new Set(cells.map(({ id }) => id)).size, cells.length);
    const code = cells.find((cell) => cell.cell_type === "code")!.source.join("");
    assert.ok(code.includes(`"rl-atomic": "../.curriculum/runs/${runs[1]!.id}"`), code);
    const all = cells.map(({ source }) => source.join("")).join("\n");
    assert.ok(!all.includes(root));
    assert.match(all, /Undecided|\*\*Synthesis\*\*|\*\*Amplification\*\*/);
  });
});
