import { open, type FileHandle } from "node:fs/promises";
import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import type { WeightTensor, Weights } from "../model/types.ts";

/*
 * The safetensors format (https://huggingface.co/docs/safetensors): 8 bytes of header length, a JSON header padded with
 * spaces, then the tensors' little-endian bytes without gaps. We write and read 32-bit floats.
 */
const entrySchema = z.object({
  dtype: z.literal("F32"),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const headerSchema = z.record(z.string(), z.unknown());

type Entry = z.infer<typeof entrySchema>;

const lengthBytes = 8;
/** The library's own limit; a longer header means that the file is something else. */
const longestHeader = 100_000_000;

/** Writes and flushes a new file; tensors stand in the order of the map. */
export async function writeSafetensors(file: string, tensors: Weights): Promise<void> {
  let offset = 0;
  const entries = Array.from(tensors, ([name, { shape, data }]): [string, Entry] => {
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
 * Reads all tensors.
 * @throws UserError when the file is missing, cut short or not a safetensors file of 32-bit floats.
 */
export async function readSafetensors(file: string): Promise<Map<string, WeightTensor>> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) throw new UserError(`${file}: this file is missing.`);
  try {
    const { entries, start } = await readHeader(file, handle);
    const tensors = new Map<string, WeightTensor>();
    for (const [name, entry] of entries) {
      const [begin, end] = entry.data_offsets;
      const data = new Float32Array((end - begin) / Float32Array.BYTES_PER_ELEMENT);
      await handle.read(new Uint8Array(data.buffer), 0, end - begin, start + begin);
      tensors.set(name, { shape: entry.shape, data });
    }
    return tensors;
  } finally {
    await handle.close();
  }
}

async function readHeader(file: string, handle: FileHandle): Promise<{ entries: [string, Entry][]; start: number }> {
  const { size } = await handle.stat();
  const cutShort = (expected: number): UserError =>
    new UserError(`${file}: this file is cut short, it has ${size} of ${expected} bytes.`);
  if (size < lengthBytes) throw cutShort(lengthBytes);
  const length = Buffer.alloc(lengthBytes);
  await handle.read(length, 0, lengthBytes, 0);
  const headerLength = Number(length.readBigUInt64LE());
  if (headerLength > longestHeader) throw new UserError(`${file}: this is no safetensors file.`);
  const start = lengthBytes + headerLength;
  if (size < start) throw cutShort(start);
  const header = Buffer.alloc(headerLength);
  await handle.read(header, 0, headerLength, lengthBytes);
  const entries = parseHeader(file, header.toString("utf8"));
  const expected = start + Math.max(0, ...entries.map(([, { data_offsets }]) => data_offsets[1]));
  if (size < expected) throw cutShort(expected);
  return { entries, start };
}

function parseHeader(file: string, text: string): [string, Entry][] {
  try {
    return Object.entries(headerSchema.parse(JSON.parse(text)))
      .filter(([name]) => name !== "__metadata__")
      .map(([name, entry]) => [name, entrySchema.parse(entry)]);
  } catch {
    throw new UserError(`${file}: this file has not the header of a safetensors file of 32-bit floats.`);
  }
}
