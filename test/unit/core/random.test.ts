import assert from "node:assert/strict";
import fc from "fast-check";
import { createRandom, createRandoms, hash, hashAfter } from "../../../src/core/random.ts";

describe("random", () => {
  it("gives the same streams and hashes whether or not their beginning is prepared", () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.string(), (seed, first, last) => {
        assert.equal(hashAfter(first)(last), hash(first + last));
        const [whole, prepared] = [createRandom(seed, first, 3, last), createRandoms(seed, first, 3)(last)];
        for (let i = 0; i < 5; i++) assert.equal(prepared.float(), whole.float());
      }),
    );
  });

  it("samples without repetition, in an order of its own, and leaves the items as they were", () => {
    fc.assert(
      fc.property(fc.nat(), fc.uniqueArray(fc.nat()), fc.nat(), (seed, items, n) => {
        const before = [...items];
        const count = items.length === 0 ? 0 : n % (items.length + 1);
        const sample = createRandom(seed).sample(items, count);
        assert.equal(new Set(sample).size, count);
        assert.ok(sample.every((item) => items.includes(item)));
        assert.deepEqual(createRandom(seed).shuffle(items).toSorted(), items.toSorted());
        assert.deepEqual(items, before);
      }),
    );
  });
});
