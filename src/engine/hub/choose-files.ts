import { UserError } from "../../core/errors.ts";
import type { HubFile } from "./hub.ts";

/** What a model needs beside its weights, and what says where it comes from. */
const beside = new Set([
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja",
  "special_tokens_map.json",
  "added_tokens.json",
  "vocab.json",
  "merges.txt",
  "README.md",
]);

const index = "model.safetensors.index.json";
const weights = "model.safetensors";

/**
 * The files of a repository that make a model: configuration, tokenizer, licence and safetensors, whole or in shards;
 * small files first.
 * @throws UserError where one is missing that training needs
 */
export function chooseFiles(repository: string, files: readonly HubFile[]): HubFile[] {
  const has = (name: string): boolean => files.some(({ path }) => path === name);
  const isWeights = has(index)
    ? (path: string) => path === index || /^model-\d+-of-\d+\.safetensors$/.test(path)
    : (path: string) => path === weights;
  const isWanted = (path: string): boolean => beside.has(path) || /^licen[cs]e[\w.-]*$/i.test(path) || isWeights(path);
  const chosen = files.filter(({ path }) => isWanted(path));
  const missing = ["config.json", "tokenizer.json", "tokenizer_config.json"].find((name) => !has(name));
  if (missing !== undefined) throw new UserError(`${repository} has no ${missing}: choose a model that has.`);
  if (!chosen.some(({ path }) => path.endsWith(".safetensors")))
    throw new UserError(`${repository} has no weights as *.safetensors: choose a model that has.`);
  return chosen.sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1));
}
