import { PartialFolder } from "./partial-folder.ts";
import type { DatasetFile } from "./types.ts";

const pieceSize = 1024 * 1024;
/** In UTF-8, of one UTF-16 unit. */
const mostBytesPerCharacter = 3;
const lineFeed = 0x0a;

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
    const lines = encodeLines(records, (record, bytes) => {
      count++;
      onRecord?.(record, bytes);
    });
    const written = await this.#folder.write(path, lines);
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

/** The lines of many records in each piece: encoded once, which also tells their size. */
function* encodeLines<T>(records: Iterable<T>, onRecord: (record: T, bytes: number) => void): Generator<Uint8Array> {
  let piece = Buffer.allocUnsafe(pieceSize);
  let used = 0;
  for (const record of records) {
    const line = JSON.stringify(record);
    const most = line.length * mostBytesPerCharacter + 1;
    if (used + most > piece.length) {
      yield piece.subarray(0, used);
      piece = Buffer.allocUnsafe(Math.max(pieceSize, most));
      used = 0;
    }
    const bytes = piece.write(line, used) + 1;
    piece[used + bytes - 1] = lineFeed;
    used += bytes;
    onRecord(record, bytes);
  }
  yield piece.subarray(0, used);
}
