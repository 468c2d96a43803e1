import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { UserError } from "../errors.ts";
import { Tally, type CountedSample } from "./tally.ts";
import type { QuestionTally } from "./types.ts";

/**
 * Counts samples made anywhere, one JSON object a line with `question_id` (text or number) and `correct` (true or false,
 * 1 or 0); other fields are passed over, but greedy answers (`sample` −1) are no samples. Reads line by line.
 * @throws UserError naming file and line of what is no sample, or where there is none at all.
 */
export async function tallyFile(file: string): Promise<QuestionTally[]> {
  const lines = createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity });
  const tally = new Tally();
  let number = 0;
  try {
    for await (const line of lines) {
      number++;
      if (line.trim() !== "") tally.add(readSample(line, `${file}:${number}`));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new UserError(`${file}: there is no such file; name a file of samples, one JSON object a line.`);
  } finally {
    lines.close();
  }
  const { questions } = tally;
  if (questions.length === 0)
    throw new UserError(`${file}: no samples; write one JSON object a line with "question_id" and "correct".`);
  return questions;
}

function readSample(line: string, place: string): CountedSample {
  const value = parse(line.replace(/^\uFEFF/, ""));
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UserError(`${place}: this is no JSON object; write one sample a line.`);
  const { question_id: id, correct, sample } = value as Record<string, unknown>;
  if ((typeof id !== "string" && typeof id !== "number") || id === "")
    throw new UserError(`${place}: "question_id" is ${shown(id)}; name the question that the sample answers.`);
  if (typeof correct !== "boolean" && correct !== 0 && correct !== 1)
    throw new UserError(`${place}: "correct" is ${shown(correct)}; it must be true or false.`);
  return { question_id: String(id), correct: Boolean(correct), ...(sample === -1 && { sample }) };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

const longestShown = 40;

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
