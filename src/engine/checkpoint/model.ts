import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/errors.ts";
import { parameterShapes } from "../model/parameters.ts";
import type { ModelConfig, Weights } from "../model/types.ts";
import { ChatTemplate, withChat } from "../tokenizer/chat.ts";
import { parseTokenizer, parseTokenizerConfig, tokenizerConfig } from "../tokenizer/json.ts";
import { loadTokenizer, type Tokenizer } from "../tokenizer/tokenizer.ts";
import { fromQwen2Config, toGenerationConfig, toQwen2Config } from "./config.ts";
import { jsonText, readJson } from "./json-file.ts";
import { readWeights } from "./weights.ts";

export interface Model {
  readonly config: ModelConfig;
  readonly tokenizer: Tokenizer;
  readonly weights: Weights;
  /** Where it was read from; absent for a new model. */
  readonly folder?: string;
  /** What lay beside the weights, by file name: it goes with the model, as it is; absent for a new model. */
  readonly files?: ReadonlyMap<string, string>;
}

const configFile = "config.json";
const tokenizerFile = "tokenizer.json";
const tokenizerConfigFile = "tokenizer_config.json";
const templateFile = "chat_template.jinja";
const keptFiles = [
  configFile,
  "generation_config.json",
  tokenizerFile,
  tokenizerConfigFile,
  templateFile,
  "special_tokens_map.json",
  "added_tokens.json",
  "vocab.json",
  "merges.txt",
];

/** Sizes of the model in a folder. @throws UserError where `config.json` is missing, damaged or of another model. */
export const readModelConfig = (folder: string): Promise<ModelConfig> =>
  readJson(join(folder, configFile), fromQwen2Config);

/**
 * Model and tokenizer of a folder in Hugging Face layout: a checkpoint of ours or a pre-trained model.
 * @param chat whether questions are put as messages of a chat; as the model is made for, where it is not said
 * @throws UserError naming the file that is missing, damaged, cut short or not supported.
 */
export async function readModel(folder: string, chat?: boolean): Promise<Model> {
  const model = await readModelFiles(folder, chat);
  return { ...model, folder, weights: await readWeights(folder, parameterShapes(model.config)) };
}

/** All of a model but its weights. @throws UserError as `readModel`. */
export async function readModelFiles(folder: string, chat?: boolean): Promise<Omit<Model, "weights" | "folder">> {
  const config = await readModelConfig(folder);
  const files = await readFiles(folder);
  const tokenizer = await readTokenizer(folder, files, chat);
  if (tokenizer.vocabularySize > config.vocabularySize)
    throw new UserError(
      `${join(folder, tokenizerFile)}: the tokenizer has ${tokenizer.vocabularySize} tokens, and the model of config.json ${config.vocabularySize}; they do not belong together.`,
    );
  return { config, tokenizer, files };
}

async function readFiles(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of keptFiles) {
    const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
    if (text !== undefined) files.set(name, text);
  }
  return files;
}

async function readTokenizer(folder: string, files: ReadonlyMap<string, string>, chat?: boolean): Promise<Tokenizer> {
  const { eosToken, specialTokens, chatTemplate } = await readJson(
    join(folder, tokenizerConfigFile),
    parseTokenizerConfig,
  );
  const tokenizer = await readJson(join(folder, tokenizerFile), (json) =>
    loadTokenizer(parseTokenizer(json), eosToken),
  );
  if (chat === false) return tokenizer;
  const template = files.get(templateFile) ?? chatTemplate;
  if (template === undefined) {
    if (chat === undefined) return tokenizer;
    throw new UserError(`${join(folder, tokenizerConfigFile)}: there is no chat_template; set model.chat to false.`);
  }
  try {
    return withChat(tokenizer, new ChatTemplate(template, specialTokens), chat);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${folder}: the chat template cannot be used (${reason}); set model.chat to false.`);
  }
}

/** What lies beside a model's weights in a folder, by file name; of a pre-trained one, all but the type of the floats as it was. */
export function filesOf({ config, tokenizer, files }: Omit<Model, "weights">): ReadonlyMap<string, string> {
  if (files) return new Map([...files, [configFile, asFloat32(files.get(configFile)!)]]);
  return new Map(
    Object.entries({
      [configFile]: toQwen2Config(config, tokenizer.endOfText),
      "generation_config.json": toGenerationConfig(tokenizer.endOfText),
      [tokenizerFile]: tokenizer,
      [tokenizerConfigFile]: tokenizerConfig,
    }).map(([name, value]) => [name, jsonText(value)]),
  );
}

/** `dtype` in transformers 5, `torch_dtype` before. */
function asFloat32(configText: string): string {
  const config = JSON.parse(configText) as Readonly<Record<string, unknown>>;
  return jsonText({ ...config, ["dtype" in config ? "dtype" : "torch_dtype"]: "float32" });
}
