import { open, readFile } from "node:fs/promises";
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

/** @throws UserError naming the file where it is missing, damaged, or `parse` has a UserError against it. */
export async function readJson<T>(file: string, parse: (json: unknown) => T): Promise<T> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UserError(`${file}: this file is missing.`);
  });
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    const problem = error instanceof UserError ? error.message : "this file is damaged or cut short.";
    throw new UserError(`${file}: ${problem}`);
  }
}
