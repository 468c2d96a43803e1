import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { curriculumSchema, type NewModelSpec } from "../../../src/core/curriculum/schema.ts";
import { generateDataset } from "../../../src/core/dataset/generate.ts";
import { openDataset, type Dataset } from "../../../src/core/dataset/open.ts";
import type { RunRecord } from "../../../src/core/runs/types.ts";
import type { ReaderCall } from "../../../src/host/reader/protocol.ts";
import { Reader } from "../../../src/host/reader/reader.ts";
import type { RunView } from "../../../src/host/runs/view.ts";

export const curriculum = curriculumSchema.parse({
  graph: { people: { parametric: 8, contextual: 8, shared: 6 }, contextualWorlds: 3 },
  questions: {
    train: { mem: 60, ctx: 60, comp: 20 },
    test: 4,
    singleHop: { mem: 0.5, ctx: 0.5 },
    heldOutWordings: 1,
  },
  biographies: { versions: 2 },
  runs: {
    sft: { method: "sft", data: { mem: 1 }, steps: 10 },
    rl: { method: "grpo", from: "sft", data: { comp: 1 }, steps: 4 },
  },
});

/** A small dataset on disk; `dispose` removes it. */
export async function smallDataset(): Promise<{ readonly dataset: Dataset; readonly dispose: () => Promise<void> }> {
  const root = await mkdtemp(path.join(tmpdir(), "reasoning-curriculum-"));
  const { folder } = await generateDataset(curriculum, "small", root, {});
  return { dataset: await openDataset(folder), dispose: () => rm(root, { recursive: true }) };
}

/** A reader in this thread. */
export function readHere(): ReaderCall {
  const reader = new Reader();
  return (method, ...args) => (reader[method] as (...values: typeof args) => Promise<never>).apply(reader, args);
}

export function runRecord(name: "sft" | "rl", changes: Partial<RunRecord> = {}): RunRecord {
  return {
    formatVersion: 1,
    id: `small.${name}-abc123`,
    name,
    curriculum: { name: "small", file: "/x/small.curriculum.json" },
    state: "finished",
    dataset: { name: "small", hash: "0", folder: "/x" },
    seed: 0,
    config: curriculum.runs[name]!,
    model: { ...(curriculum.model as NewModelSpec), parameters: 1 },
    evaluate: curriculum.evaluate,
    engine: { name: "onnxruntime", device: "cpu", threads: 1 },
    versions: {},
    progress: { step: 10, steps: 10, seconds: 20 },
    createdAt: "",
    updatedAt: "",
    ...changes,
  };
}

export function runView(name: "sft" | "rl", record: Partial<RunRecord> = {}, changes: Partial<RunView> = {}): RunView {
  return { folder: `/x/.curriculum/runs/${name}`, record: runRecord(name, record), step: 10, steps: 10, ...changes };
}
