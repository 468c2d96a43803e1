import { PartialFolder } from "./partial-folder.ts";
import type { DatasetFile } from "./types.ts";

/** Writes a dataset's files and keeps account of them. */
export class DatasetWriter {
  readonly #folder: PartialFolder;
  readonly files: DatasetFile[] = [];

  private constructor(folder: PartialFolder) {
    this.#folder = folder;
  }

  static async create(folder: string): Promise<DatasetWriter> {
    return new DatasetWriter(await PartialFolder.create(folder));
  }

  /** One JSON value a line. `path` uses slashes; `onRecord` is called with each record and its bytes and may throw. */
  async write<T>(path: string, records: Iterable<T>, onRecord?: (record: T, bytes: number) => void): Promise<void> {
    let count = 0;
    function* lines(): Generator<string> {
      for (const record of records) {
        const line = `${JSON.stringify(record)}\n`;
        count++;
        onRecord?.(record, Buffer.byteLength(line));
        yield line;
      }
    }
    const written = await this.#folder.write(path, lines());
    this.files.push({ path, records: count, ...written });
  }

  /** @param records how many the bytes stand for */
  async writeBytes(path: string, content: Buffer, records: number): Promise<void> {
    this.files.push({ path, records, ...(await this.#folder.write(path, [content])) });
  }

  /** Adds the manifest and moves everything to its final place; false where another process was faster. */
  async commit(manifest: object): Promise<boolean> {
    await this.#folder.write("manifest.json", [`${JSON.stringify(manifest, null, 2)}\n`]);
    return this.#folder.commit();
  }

  discard(): Promise<void> {
    return this.#folder.discard();
  }
}
