import { join } from "node:path";
import type { NewModelSpec } from "../../../../src/core/curriculum/schema.ts";
import { readCurriculum } from "../../../../src/core/curriculum/read.ts";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import { resolveRun } from "../../../../src/core/runs/resolve.ts";
import type { EvaluationSummary, RunRecord } from "../../../../src/core/runs/types.ts";

/** A finished run of a curriculum, as its worker would have left it. */
export async function sampleRecord(file: string, name: string, change: Partial<RunRecord> = {}): Promise<RunRecord> {
  const loaded = await readCurriculum(file);
  const run = resolveRun(loaded, name);
  return {
    formatVersion: 1,
    id: run.id,
    name,
    curriculum: { name: loaded.name, file: loaded.file },
    state: "finished",
    ...(run.parent && { parent: run.parent.id }),
    dataset: { name: loaded.name, hash: "0123456789ab", folder: run.datasetFolder },
    seed: run.seed,
    specHash: run.specHash,
    config: run.spec,
    model: { ...(loaded.curriculum.model as NewModelSpec), parameters: 1000 },
    evaluate: loaded.curriculum.evaluate,
    engine: { name: "test", device: "cpu", threads: 1 },
    versions: {},
    progress: { step: run.spec.steps, steps: run.spec.steps, seconds: 83 },
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:00:00.000Z",
    ...change,
  };
}

export function sampleEvaluation(run: RunRecord, accuracy: number, step = run.config.steps): EvaluationSummary {
  const cell = { skill: "comp", level: "zero-shot", questions: 4 } as const;
  return {
    formatVersion: 1,
    run: run.id,
    step,
    questionsPerCell: run.evaluate.questions,
    samplesPerQuestion: run.evaluate.samples,
    temperature: run.evaluate.temperature,
    maxNewTokens: run.evaluate.maxNewTokens,
    seconds: 2,
    tokensPerSecond: 1234,
    cells: [{ ...cell, accuracy, strictAccuracy: accuracy / 2, passAtK: { 1: accuracy, 2: accuracy } }],
    atoms: { asked: 8, correct: 4 },
  };
}

export function folderOf(root: string, record: RunRecord): RunFolder {
  return new RunFolder(join(root, ".curriculum", "runs", record.id));
}
