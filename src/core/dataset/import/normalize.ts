import { z } from "zod";
import { answerMarker, extractAnswer } from "../../language/prompt.ts";
import type { Level, QuestionRecord, Split } from "../types.ts";

/** A question as others release it, brought to our fields; its skill follows from its relations. */
export type ImportedRecord = Omit<QuestionRecord, "id" | "skill">;

/** One line without spaces around it: contexts are a line of the prompt, and answers end with theirs. */
const line = z.union([z.string(), z.number()]).transform((text) => String(text).replace(/\s+/g, " ").trim());
const filled = line.refine((text) => text !== "");

const levelNames: Readonly<Record<string, Level>> = {
  iid: "iid",
  composition: "composition",
  generalization: "zero-shot",
  "zero-shot": "zero-shot",
};

/** More than any of our exports has. */
const mostWorlds = 9999;

/** The fields of the paper's release, and `split` and `world`, which ours have. */
const releaseRecord = z.object({
  relation_path: z.array(z.string().regex(/^\S+$/)).min(1),
  entities: z.array(filled).min(1),
  gen_type: z.string().refine((name) => Object.hasOwn(levelNames, name)),
  question: filled,
  answer: filled,
  instruction: line.default(""),
  context: line.default(""),
  answer_cot: line.default(""),
  split: z.enum(["train", "test"]).optional(),
  world: z.int().min(0).max(mostWorlds).optional(),
});

/** Whether a value is a text to learn by heart, as the release mixes them with its questions. */
export function isBiography(value: unknown): boolean {
  return typeof value === "object" && value !== null && !("relation_path" in value) && !("gen_type" in value);
}

/** @param split of its file, where the record has none. @returns a phrase saying what is wrong with it otherwise */
export function normalizeRecord(value: unknown, split: Split): ImportedRecord | string {
  const { data, error } = releaseRecord.safeParse(value);
  if (!data) return `has no right ${String(error.issues[0]!.path[0] ?? "form")}`;
  const { relation_path: path, entities, answer } = data;
  if (entities.length !== path.length && entities.length !== path.length + 1)
    return `has ${entities.length} entities for ${path.length} hops`;
  if (entities.length > path.length && entities.at(-1) !== answer)
    return `ends in ${entities.at(-1) ?? ""}, but its answer is ${answer}`;
  const chain = endInAnswer(data.answer_cot, answer);
  if (chain === undefined) return `has a chain that does not end in its answer ${answer}`;
  const level = levelNames[data.gen_type]!;
  return {
    gen_type: level,
    split: level === "zero-shot" ? "test" : (data.split ?? split),
    relation_path: path,
    entities: entities.slice(0, path.length),
    instruction: data.instruction,
    question: data.question,
    context: data.context,
    answer_cot: chain,
    answer,
    ...(data.world !== undefined && { world: data.world }),
  };
}

/** The chain with the sentence that ends it in our words; undefined where it gives another answer. */
function endInAnswer(chain: string, answer: string): string | undefined {
  const given = extractAnswer(chain);
  if (given !== undefined && given !== answer && given !== `${answer}.`) return undefined;
  const marker = chain.lastIndexOf(answerMarker);
  const hops = (marker < 0 ? chain : chain.slice(0, marker)).trim();
  return `${hops} ${answerMarker} ${answer}`.trimStart();
}
