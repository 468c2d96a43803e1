import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import { elements } from "../model/parameters.ts";
import type { Weights, WeightTensor } from "../model/types.ts";
import { writeJson } from "./json-file.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

const weightsFile = "model.safetensors";
const indexFile = `${weightsFile}.index.json`;

/** A name of a file beside the index, and nothing else. */
const shardName = z.string().refine((name) => name === basename(name) && name.endsWith(".safetensors"));
const indexSchema = z.object({ weight_map: z.record(z.string(), shardName) });

/** Bytes of weights in a file, at most: transformers' `max_shard_size` up to version 4. */
const largestShard = 5e9;

/**
 * Writes and flushes a model's weights as transformers does: one file, or several with an index where one would be too
 * large. A weight that is too large by itself has a file to itself.
 */
export async function writeWeights(folder: string, weights: Weights, shardBytes = largestShard): Promise<void> {
  const shards = shardsOf(weights, shardBytes);
  if (shards.length === 1) {
    await writeSafetensors(join(folder, weightsFile), weights);
    return;
  }
  const number = (i: number): string => String(i).padStart(5, "0");
  const map: Record<string, string> = {};
  for (const [i, shard] of shards.entries()) {
    const file = `model-${number(i + 1)}-of-${number(shards.length)}.safetensors`;
    await writeSafetensors(join(folder, file), shard);
    for (const name of shard.keys()) map[name] = file;
  }
  const parameters = [...weights.values()].reduce((sum, { shape }) => sum + elements(shape), 0);
  const metadata = { total_parameters: parameters, total_size: 4 * parameters };
  await writeJson(join(folder, indexFile), { metadata, weight_map: map });
}

function shardsOf(weights: Weights, shardBytes: number): Map<string, WeightTensor>[] {
  let last = new Map<string, WeightTensor>();
  const shards = [last];
  let bytes = 0;
  for (const [name, tensor] of weights) {
    if (last.size > 0 && bytes + tensor.data.byteLength > shardBytes) {
      last = new Map();
      shards.push(last);
      bytes = 0;
    }
    last.set(name, tensor);
    bytes += tensor.data.byteLength;
  }
  return shards;
}

/**
 * The weights of the given shapes from a folder in Hugging Face layout, in one file or in several with an index; others
 * that are there (a head that is tied, buffers of old versions) are not read.
 * @throws UserError naming the file that is missing, damaged or cut short, or the weight that is not there.
 */
export async function readWeights(
  folder: string,
  shapes: ReadonlyMap<string, readonly number[]>,
): Promise<Map<string, WeightTensor>> {
  const files = await weightFiles(folder);
  const weights = new Map<string, WeightTensor>();
  for (const file of files) {
    const part: Weights = await readSafetensors(join(folder, file), (name) => shapes.has(name));
    for (const [name, tensor] of part) weights.set(name, tensor);
  }
  for (const [name, shape] of shapes) {
    const found = weights.get(name);
    if (found?.shape.join() === shape.join()) continue;
    const place = join(folder, files.length === 1 ? files[0]! : indexFile);
    const what = found ? `${name} is [${found.shape.join(", ")}]` : `there is no ${name}`;
    throw new UserError(`${place}: ${what}, and config.json says [${shape.join(", ")}].`);
  }
  return weights;
}

/** @throws UserError where there is none, with what is there in its place. */
async function onlyFile(folder: string): Promise<string> {
  const names = await readdir(folder);
  if (names.includes(weightsFile)) return weightsFile;
  if (names.some((name) => /^model-\d+-of-\d+\.safetensors$/.test(name)))
    throw new UserError(`${join(folder, indexFile)}: this file is missing, which says what lies in which shard.`);
  const pickle = names.find((name) => name.endsWith(".bin"));
  const hint = pickle === undefined ? "" : `, and ${pickle} is not read: convert it with transformers' save_pretrained`;
  throw new UserError(`${join(folder, weightsFile)}: this file is missing${hint}.`);
}

/** One file, or the shards that the index names. */
async function weightFiles(folder: string): Promise<string[]> {
  const file = join(folder, indexFile);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return [await onlyFile(folder)];
  try {
    return [...new Set(Object.values(indexSchema.parse(JSON.parse(text)).weight_map))].sort();
  } catch {
    throw new UserError(`${file}: this is no index of safetensors files.`);
  }
}
