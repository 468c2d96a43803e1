import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import type { SourceFile } from "../../core/curriculum/sources.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import type { Level, Skill } from "../../core/dataset/types.ts";
import { UserError } from "../../core/errors.ts";
import { hopOf, parseChain, type ParsedHop } from "../../core/language/parse.ts";
import { extractAnswer } from "../../core/language/prompt.ts";
import { renderChain } from "../../core/language/question.ts";
import { scoreHops } from "../../core/language/score.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { SampledGroup } from "./rollouts.ts";

type Hop = Pick<ParsedHop, "subject" | "relation" | "object">;

/** What a user's reward function is given; `samples/rewards/reward.d.ts` tells users of it. */
export interface RewardedCompletion {
  readonly questionId: string;
  readonly skill: Skill;
  readonly level: Level;
  readonly relationPath: readonly string[];
  readonly prompt: string;
  readonly text: string;
  readonly tokens: number;
  readonly truncated: boolean;
  readonly hops: readonly Hop[];
  readonly malformed: readonly string[];
  readonly answer?: string;
  readonly gold: { readonly hops: readonly Hop[]; readonly answer: string };
  readonly rightHops: number;
  readonly correct: boolean;
  readonly chainCorrect: boolean;
}

/** A number for each completion of each group, [group][completion]. */
export type CustomReward = (groups: readonly SampledGroup[]) => Promise<number[][]>;

/**
 * The reward function of a user's module: its default export, called for each completion or, where the module exports
 * `batched = true`, for all of them at once.
 * @throws UserError, at once or when it is called, naming the module and the line: where it cannot be loaded, throws, or
 * returns anything but finite numbers.
 */
export async function loadCustomReward(
  module: SourceFile,
  dataset: Dataset,
  tokenizer: Pick<Tokenizer, "endOfText" | "decode">,
): Promise<CustomReward> {
  const { default: reward, batched } = await importModule(module);
  const name = basename(module.path);
  if (typeof reward !== "function")
    throw new UserError(`${module.path}: the module has no default export that is a function; write one.`);
  return async (groups) => {
    const completions = groups.flatMap((group) => describeGroup(group, dataset, tokenizer));
    const values = await callReward(reward as (argument: unknown) => unknown, batched === true, completions, module);
    if (!Array.isArray(values) || values.length !== completions.length)
      throw new UserError(
        `${module.path}: the reward function of ${completions.length} completions returned ${Array.isArray(values) ? `${values.length} numbers` : typeof values}; return an array with one number for each.`,
      );
    const wrong = values.findIndex((value) => typeof value !== "number" || !Number.isFinite(value));
    if (wrong >= 0)
      throw new UserError(
        `${module.path}: the reward of a completion of question ${completions[wrong]!.questionId} is ${inspect(values[wrong], { breakLength: Infinity })}; ${name} must return a finite number.`,
      );
    let start = 0;
    return groups.map(({ completions: own }) => values.slice(start, (start += own.length)) as number[]);
  };
}

async function importModule(module: SourceFile): Promise<{ readonly default?: unknown; readonly batched?: unknown }> {
  try {
    // The digest keeps a module that was mended from being taken for the one loaded before.
    return (await import(`${pathToFileURL(module.path).href}?${module.sha256}`)) as object;
  } catch (error) {
    throw explain(error, module, "cannot be loaded");
  }
}

async function callReward(
  reward: (argument: unknown) => unknown,
  batched: boolean,
  completions: readonly RewardedCompletion[],
  module: SourceFile,
): Promise<unknown> {
  try {
    return await (batched ? reward(completions) : Promise.all(completions.map(reward)));
  } catch (error) {
    throw explain(error, module, "failed");
  }
}

/** One sentence, with the line of the module that the error comes from. */
function explain(error: unknown, { path }: SourceFile, what: string): UserError {
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const place = stack.slice(Math.max(0, stack.indexOf(pathToFileURL(path).href)));
  const line = /^[^\s?]*(?:\?[0-9a-f]+)?:(\d+)/.exec(place)?.[1];
  return new UserError(
    `${path}${line === undefined ? "" : `:${line}`}: the reward module ${what} with ${name}: ${message.split("\n", 1)[0]!}; mend it (a module that has changed makes another run) or resume the run.`,
  );
}

function describeGroup(
  { question, prompt, completions }: SampledGroup,
  { graph, paths, spec }: Dataset,
  tokenizer: Pick<Tokenizer, "endOfText" | "decode">,
): RewardedCompletion[] {
  const path = paths.get(question.path)!;
  const chain = renderChain(graph, path, question, spec.questions);
  const gold = { hops: chain.map(hopOf), answer: question.answer };
  const shared = {
    questionId: question.id,
    skill: question.skill,
    level: question.level,
    relationPath: path.relations,
    prompt: tokenizer.decode(prompt),
    gold,
  };
  return completions.map(({ text, tokens, correct, chainCorrect }) => {
    const parsed = parseChain(text, graph);
    const answer = extractAnswer(text);
    return {
      ...shared,
      text,
      tokens: tokens.length,
      truncated: tokens.at(-1) !== tokenizer.endOfText,
      hops: parsed.hops.map(({ subject, relation, object }) => ({ subject, relation, object })),
      malformed: parsed.malformed,
      ...(answer !== undefined && { answer }),
      rightHops: scoreHops(parsed, chain).right,
      correct,
      chainCorrect,
    };
  });
}
