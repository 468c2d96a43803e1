import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCurriculum, type LoadedCurriculum } from "../../../src/core/curriculum/read.ts";
import { datasetFolder } from "../../../src/core/dataset/folder.ts";
import { resolveDatasets } from "../../../src/core/dataset/resolve.ts";
import { RunFolder } from "../../../src/core/runs/folder.ts";
import { resolveRun } from "../../../src/core/runs/resolve.ts";
import type { EvaluationSummary, RunRecord } from "../../../src/core/runs/types.ts";
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
    const record = await sampleRecord(loaded.file, name, change);
    await folder.write(record);
    if (record.state === "finished") {
      const checkpoint = folder.checkpointFolder(record.config.steps);
      await mkdir(checkpoint, { recursive: true });
      await writeFile(join(checkpoint, "model.safetensors"), "");
    }
    return folder;
  };
  const evaluate = async (name: string, step: number, change: Partial<EvaluationSummary> = {}): Promise<void> => {
    const folder = new RunFolder(resolveRun(loaded, name).folder);
    const summary = { ...sampleEvaluation(await folder.read(), 1, step), ...change };
    await mkdir(folder.evaluationFolder(step), { recursive: true });
    await writeFile(join(folder.evaluationFolder(step), "summary.json"), JSON.stringify(summary));
    await writeFile(join(folder.evaluationFolder(step), "atoms.jsonl"), "");
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
    await evaluate("rl-atomic", 3, { samplesPerQuestion: 99 });
    assert.deepEqual(await plan(), ["evaluate:sft-comp", "evaluate:rl-atomic", "evaluate:rl-comp"]);
  });

  it("evaluates the checkpoints that are asked for, as far as they are not", async () => {
    await generate();
    const folder = await leave("sft-comp");
    await mkdir(folder.checkpointFolder(3), { recursive: true });
    await writeFile(join(folder.checkpointFolder(3), "model.safetensors"), "");
    await evaluate("sft-comp", 12);
    const options = { runs: ["sft-comp"], checkpoints: "all" } as const;
    assert.deepEqual(await plan(options), ["evaluate:sft-comp@3"]);
    assert.deepEqual(await plan({ ...options, checkpoints: 12 }), []);
    await assert.rejects(plan({ ...options, checkpoints: 5 }), /no such checkpoint, but of step 3, 12/);
  });

  it("evaluates again when any setting of the evaluation has changed", async () => {
    await generate();
    await leave("sft-atomic");
    const changes: Partial<EvaluationSummary>[] = [
      { questionsPerCell: 9 },
      { samplesPerQuestion: 9 },
      { temperature: 0.5 },
      { maxNewTokens: 9 },
    ];
    for (const change of changes) {
      await evaluate("sft-atomic", 12, change);
      assert.deepEqual(await plan({ runs: ["sft-atomic"] }), ["evaluate:sft-atomic"]);
    }
    await evaluate("sft-atomic", 12);
    assert.deepEqual(await plan({ runs: ["sft-atomic"] }), []);
    const folder = new RunFolder(resolveRun(loaded, "sft-atomic").folder);
    await rm(join(folder.evaluationFolder(12), "atoms.jsonl"));
    assert.deepEqual(await plan({ runs: ["sft-atomic"] }), ["evaluate:sft-atomic"]);
  });

  it("makes each dataset of a sweep that its runs need, each before those runs", async () => {
    await writeFile(
      loaded.file,
      (await readFile(loaded.file, "utf8")).replace(
        '"seed": 7,',
        '"seed": 7, "sweep": { "questions.test": [8, 9], "runs.sft-comp.steps": [4, 8] },',
      ),
    );
    loaded = await readCurriculum(loaded.file);
    assert.deepEqual(await plan({ runs: ["sft-comp@test=9*", "sft-atomic@test=8"], until: "train" }), [
      "generate:test=8",
      "generate:test=9",
      "train:sft-atomic@test=8 < generate:test=8",
      "train:sft-comp@test=9,steps=4 < generate:test=9",
      "train:sft-comp@test=9,steps=8 < generate:test=9",
    ]);
    const [generate] = await planCurriculum(loaded, { runs: ["sft-comp@test=9,steps=4"] });
    assert.deepEqual(generate!.job, {
      kind: "generate",
      curriculum: loaded.file,
      dataset: resolveDatasets(loaded)[1]!.hash,
    });
  });

  it("tells workers of the seeds", async () => {
    const seeded = await readCurriculum(loaded.file, 2);
    const jobs = (await planCurriculum(seeded, { runs: ["rl-comp"] })).map(({ key, job }) => [
      key,
      "seeds" in job && job.seeds,
    ]);
    assert.deepEqual(
      jobs.map(([, seeds]) => seeds),
      Array(8).fill(2),
    );
    assert.ok(jobs.some(([key]) => key === "evaluate:rl-comp@seed=8"));
  });

  it("evaluates further where facts are to be asked alone and were not", async () => {
    await generate();
    const folder = await leave("sft-atomic");
    const summary = { ...sampleEvaluation(await folder.read(), 1, 12), atoms: undefined };
    await mkdir(folder.evaluationFolder(12), { recursive: true });
    await writeFile(join(folder.evaluationFolder(12), "summary.json"), JSON.stringify(summary));
    assert.deepEqual(await plan({ runs: ["sft-atomic"] }), ["evaluate:sft-atomic"]);
  });

  it("trains a finished run again only where its last checkpoint is gone and needed", async () => {
    await generate();
    const folder = await leave("sft-comp");
    await evaluate("sft-comp", 12);
    await rm(folder.checkpointFolder(12), { recursive: true });
    assert.deepEqual(await plan({ runs: ["sft-comp"] }), []);
    assert.deepEqual(await plan({ runs: ["rl-comp"], until: "train" }), [
      "train:sft-comp",
      "train:rl-comp < train:sft-comp",
    ]);
    await rm(folder.evaluationFolder(12), { recursive: true });
    assert.deepEqual(await plan({ runs: ["sft-comp"] }), ["train:sft-comp", "evaluate:sft-comp < train:sft-comp"]);
  });

  it("says which run.json is damaged", async () => {
    const folder = await leave("sft-comp");
    await writeFile(join(folder.folder, "run.json"), "{");
    await assert.rejects(plan(), /micro\.sft-comp-[0-9a-f]{6}[/\\]run\.json: this file is damaged/);
    await rm(join(folder.folder, "run.json"));
    await assert.rejects(plan(), /run\.json: this file is missing; restore it, or delete the folder to train/);
  });
});
