import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { writeCheckpoint } from "../../src/engine/checkpoint/checkpoint.ts";
import type { Model } from "../../src/engine/checkpoint/model.ts";
import { readSafetensors } from "../../src/engine/checkpoint/safetensors.ts";
import type { OptimizerConfig, StepResult, Weights } from "../../src/engine/model/types.ts";
import { runScript } from "./python.ts";

/** What reference.py is asked about a model. */
export interface Request {
  readonly texts: readonly string[];
  readonly sequences: readonly { readonly tokens: readonly number[]; readonly trainedFrom: number }[];
  readonly optimizer: OptimizerConfig;
  /** Learning rates of the steps to take. */
  readonly rates: readonly number[];
}

export interface Answer {
  readonly texts: readonly { readonly ids: readonly number[]; readonly decoded: string }[];
  readonly steps: readonly Omit<StepResult, "entropy">[];
  /** `logProbabilities.<i>` of each sequence; weights and moments after the last step. */
  readonly tensors: Weights;
}

/** What transformers and PyTorch make of a model that they read from a checkpoint of ours. */
export async function askTransformers(python: string, folder: string, model: Model, request: Request): Promise<Answer> {
  const [checkpoint, question, output] = ["checkpoint", "request.json", "answer"].map((name) =>
    path.join(folder, name),
  );
  await writeModel(checkpoint!, model);
  await writeFile(question!, JSON.stringify(request));
  await mkdir(output!);
  runScript(python, "reference.py", checkpoint!, question!, output!);
  const answer = JSON.parse(await readFile(path.join(output!, "answer.json"), "utf8")) as Omit<Answer, "tensors">;
  return { ...answer, tensors: await readSafetensors(path.join(output!, "tensors.safetensors")) };
}

/** As a checkpoint of ours, before its first step. */
export async function writeModel(folder: string, model: Model): Promise<void> {
  await writeCheckpoint(folder, {
    ...model,
    optimizer: { step: 0, slots: new Map() },
    state: { global_step: 0, optimizer_step: 0, seconds: 0, num_tokens: 0, data: { drawn: {}, carried: [] } },
  });
}
