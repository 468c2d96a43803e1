import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { UserError } from "../errors.ts";

/**
 * The records of an append-only file, one JSON object a line; nothing if there is no file. A last line that a killed
 * process left half-written is skipped.
 * @throws UserError naming file and line if any other line is broken.
 */
export async function* readJsonLines<T>(file: string): AsyncGenerator<T> {
  const lines = createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity });
  let broken: number | undefined;
  let number = 0;
  try {
    for await (const line of lines) {
      number++;
      if (line === "") continue;
      if (broken !== undefined)
        throw new UserError(`${file}:${broken}: this line is damaged; restore it or delete it.`);
      const record = parse(line);
      if (record === undefined) broken = number;
      else yield record as T;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
