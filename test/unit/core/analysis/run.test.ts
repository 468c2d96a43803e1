import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyzeRun } from "../../../../src/core/analysis/run.ts";
import { readCurriculum } from "../../../../src/core/curriculum/read.ts";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { openDataset, type Dataset } from "../../../../src/core/dataset/open.ts";
import type { Question } from "../../../../src/core/dataset/types.ts";
import { UserError } from "../../../../src/core/errors.ts";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import type { AtomAnswer, EvaluationSample, RunRecord } from "../../../../src/core/runs/types.ts";
import { folderOf, sampleEvaluation, sampleRecord } from "../runs/sample-run.ts";

const file = "test/fixtures/micro.curriculum.json";
const samples = 8;
const jsonLines = (records: readonly object[]): string => records.map((one) => `${JSON.stringify(one)}\n`).join("");

describe("the analysis of a run", () => {
  let root: string;
  let dataset: Dataset;
  let comp: readonly Question[];
  let start: RunRecord;
  let rl: RunRecord;

  /** Greedy answers, and samples of which so many are right, for each COMP question by its number. */
  async function leave(run: RunRecord, right: (i: number) => boolean, rightSamples: number): Promise<void> {
    const folder = folderOf(root, run);
    await folder.write(run);
    const lines = comp.flatMap((question, i): EvaluationSample[] => {
      const gold = ` ${dataset.record(question).answer_cot}`;
      return Array.from({ length: samples + 1 }, (_, j) => {
        const sample = j - 1;
        const isRight = sample < 0 ? right(i) : sample < rightSamples;
        return {
          question_id: question.id,
          skill: "comp",
          level: question.level,
          sample,
          completion: isRight ? gold : " So, the answer is: 12",
          correct: isRight,
          chain_correct: isRight,
        };
      });
    });
    const step = folder.evaluationFolder(run.config.steps);
    await mkdir(step, { recursive: true });
    await writeFile(join(step, "samples.jsonl"), jsonLines(lines));
    await writeFile(join(step, "summary.json"), JSON.stringify(sampleEvaluation(run, 0)));
  }

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "analysis-"));
    const { curriculum, name } = await readCurriculum(file);
    dataset = await openDataset((await generateDataset(curriculum, name, root)).folder);
    comp = await dataset.questions("comp", "test");
    const [sft, grpo] = await Promise.all([sampleRecord(file, "sft-atomic"), sampleRecord(file, "rl-atomic")]);
    const { hash } = dataset.manifest;
    start = { ...sft, dataset: { name, hash, folder: "nowhere" } };
    rl = { ...grpo, dataset: { name, hash, folder: "nowhere" }, parent: start.id };
    await leave(start, () => false, 0);
    await leave(rl, (i) => i % 2 === 0, 4);
  });
  after(() => rm(root, { recursive: true, force: true }));

  it("divides its accuracies in tables that add up", async () => {
    const { levels, tables } = await analyzeRun(folderOf(root, rl));
    assert.equal(
      levels.reduce((sum, { questions }) => sum + questions, 0),
      comp.length,
    );
    const [all, ...byLevel] = tables;
    assert.deepEqual([all?.skill, all?.level, byLevel.length], ["comp", undefined, levels.length]);
    for (const rows of [all!.hops, all!.paths])
      assert.equal(
        rows.reduce((sum, { questions }) => sum + questions, 0),
        comp.length,
      );
    const right = all!.paths.reduce((sum, { questions, lenient }) => sum + questions * lenient.value, 0);
    assert.equal(Math.round(right), Math.ceil(comp.length / 2));
    // All paths have two hops, one of each skill.
    assert.equal(
      all!.boundaries.reduce((sum, { questions }) => sum + questions, 0),
      comp.length,
    );
    assert.equal(
      all!.relations.reduce((sum, { questions }) => sum + questions, 0),
      2 * comp.length,
    );
  });

  it("sets pass@k beside that of the run it starts from", async () => {
    const { parent, passAtK } = await analyzeRun(folderOf(root, rl));
    const curve = passAtK.find(({ level, measure }) => level === "zero-shot" && measure === "chain")!;
    assert.deepEqual(
      curve.points.map(({ k }) => k),
      [1, 2, 4, 8],
    );
    assert.ok(Math.abs(curve.points[0]!.value - 0.5) < 1e-12);
    const compared = parent!.comparisons.find(({ level, measure }) => level === "zero-shot" && measure === "answer")!;
    assert.ok(Math.abs(compared.gaps[0]!.value - 0.5) < 1e-12 && compared.gaps.at(-1)!.value === 1);
    assert.ok(compared.paired);
  });

  it("counts the errors of all questions and, once facts are asked alone, of those whose facts are known", async () => {
    const folder = folderOf(root, rl);
    const without = await analyzeRun(folder);
    assert.equal(without.atoms, undefined);
    assert.equal(without.errors[0]!.wrong, Math.floor(comp.length / 2));
    const atoms = comp.flatMap(({ id, entities }, i) =>
      entities.map((_, hop): AtomAnswer => ({
        question_id: id,
        hop,
        skill: "mem",
        relation: "boss",
        completion: "",
        correct: i % 4 !== 1 || hop !== 0,
      })),
    );
    const path = join(folder.evaluationFolder(rl.config.steps), "atoms.jsonl");
    await writeFile(path, jsonLines(atoms));
    const analysis = await analyzeRun(folder);
    await rm(path);
    const missing = comp.filter((_, i) => i % 4 === 1).length;
    assert.deepEqual(
      [analysis.atoms!.missing.questions, analysis.errorsOfKnown![0]!.chains],
      [missing, comp.length - missing],
    );
    const [kind] = analysis.errors[0]!.kinds;
    assert.deepEqual([kind!.kind, kind!.byAtom.missing], ["early-stop", missing]);
    assert.deepEqual(
      analysis.atoms!.bySkill.map(({ asked }) => asked),
      [comp.length, comp.length],
    );
  });

  it("is plain data", async () => {
    const analysis = await analyzeRun(folderOf(root, rl));
    assert.deepEqual(JSON.parse(JSON.stringify(analysis)), analysis);
  });

  it("reads the evaluation of a step, and says which there are", async () => {
    const folder = folderOf(root, rl);
    assert.equal((await analyzeRun(folder, { step: rl.config.steps })).step, rl.config.steps);
    await assert.rejects(analyzeRun(folder, { step: 99 }), (error) => {
      return error instanceof UserError && error.message.includes("no evaluation of step 99: there are 3");
    });
    const bare = new RunFolder(join(root, ".curriculum", "runs", "bare"));
    await bare.write({ ...rl, id: "bare" });
    await assert.rejects(analyzeRun(bare), /not evaluated yet/);
  });

  it("finds its dataset wherever both were copied to", async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), "analysis-"));
    await cp(join(root, ".curriculum"), join(elsewhere, ".curriculum"), { recursive: true });
    assert.ok((await analyzeRun(folderOf(elsewhere, rl))).levels.length > 0);
    await rm(elsewhere, { recursive: true });
  });
});
