import { UserError } from "../errors.ts";

/*
 * NumPy's file format 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), for one array of
 * little-endian 32-bit floats in row-major order: `np.load` reads it.
 */
const magic = "\x93NUMPY\x01\x00";
const alignment = 64;

/** What stands before the numbers of an array of this shape. */
export function npyHeader(shape: readonly number[]): Buffer {
  const dimensions = shape.length === 1 ? `${shape[0]!},` : shape.join(", ");
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const start = magic.length + 2;
  const length = Math.ceil((start + text.length + 1) / alignment) * alignment - start;
  const header = Buffer.alloc(start + length, " ");
  header.write(magic, "latin1");
  header.writeUInt16LE(length, magic.length);
  header.write(text, start, "latin1");
  header.write("\n", start + length - 1, "latin1");
  return header;
}

/** @throws UserError naming the file where it is no such array, or is cut short. */
export function parseNpy(
  file: string,
  bytes: Buffer,
): { readonly shape: readonly number[]; readonly data: Float32Array } {
  const start = magic.length + 2;
  const isNpy = bytes.length > start && bytes.toString("latin1", 0, magic.length) === magic;
  const end = isNpy ? start + bytes.readUInt16LE(magic.length) : 0;
  const header = bytes.toString("latin1", start, end);
  const dimensions = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (dimensions === undefined || !header.includes("'<f4'") || !header.includes("'fortran_order': False"))
    throw new UserError(`${file}: this is no NumPy array of 32-bit floats; probe the run again.`);
  const shape = dimensions.split(",").flatMap((text) => (text.trim() === "" ? [] : [Number(text)]));
  const elements = shape.reduce((product, size) => product * size, 1);
  if (bytes.length < end + 4 * elements)
    throw new UserError(
      `${file}: this file is cut short, it has ${bytes.length} of ${end + 4 * elements} bytes; probe the run again.`,
    );
  const data = new Float32Array(elements);
  // Copied, for a Float32Array cannot begin at any byte.
  new Uint8Array(data.buffer).set(bytes.subarray(end, end + 4 * elements));
  return { shape, data };
}
