import assert from "node:assert/strict";
import { loadDescription, loadText } from "../../../../src/host/devices/load-text.ts";

const gigabyte = 2 ** 30;

describe("the load of a device in words", () => {
  it("names a card, its memory and how busy it is", () => {
    const load = {
      card: "NVIDIA H200",
      memory: { used: 12.3 * gigabyte, total: 140.4 * gigabyte },
      utilization: 0.87,
    };
    assert.equal(loadText(load), "H200 · 12.3 of 140.4 GiB · 87 %");
    assert.match(loadDescription(load), /^NVIDIA H200: 12\.3 GiB of 140\.4 GiB .* 87 % of the time\.$/);
  });

  it("of the processor says what the run takes, more than 100 % with several threads", () => {
    const load = { memory: { used: 512 * 2 ** 20, total: 23 * gigabyte }, utilization: 1.87 };
    assert.equal(loadText(load), "CPU · 512.0 MiB of 23.0 GiB · 187 %");
    assert.equal(loadText({ memory: load.memory }), "CPU · 512.0 MiB of 23.0 GiB");
  });
});
