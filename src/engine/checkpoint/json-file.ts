import { open, readFile } from "node:fs/promises";
import { z } from "zod";
import { UserError } from "../../core/errors.ts";

/** Writes and flushes a new file. */
export async function writeText(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const writeJson = (file: string, value: unknown): Promise<void> => writeText(file, jsonText(value));

/** @throws UserError naming the file where it is missing, damaged, or `parse` has something against it: the field, too. */
export async function readJson<T>(file: string, parse: (json: unknown) => T): Promise<T> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UserError(`${file}: this file is missing.`);
  });
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    throw new UserError(`${file}: ${problemOf(error)}`);
  }
}

function problemOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
  if (issue === undefined || issue.path.length === 0) return "this file is damaged or cut short.";
  return `${issue.path.join(".")} is missing or wrong (${issue.message.replace(/^Invalid input: /, "")}).`;
}
