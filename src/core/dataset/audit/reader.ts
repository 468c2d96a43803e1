import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { DatasetFile, DatasetManifest } from "../types.ts";
import { Check } from "./check.ts";

/** Reads a dataset's files once, record by record, checking size, sha256, count and form on the way. */
export class AuditReader {
  readonly whole = new Check("Every file has the size and the sha256 of the manifest");
  readonly formed = new Check("Every record is well formed, and there are as many as the manifest says");
  readonly #folder: string;
  readonly #files: ReadonlyMap<string, DatasetFile>;
  readonly #onRecord: (path: string) => void;

  constructor(folder: string, { files }: DatasetManifest, onRecord: (path: string) => void) {
    this.#folder = folder;
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#onRecord = onRecord;
  }

  /** The well-formed records of a file; what is wrong with the others goes to the checks. */
  async *read<T extends z.ZodType>(path: string, form: T): AsyncGenerator<z.output<T>> {
    const expected = this.#files.get(path);
    const digest = createHash("sha256");
    let [bytes, line, rest] = [0, 0, ""];
    const decoder = new TextDecoder();
    try {
      for await (const chunk of createReadStream(join(this.#folder, path), { highWaterMark: 1 << 20 })) {
        const block = chunk as Buffer;
        digest.update(block);
        bytes += block.length;
        const lines = (rest + decoder.decode(block, { stream: true })).split("\n");
        rest = lines.pop()!;
        for (const text of lines) {
          const record = this.#parse(`${path}:${++line}`, text, form);
          if (record !== undefined) yield record;
        }
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      this.whole.expect(false, () => `${path}: the file is missing.`);
      return;
    }
    this.whole.expect(bytes === expected?.bytes && digest.digest("hex") === expected.sha256, () =>
      expected ? `${path}: not the file that was written.` : `${path}: not in the manifest.`,
    );
    this.formed.expect(rest === "" && line === expected?.records, () => `${path}: holds ${line} whole records.`);
  }

  #parse<T extends z.ZodType>(place: string, text: string, form: T): z.output<T> | undefined {
    this.#onRecord(place);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.formed.expect(false, () => `${place}: not valid JSON.`);
      return undefined;
    }
    const { success, data, error } = form.safeParse(value);
    const issue = error?.issues[0];
    this.formed.expect(success, () => `${place}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}.`);
    return data;
  }
}
