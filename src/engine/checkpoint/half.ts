/** The two types of 16-bit floats that checkpoints have, by safetensors' names. */
export type HalfType = "F16" | "BF16";

/** What each 16-bit float (IEEE 754 binary16) is as a 32-bit one, bit by bit; made when it is first needed. */
let singles: Uint32Array | undefined;

function singlesOfHalves(): Uint32Array {
  const values = new Float32Array(1 << 16);
  const bits = new Uint32Array(values.buffer);
  for (let half = 0; half < values.length; half++) {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0x1f) bits[half] = (half & 0x8000 ? 0xff800000 : 0x7f800000) | (fraction << 13);
    else values[half] = sign * (exponent === 0 ? fraction : fraction + 0x400) * 2 ** (Math.max(exponent, 1) - 25);
  }
  return bits;
}

/**
 * Widens 16-bit floats to 32-bit ones in place: no memory beside the result's.
 * @param data holds the 16-bit floats in the second half of its bytes; as long as there are of them
 */
export function widen(data: Float32Array, type: HalfType): void {
  const halves = new Uint16Array(data.buffer, data.byteOffset + 2 * data.length, data.length);
  const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
  // What is written at i ends where the half i + 1 begins, at the latest.
  if (type === "BF16") for (let i = 0; i < bits.length; i++) bits[i] = halves[i]! << 16;
  else {
    singles ??= singlesOfHalves();
    for (let i = 0; i < bits.length; i++) bits[i] = singles[halves[i]!]!;
  }
}
