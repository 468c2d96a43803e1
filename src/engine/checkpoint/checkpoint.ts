import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { parameterShapes } from "../model/parameters.ts";
import type { Adapter, OptimizerState } from "../model/types.ts";
import { dataOrderState } from "../training/data-order.ts";
import { readAdapter, writeAdapter } from "./adapter.ts";
import { readJson, writeJson, writeText } from "./json-file.ts";
import { filesOf, readModelFiles, type Model } from "./model.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";
import { readWeights, writeWeights } from "./weights.ts";

const trainerStateSchema = z.object({
  /** Steps done. */
  global_step: z.int().min(0),
  /** Updates made by the optimizer. */
  optimizer_step: z.int().min(0),
  /** Seconds spent training. */
  seconds: z.number(),
  /** Tokens trained on so far. */
  num_tokens: z.int().min(0),
  /** Random streams are derived from seed and step, so only the data order has a state. */
  data: dataOrderState,
});

/** `trainer_state.json`. */
export type TrainerState = z.infer<typeof trainerStateSchema>;

export interface Checkpoint extends Model {
  readonly optimizer: OptimizerState;
  readonly state: TrainerState;
  /** In the weights already; absent where they were trained themselves. */
  readonly adapter?: Adapter | undefined;
}

/** What training goes on from. */
export interface ResumePoint {
  /** Absent where an adapter was trained: the run begins with the others. */
  readonly weights?: Model["weights"];
  readonly adapter?: Adapter;
  readonly optimizer: OptimizerState;
  readonly state: TrainerState;
}

const adapterFolder = "adapter";
const optimizerFile = "optimizer.safetensors";
const stateFile = "trainer_state.json";

/**
 * Writes a checkpoint that transformers loads (`AutoModelForCausalLM.from_pretrained`), with the optimizer beside it, and
 * the adapter, as PEFT loads it (`PeftModel.from_pretrained`), in a folder of its own.
 * All files are flushed before the folder gets its name, so a folder with this name is whole.
 */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const temporary = join(dirname(folder), `.${basename(folder)}.${process.pid}.tmp`);
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    await writeFiles(temporary, checkpoint);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  await rm(folder, { recursive: true, force: true });
  await rename(temporary, folder);
}

async function writeFiles(folder: string, { optimizer, state, adapter, ...model }: Checkpoint): Promise<void> {
  await writeWeights(folder, model.weights);
  if (adapter) await writeAdapter(join(folder, adapterFolder), adapter, model.folder);
  await writeSafetensors(join(folder, optimizerFile), optimizer.slots);
  for (const [name, text] of filesOf(model)) await writeText(join(folder, name), text);
  await writeJson(join(folder, stateFile), state);
}

/** @throws UserError as `readModel`. */
export async function readCheckpoint(folder: string): Promise<ResumePoint> {
  const { config } = await readModelFiles(folder);
  const adapter = await readAdapter(join(folder, adapterFolder), config);
  const state = await readJson(join(folder, stateFile), (json) => trainerStateSchema.parse(json));
  const slots = await readSafetensors(join(folder, optimizerFile));
  const trained = adapter ? { adapter } : { weights: await readWeights(folder, parameterShapes(config)) };
  return { ...trained, optimizer: { step: state.optimizer_step, slots }, state };
}

/**
 * Removes what is not needed any more: all but the last two checkpoints (the second in case the disk damaged the first)
 * and whatever a killed process left half-written.
 */
export async function pruneCheckpoints(folder: string, steps: readonly number[]): Promise<void> {
  const kept = new Set(steps.slice(-2).map((step) => `step-${step}`));
  for (const name of await readdir(folder))
    if (!kept.has(name)) await rm(join(folder, name), { recursive: true, force: true });
}
