import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import { adapterShapes } from "../model/lora.ts";
import type { Adapter, ModelConfig, WeightTensor } from "../model/types.ts";
import { readJson, writeJson } from "./json-file.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

/*
 * An adapter as PEFT writes and reads it. It has a folder of its own in a checkpoint: beside a model's config.json,
 * adapter_config.json would have transformers look for the weights at the adapter's base.
 */
const configFile = "adapter_config.json";
const weightsFile = "adapter_model.safetensors";
const prefix = "base_model.model.";

const configSchema = z.object({
  peft_type: z.literal("LORA"),
  r: z.int().min(1),
  lora_alpha: z.number(),
  target_modules: z.array(z.string()).min(1),
});

/** @param base the folder of the model it was trained on, where that has one */
export async function writeAdapter(folder: string, adapter: Adapter, base?: string): Promise<void> {
  await mkdir(folder);
  const named = [...adapter.weights].map(([name, tensor]): [string, WeightTensor] => [`${prefix}${name}`, tensor]);
  await writeSafetensors(join(folder, weightsFile), new Map(named));
  await writeJson(join(folder, configFile), toPeftConfig(adapter, base));
}

/** The fields that all versions of PEFT know. */
const toPeftConfig = ({ rank, alpha, targets }: Adapter, base?: string) => ({
  peft_type: "LORA",
  task_type: "CAUSAL_LM",
  base_model_name_or_path: base ?? null,
  revision: null,
  inference_mode: true,
  r: rank,
  lora_alpha: alpha,
  lora_dropout: 0,
  target_modules: targets,
  bias: "none",
  fan_in_fan_out: false,
  init_lora_weights: true,
  use_rslora: false,
  use_dora: false,
  rank_pattern: {},
  alpha_pattern: {},
  modules_to_save: null,
  layers_to_transform: null,
  layers_pattern: null,
});

/**
 * The adapter in a folder; undefined where there is none.
 * @throws UserError naming the file that is missing, damaged or cut short, or the matrix that is not there.
 */
export async function readAdapter(folder: string, model: ModelConfig): Promise<Adapter | undefined> {
  if ((await stat(folder).catch(() => undefined)) === undefined) return undefined;
  const config = await readJson(join(folder, configFile), (json) => configSchema.parse(json));
  const file = join(folder, weightsFile);
  const tensors = await readSafetensors(file);
  const adapter = { rank: config.r, alpha: config.lora_alpha, targets: config.target_modules };
  const weights = new Map<string, WeightTensor>();
  for (const [name, shape] of adapterShapes(model, adapter)) {
    const tensor = tensors.get(`${prefix}${name}`);
    if (tensor?.shape.join() !== shape.join())
      throw new UserError(
        `${file}: there is no ${prefix}${name} of shape [${shape.join(", ")}], as ${configFile} says.`,
      );
    weights.set(name, tensor);
  }
  return { ...adapter, weights };
}
