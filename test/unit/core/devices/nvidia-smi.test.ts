import assert from "node:assert/strict";
import fc from "fast-check";
import { parseNvidiaSmi } from "../../../../src/core/devices/nvidia-smi.ts";

describe("nvidia-smi's table", () => {
  it("is one card a line; what a card does not tell is left out", () => {
    assert.deepEqual(parseNvidiaSmi("NVIDIA H200, 560.35.05, 1024, 143771, [N/A]\r\n\n"), [
      { name: "NVIDIA H200", driver: "560.35.05", memory: { used: 2 ** 30, total: 143771 * 2 ** 20 } },
    ]);
  });

  it("has no cards in anything else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const { memory } of parseNvidiaSmi(text)) assert.ok(memory.total > 0 && memory.used >= 0);
      }),
    );
    assert.deepEqual(parseNvidiaSmi("No devices were found\nname, 1, [N/A], [N/A], 0"), []);
  });
});
