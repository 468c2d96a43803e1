import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { DatasetFile, DatasetManifest } from "../types.ts";
import { Check } from "./check.ts";

const CHUNK = 1 << 20;
const NEWLINE = 0x0a;

/** Where a record stands: its line, from 0, and the length of that line in bytes, its end included. */
export type OnRecord<T> = (record: T, line: number, bytes: number) => void;

/** Reads a dataset's files once, record by record, checking size, sha256, count and form on the way. */
export class AuditReader {
  readonly whole = new Check("Every file has the size and the sha256 of the manifest");
  readonly formed = new Check("Every record is well formed, and there are as many as the manifest says");
  readonly #folder: string;
  readonly #unread: Map<string, DatasetFile>;
  readonly #onLine: (path: string) => void;

  constructor(folder: string, { files }: DatasetManifest, onLine: (path: string) => void) {
    this.#folder = folder;
    this.#unread = new Map(files.map((file) => [file.path, file]));
    this.#onLine = onLine;
  }

  /** Calls back with the well-formed records of a file; what is wrong with the others goes to the checks. */
  async read<T extends z.ZodType>(path: string, form: T, onRecord: OnRecord<z.output<T>>): Promise<void> {
    let line = 0;
    let rest: Buffer = Buffer.alloc(0);
    const expected = await this.#stream(path, (chunk) => {
      const block = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      let start = 0;
      for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, start)) {
        const record = this.#parse(path, line, block.toString("utf8", start, end), form);
        if (record !== undefined) onRecord(record, line, end + 1 - start);
        line++;
        start = end + 1;
      }
      rest = block.subarray(start);
    });
    if (expected) {
      this.formed.expect(rest.length === 0 && line === expected.records, () => `${path}: holds ${line} whole records.`);
    }
  }

  /** A file that is no JSONL; undefined where it is missing. @param count of the records that the bytes stand for */
  async readBytes(path: string): Promise<{ readonly bytes: Buffer; readonly records: number } | undefined> {
    const chunks: Buffer[] = [];
    const expected = await this.#stream(path, (chunk) => chunks.push(chunk));
    return expected && { bytes: Buffer.concat(chunks), records: expected.records };
  }

  /** Files of the manifest that nobody asked for. */
  async readRest(): Promise<void> {
    for (const path of this.#unread.keys()) await this.#stream(path, () => undefined);
  }

  /** What the manifest says of the file; undefined where there is no such file, or the manifest does not know it. */
  async #stream(path: string, onChunk: (chunk: Buffer) => void): Promise<DatasetFile | undefined> {
    const expected = this.#unread.get(path);
    this.#unread.delete(path);
    const digest = createHash("sha256");
    let bytes = 0;
    try {
      for await (const chunk of createReadStream(join(this.#folder, path), { highWaterMark: CHUNK })) {
        const block = chunk as Buffer;
        digest.update(block);
        bytes += block.length;
        onChunk(block);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      this.whole.expect(false, () => `${path}: the file is missing.`);
      return undefined;
    }
    this.whole.expect(bytes === expected?.bytes && digest.digest("hex") === expected.sha256, () =>
      expected ? `${path}: not the file that was written.` : `${path}: not in the manifest.`,
    );
    return expected;
  }

  #parse<T extends z.ZodType>(path: string, line: number, text: string, form: T): z.output<T> | undefined {
    this.#onLine(path);
    const place = (): string => `${path}:${line + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.formed.expect(false, () => `${place()}: not valid JSON.`);
      return undefined;
    }
    const { success, data, error } = form.safeParse(value);
    this.formed.expect(success, () => `${place()}: ${describe(error)}`);
    return data;
  }
}

function describe(error: z.ZodError | undefined): string {
  const issue = error?.issues[0];
  const field = issue?.path.join(".");
  return `${field ? `${field}: ` : ""}${issue?.message ?? ""}.`;
}
