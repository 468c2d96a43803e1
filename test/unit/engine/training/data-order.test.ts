import assert from "node:assert/strict";
import fc from "fast-check";
import {
  crowdedOut,
  DataOrder,
  quotas,
  recordKinds,
  type RecordKind,
} from "../../../../src/engine/training/data-order.ts";

const mix = { biographies: 1, mem: 2, ctx: 3, comp: 0, portion: { mem: 1, ctx: 1, comp: 1 } };
const sizes = { biographies: 3, mem: 7, ctx: 5, comp: 0 };
const records = Object.fromEntries(recordKinds.map((kind) => [kind, { length: sizes[kind] }])) as Record<
  RecordKind,
  { length: number }
>;

describe("data order", () => {
  it("divides a batch by the largest remainders", () => {
    assert.deepEqual(Object.fromEntries(quotas(mix, 96)), { biographies: 16, mem: 32, ctx: 48 });
    assert.deepEqual(Object.fromEntries(quotas(mix, 10)), { biographies: 2, mem: 3, ctx: 5 });
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }), fc.integer({ min: 1, max: 99 }), (w, size) => {
        fc.pre(w.some((weight) => weight > 0));
        const data = { biographies: w[0]!, mem: w[1]!, ctx: w[2]!, comp: w[3]!, portion: { mem: 1, ctx: 1, comp: 1 } };
        assert.equal(
          [...quotas(data, size).values()].reduce((a, b) => a + b),
          size,
        );
      }),
    );
  });

  it("knows what gets no place in a batch", () => {
    assert.equal(crowdedOut(mix, 6), undefined);
    assert.equal(crowdedOut({ ...mix, comp: 100 }, 32), "biographies");
    assert.equal(crowdedOut({ ...mix, biographies: 0 }, 2), undefined);
  });

  it("goes through every record of a kind before any comes again", () => {
    const order = new DataOrder(records, mix, 6, 0);
    const seen = Array.from({ length: 14 }, () => order.draw()).flat();
    for (const kind of ["biographies", "mem", "ctx"] as const) {
      const indices = seen.filter((record) => record.kind === kind).map(({ index }) => index);
      for (let start = 0; start + sizes[kind] <= indices.length; start += sizes[kind])
        assert.equal(new Set(indices.slice(start, start + sizes[kind])).size, sizes[kind]);
    }
    assert.equal(order.epoch, 84 / 15);
  });

  it("goes on after its state as if never interrupted, carried records first", () => {
    const order = new DataOrder(records, mix, 6, 5);
    const first = Array.from({ length: 4 }, () => order.draw()).at(-1)!;
    order.carry(first.slice(4));
    const resumed = new DataOrder(records, mix, 6, 5, order.state);
    const next = order.draw();
    assert.deepEqual(resumed.draw(), next);
    assert.deepEqual(next.slice(0, 2), first.slice(4));
    assert.deepEqual(resumed.draw(), order.draw());
  });
});
