import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../../../src/core/errors.ts";
import { npyHeader, parseNpy } from "../../../../src/core/runs/npy.ts";

const bytesOf = (shape: readonly number[], data: Float32Array): Buffer =>
  Buffer.concat([npyHeader(shape), Buffer.from(data.buffer)]);

describe("NumPy arrays", () => {
  it("come back as they were written, of any shape", () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, (shape) => {
        const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i / 3);
        const read = parseNpy("states.npy", bytesOf(shape, data));
        assert.deepEqual(read.shape, shape);
        assert.deepEqual(read.data, data);
      }),
    );
  });

  it("begin at a multiple of 64 bytes, as NumPy writes them", () => {
    for (const shape of [[3], [900, 2, 25, 896], [1, 1, 1, 1]]) assert.equal(npyHeader(shape).length % 64, 0);
    assert.ok(npyHeader([2]).toString("latin1").includes("'shape': (2,), }"));
  });

  it("are refused by name where they are cut short or something else", () => {
    const whole = bytesOf([2, 2], Float32Array.of(1, 2, 3, 4));
    assert.throws(
      () => parseNpy("states.npy", whole.subarray(0, -1)),
      /^UserError: states\.npy: this file is cut short/,
    );
    assert.throws(() => parseNpy("states.npy", Buffer.from("no array")), UserError);
    assert.throws(() => parseNpy("states.npy", Buffer.alloc(0)), UserError);
  });
});
