import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCurriculum, type LoadedCurriculum } from "../../../src/core/curriculum/read.ts";
import { datasetFolder } from "../../../src/core/dataset/folder.ts";
import { RunFolder } from "../../../src/core/runs/folder.ts";
import { resolveRun } from "../../../src/core/runs/resolve.ts";
import type { RunRecord } from "../../../src/core/runs/types.ts";
import { planCurriculum, type PlanOptions } from "../../../src/jobs/plan.ts";
import { sampleEvaluation, sampleRecord } from "../core/runs/sample-run.ts";

describe("planCurriculum", () => {
  let root: string;
  let loaded: LoadedCurriculum;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "plan-"));
    const file = join(root, "micro.curriculum.json");
    await copyFile("test/fixtures/micro.curriculum.json", file);
    loaded = await readCurriculum(file);
  });
  afterEach(() => rm(root, { recursive: true }));

  /** `train:rl-comp <- train:sft-comp`. */
  const plan = async (options?: PlanOptions): Promise<string[]> =>
    (await planCurriculum(loaded, options)).map(({ key, needs }) => [key, ...needs].join(" < "));
  const generate = async (): Promise<void> => {
    const folder = datasetFolder(loaded.curriculum, loaded.name, root);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "manifest.json"), "{}");
  };
  const leave = async (name: string, change: Partial<RunRecord> = {}): Promise<RunFolder> => {
    const folder = new RunFolder(resolveRun(loaded, name).folder);
    await folder.write(await sampleRecord(loaded.file, name, change));
    return folder;
  };
  const evaluate = async (name: string, step: number, samples = 2): Promise<void> => {
    const folder = new RunFolder(resolveRun(loaded, name).folder);
    const summary = { ...sampleEvaluation(await folder.read(), 1, step), samplesPerQuestion: samples };
    await mkdir(folder.evaluationFolder(step), { recursive: true });
    await writeFile(join(folder.evaluationFolder(step), "summary.json"), JSON.stringify(summary));
  };

  it("does everything where there is nothing, each task after those it needs", async () => {
    assert.deepEqual(await plan(), [
      "generate",
      "train:sft-atomic < generate",
      "train:sft-comp < generate",
      "train:rl-atomic < generate < train:sft-atomic",
      "train:rl-comp < generate < train:sft-comp",
      "evaluate:sft-atomic < generate < train:sft-atomic",
      "evaluate:sft-comp < generate < train:sft-comp",
      "evaluate:rl-atomic < generate < train:rl-atomic",
      "evaluate:rl-comp < generate < train:rl-comp",
    ]);
  });

  it("brings the forebears of a run along, but does not evaluate them", async () => {
    assert.deepEqual(await plan({ runs: ["rl-comp"] }), [
      "generate",
      "train:sft-comp < generate",
      "train:rl-comp < generate < train:sft-comp",
      "evaluate:rl-comp < generate < train:rl-comp",
    ]);
    await assert.rejects(planCurriculum(loaded, { runs: ["rl-com"] }), /did you mean "rl-comp"/);
  });

  it("resumes what stopped, failed or died, and leaves alone what is finished", async () => {
    await generate();
    await leave("sft-atomic");
    await leave("sft-comp", { state: "stopped" });
    await leave("rl-atomic", { state: "failed" });
    await leave("rl-comp", { state: "running", pid: 2 ** 22 + 1 });
    const tasks = await planCurriculum(loaded, { until: "train" });
    assert.deepEqual(
      tasks.map(({ label, needs }) => [label, ...needs].join(" < ")),
      ["Resume sft-comp", "Resume rl-atomic", "Resume rl-comp < train:sft-comp"],
    );
  });

  it("evaluates what has no evaluation of its last step with these settings", async () => {
    await generate();
    for (const name of ["sft-atomic", "sft-comp", "rl-atomic", "rl-comp"]) await leave(name);
    await evaluate("sft-atomic", 12);
    await evaluate("sft-comp", 6);
    await evaluate("rl-atomic", 3, 99);
    assert.deepEqual(await plan(), ["evaluate:sft-comp", "evaluate:rl-atomic", "evaluate:rl-comp"]);
  });

  it("says which run.json is damaged", async () => {
    const folder = await leave("sft-comp");
    await writeFile(join(folder.folder, "run.json"), "{");
    await assert.rejects(plan(), /micro\.sft-comp-[0-9a-f]{6}[/\\]run\.json: this file is damaged/);
  });
});
