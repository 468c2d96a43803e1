import { createReadStream } from "node:fs";
import { UserError } from "../errors.ts";

/** A record of a file of lines, with the bytes at which its line begins and ends. */
export interface PlacedRecord<T> {
  readonly record: T;
  readonly start: number;
  readonly end: number;
}

const newline = 0x0a;
/** Read at once. */
const pieceBytes = 2 ** 20;

/**
 * The records of an append-only file, one JSON object a line; nothing if there is no file. A last line that a killed
 * process left half-written is skipped.
 * @throws UserError naming file and line if any other line is broken.
 */
export async function* readJsonLines<T>(file: string): AsyncGenerator<T> {
  for await (const batch of readJsonBatches<T>(file)) for (const { record } of batch) yield record;
}

/** As `readJsonLines`, many records at a time. @param onBytes is given every piece of the file as it is read */
export async function* readJsonBatches<T>(
  file: string,
  onBytes?: (piece: Buffer) => void,
): AsyncGenerator<readonly PlacedRecord<T>[]> {
  const lines = new LineParser<T>(file);
  let rest: Buffer = Buffer.alloc(0);
  let start = 0;
  try {
    for await (const piece of createReadStream(file, { highWaterMark: pieceBytes }) as AsyncIterable<Buffer>) {
      onBytes?.(piece);
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      const batch: PlacedRecord<T>[] = [];
      let from = 0;
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
        lines.add(batch, bytes.toString("utf8", from, at), start + from, start + at);
        from = at + 1;
      }
      rest = bytes.subarray(from);
      start += from;
      yield batch;
    }
    const batch: PlacedRecord<T>[] = [];
    lines.add(batch, rest.toString("utf8"), start, start + rest.length);
    yield batch;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

class LineParser<T> {
  readonly #file: string;
  #number = 0;
  /** Number of a line that cannot be read: an error, unless it is the last. */
  #broken: number | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  add(batch: PlacedRecord<T>[], line: string, start: number, end: number): void {
    this.#number++;
    if (line.trim() === "") return;
    if (this.#broken !== undefined)
      throw new UserError(`${this.#file}:${this.#broken}: this line is damaged; restore it or delete it.`);
    const record = parse(line);
    if (record === undefined) this.#broken = this.#number;
    else batch.push({ record: record as T, start, end });
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
