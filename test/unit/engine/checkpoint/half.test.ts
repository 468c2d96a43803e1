import assert from "node:assert/strict";
import fc from "fast-check";
import { widen, type HalfType } from "../../../../src/engine/checkpoint/half.ts";

function widened(halves: readonly number[], type: HalfType): Float32Array {
  const data = new Float32Array(halves.length);
  new Uint16Array(data.buffer, 2 * halves.length).set(halves);
  widen(data, type);
  return data;
}

const half = fc.nat(0xffff);
const bitsOf = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!;

describe("16-bit floats", () => {
  it("bf16 is the upper half of a 32-bit float", () => {
    fc.assert(
      fc.property(fc.array(half), (halves) => {
        const bits = new Uint32Array(widened(halves, "BF16").buffer);
        assert.deepEqual(
          [...bits],
          halves.map((value) => value * 2 ** 16),
        );
      }),
    );
  });

  it("fp16 has a sign, 5 bits of exponent and 10 of fraction", () => {
    const text = (value: number): string => value.toString(2).padStart(16, "0");
    for (let bits = 0; bits < 1 << 16; bits++) {
      const [, sign, exponent, fraction] = /^(.)(.{5})(.{10})$/.exec(text(bits))!;
      const [e, f] = [parseInt(exponent!, 2), parseInt(fraction!, 2) / 1024];
      const size = e === 31 ? (f === 0 ? Infinity : NaN) : e === 0 ? f * 2 ** -14 : (1 + f) * 2 ** (e - 15);
      assert.ok(Object.is(widened([bits], "F16")[0], sign === "1" ? -size : size), text(bits));
    }
  });

  it("fp16: the values that NumPy has for these bits", () => {
    const kept = { 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x0001: 5.960464477539063e-8, 0x3555: 0.333251953125 };
    for (const [bits, value] of Object.entries(kept)) assert.equal(widened([Number(bits)], "F16")[0], value);
    assert.equal(bitsOf(widened([0x8000], "F16")[0]!), 0x80000000);
  });
});
