import { mkdir, open, readFile, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import { parameterShapes } from "../model/parameters.ts";
import type { ModelConfig, OptimizerState, Weights } from "../model/types.ts";
import { tokenizerConfig, tokenizerSchema } from "../tokenizer/json.ts";
import { loadTokenizer, type Tokenizer } from "../tokenizer/tokenizer.ts";
import { dataOrderState } from "../training/data-order.ts";
import { fromQwen2Config, toGenerationConfig, toQwen2Config } from "./config.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

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

export interface Model {
  readonly config: ModelConfig;
  readonly tokenizer: Tokenizer;
  readonly weights: Weights;
}

export interface Checkpoint extends Model {
  readonly optimizer: OptimizerState;
  readonly state: TrainerState;
}

/**
 * Writes a checkpoint that transformers loads (`AutoModelForCausalLM.from_pretrained`), with the optimizer beside it.
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

async function writeFiles(folder: string, checkpoint: Checkpoint): Promise<void> {
  const { config, tokenizer, weights, optimizer, state } = checkpoint;
  await writeSafetensors(join(folder, "model.safetensors"), weights);
  await writeSafetensors(join(folder, "optimizer.safetensors"), optimizer.slots);
  await writeJson(join(folder, "config.json"), toQwen2Config(config, tokenizer.endOfText));
  await writeJson(join(folder, "generation_config.json"), toGenerationConfig(tokenizer.endOfText));
  await writeJson(join(folder, "tokenizer.json"), tokenizer);
  await writeJson(join(folder, "tokenizer_config.json"), tokenizerConfig);
  await writeJson(join(folder, "trainer_state.json"), state);
}

/**
 * Model and tokenizer of a checkpoint.
 * @throws UserError naming the file that is missing, damaged or cut short.
 */
export async function readModel(folder: string): Promise<Model> {
  const config = await readJson(join(folder, "config.json"), fromQwen2Config);
  const tokenizer = await readJson(join(folder, "tokenizer.json"), (json) => tokenizerSchema.parse(json));
  const weightsFile = join(folder, "model.safetensors");
  const weights = await readSafetensors(weightsFile);
  for (const [name, shape] of parameterShapes(config)) {
    if (weights.get(name)?.shape.join() === shape.join()) continue;
    throw new UserError(`${weightsFile}: this file holds no ${name} of the size that config.json says.`);
  }
  return { config, tokenizer: loadTokenizer(tokenizer), weights };
}

/** All that training goes on from. @throws UserError as `readModel`. */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  const model = await readModel(folder);
  const state = await readJson(join(folder, "trainer_state.json"), (json) => trainerStateSchema.parse(json));
  const slots = await readSafetensors(join(folder, "optimizer.safetensors"));
  return { ...model, optimizer: { step: state.optimizer_step, slots }, state };
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

async function writeJson(file: string, value: unknown): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await handle.writeFile(`${JSON.stringify(value, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readJson<T>(file: string, parse: (json: unknown) => T): Promise<T> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UserError(`${file}: this file is missing.`);
  });
  try {
    return parse(JSON.parse(text));
  } catch {
    throw new UserError(`${file}: this file is damaged or cut short.`);
  }
}
