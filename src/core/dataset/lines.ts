import { closeSync, openSync, readSync } from "node:fs";
import { UserError } from "../errors.ts";

const CHUNK = 1024 * 1024;

/** The records of a dataset file, one JSON value a line, one at a time. @throws UserError naming file and line where one cannot be read. */
export function* readRecords(file: string): Generator {
  let number = 0;
  for (const line of readLines(file)) {
    number++;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new UserError(`${file}:${number}: not valid JSON; delete the dataset's folder and generate it again.`);
    }
    yield value;
  }
}

function* readLines(file: string): Generator<string> {
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(CHUNK);
    const decoder = new TextDecoder();
    let rest = "";
    for (let size = CHUNK; size > 0;) {
      size = readSync(descriptor, buffer, 0, CHUNK, null);
      const lines = (rest + decoder.decode(buffer.subarray(0, size), { stream: size > 0 })).split("\n");
      rest = lines.pop()!;
      yield* lines;
    }
    if (rest !== "") yield rest;
  } finally {
    closeSync(descriptor);
  }
}
