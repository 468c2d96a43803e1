import assert from "node:assert/strict";
import fc from "fast-check";
import { isNewWording, shareOf } from "../../../../src/core/language/wording.ts";
import { inUse } from "./fake-graph.ts";

const anySpec = fc
  .integer({ min: 1, max: 20 })
  .chain((wordings) => fc.integer({ min: 0, max: wordings - 1 }).map((heldOut) => inUse(wordings, heldOut)));

describe("wordings held out from training", () => {
  it("are the last ones", () => {
    const isNew = (wording: number) => isNewWording({ wording }, inUse(3, 1));
    assert.deepEqual([0, 1, 2].map(isNew), [false, false, true]);
    assert.deepEqual(shareOf(3, inUse(3, 1), false), { first: 0, count: 2 });
    assert.deepEqual(shareOf(3, inUse(3, 1), true), { first: 2, count: 1 });
    assert.deepEqual(shareOf(5, inUse(2, 1), true), { first: 1, count: 1 });
  });

  it("are fewer of a relation that has fewer, and never all", () => {
    assert.deepEqual(shareOf(3, inUse(20, 5), false), { first: 0, count: 2 });
    assert.deepEqual(shareOf(2, inUse(10, 9), false), { first: 0, count: 1 });
    assert.deepEqual(shareOf(1, inUse(3, 1), true), { first: 0, count: 1 });
  });

  it("divide what is in use without rest and without overlap, wherever there are two", () => {
    fc.assert(
      fc.property(anySpec, fc.integer({ min: 1, max: 30 }), (spec, available) => {
        const [trained, fresh] = [shareOf(available, spec, false), shareOf(available, spec, true)];
        const used = Math.min(available, spec.wordings);
        assert.ok(trained.first === 0 && trained.count >= 1 && fresh.count >= 1);
        assert.equal(fresh.first + fresh.count, used);
        if (spec.heldOutWordings > 0 && used > 1) assert.equal(fresh.first, trained.count);
        if (spec.heldOutWordings === 0) assert.equal(trained.count, used);
      }),
    );
  });
});
