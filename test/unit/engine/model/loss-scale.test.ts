import assert from "node:assert/strict";
import { LossScale } from "../../../../src/engine/model/loss-scale.ts";

describe("loss scale", () => {
  it("is halved by an overflow and doubled after 2,000 steps without one", () => {
    const scale = new LossScale();
    assert.equal(scale.value, 65_536);
    scale.update(false);
    assert.equal(scale.value, 32_768);
    for (let i = 0; i < 1999; i++) scale.update(true);
    assert.equal(scale.value, 32_768);
    scale.update(true);
    assert.equal(scale.value, 65_536);
    for (let i = 0; i < 1999; i++) scale.update(true);
    scale.update(false);
    for (let i = 0; i < 1999; i++) scale.update(true);
    assert.equal(scale.value, 32_768);
  });

  it("goes on from its state", () => {
    const whole = new LossScale();
    whole.update(false);
    for (let i = 0; i < 1500; i++) whole.update(true);
    const resumed = new LossScale(whole.state);
    for (let i = 0; i < 500; i++) resumed.update(true);
    assert.equal(resumed.value, 65_536);
    assert.deepEqual([...resumed.state.data], [65_536, 0]);
  });
});
