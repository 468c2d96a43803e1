import { open, type FileHandle } from "node:fs/promises";
import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import { elements } from "../model/parameters.ts";
import type { WeightTensor, Weights } from "../model/types.ts";
import { widen } from "./half.ts";

/*
 * The safetensors format (https://huggingface.co/docs/safetensors): 8 bytes of header length, a JSON header padded with
 * spaces, then the tensors' little-endian bytes without gaps. We write 32-bit floats, and read 16-bit ones as well.
 */
const bytesOf = { F32: 4, F16: 2, BF16: 2 } as const;
type DataType = keyof typeof bytesOf;

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const headerSchema = z.record(z.string(), z.unknown());

interface Entry extends z.infer<typeof entrySchema> {
  readonly name: string;
}

const lengthBytes = 8;
/** The library's own limit; a longer header means that the file is something else. */
const longestHeader = 100_000_000;

/** Writes and flushes a new file; tensors stand in the order of the map. */
export async function writeSafetensors(file: string, tensors: Weights): Promise<void> {
  let offset = 0;
  const entries = Array.from(tensors, ([name, { shape, data }]): [string, z.infer<typeof entrySchema>] => {
    const begin = offset;
    offset += data.byteLength;
    return [name, { dtype: "F32", shape: [...shape], data_offsets: [begin, offset] }];
  });
  const json = JSON.stringify({ __metadata__: { format: "pt" }, ...Object.fromEntries(entries) });
  const header = Buffer.from(json + " ".repeat(-Buffer.byteLength(json) & (lengthBytes - 1)));
  const length = Buffer.alloc(lengthBytes);
  length.writeBigUInt64LE(BigInt(header.length));
  const handle = await open(file, "wx");
  try {
    await handle.writeFile(length);
    await handle.writeFile(header);
    for (const { data } of tensors.values())
      await handle.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Reads the tensors that are wanted, all of them if nothing is said, as 32-bit floats.
 * @throws UserError when the file is missing, cut short, no safetensors file, or holds other numbers than floats.
 */
export async function readSafetensors(
  file: string,
  isWanted: (name: string) => boolean = () => true,
): Promise<Map<string, WeightTensor>> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) throw new UserError(`${file}: this file is missing.`);
  try {
    const { entries, start } = await readHeader(file, handle);
    const tensors = new Map<string, WeightTensor>();
    for (const entry of entries.filter(({ name }) => isWanted(name))) {
      const type = dataType(file, entry);
      const data = new Float32Array(elements(entry.shape));
      const [begin, end] = entry.data_offsets;
      const bytes = new Uint8Array(data.buffer, data.byteLength - (end - begin));
      await readWhole(handle, bytes, start + begin);
      if (type !== "F32") widen(data, type);
      tensors.set(entry.name, { shape: entry.shape, data });
    }
    return tensors;
  } finally {
    await handle.close();
  }
}

function dataType(file: string, { name, dtype }: Entry): DataType {
  if (Object.hasOwn(bytesOf, dtype)) return dtype as DataType;
  const known = Object.keys(bytesOf).join(", ");
  throw new UserError(`${file}: the tensor ${name} is of type ${dtype}, and only ${known} can be read; convert it.`);
}

/** Node reads less than 2 GiB at once. */
const longestRead = 2 ** 30;

async function readWhole(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(bytes.length - done, longestRead), position + done);
    if (bytesRead === 0) throw new Error("A file became shorter while it was read.");
    done += bytesRead;
  }
}

async function readHeader(file: string, handle: FileHandle): Promise<{ entries: Entry[]; start: number }> {
  const { size } = await handle.stat();
  const cutShort = (expected: number): UserError =>
    new UserError(`${file}: this file is cut short, it has ${size} of ${expected} bytes.`);
  if (size < lengthBytes) throw cutShort(lengthBytes);
  const length = Buffer.alloc(lengthBytes);
  await readWhole(handle, length, 0);
  const headerLength = Number(length.readBigUInt64LE());
  if (headerLength > longestHeader) throw new UserError(`${file}: this is no safetensors file.`);
  const start = lengthBytes + headerLength;
  if (size < start) throw cutShort(start);
  const header = Buffer.alloc(headerLength);
  await readWhole(handle, header, lengthBytes);
  const entries = parseHeader(file, header.toString("utf8"));
  const expected = entries.reduce((most, { data_offsets }) => Math.max(most, data_offsets[1]), 0) + start;
  if (size < expected) throw cutShort(expected);
  return { entries, start };
}

function parseHeader(file: string, text: string): Entry[] {
  try {
    const entries = Object.entries(headerSchema.parse(JSON.parse(text)))
      .filter(([name]) => name !== "__metadata__")
      .map(([name, entry]) => ({ name, ...entrySchema.parse(entry) }));
    if (entries.every(hasItsBytes)) return entries;
  } catch {
    // Said below.
  }
  throw new UserError(`${file}: this file has not the header of a safetensors file.`);
}

/** Of a type that we do not know, nobody can say. */
function hasItsBytes({ dtype, shape, data_offsets: [begin, end] }: Entry): boolean {
  return !Object.hasOwn(bytesOf, dtype) || end - begin === elements(shape) * bytesOf[dtype as DataType];
}
