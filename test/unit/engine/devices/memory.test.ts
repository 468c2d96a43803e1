import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { platform, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { memoryPlaces } from "../../../../src/engine/devices/memory.ts";
import { estimateMemory, totalMemory } from "../../../../src/engine/model/memory.ts";
import { tinyModel } from "../model/tiny.ts";

const estimate = estimateMemory({
  model: tinyModel,
  optimizer: "adamw",
  batch: { rows: 4, length: 64, places: 100 },
});
const { state, program } = estimate;

(platform() === "win32" ? describe.skip : describe)("places of memory", () => {
  const path = process.env["PATH"];
  let folder: string;

  const withCards = (...lines: string[]): Promise<void> =>
    writeFile(join(folder, "nvidia-smi"), `#!/bin/sh\n${lines.map((line) => `echo '${line}'\n`).join("")}`, {
      mode: 0o755,
    });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "cards-"));
    process.env["PATH"] = [folder, path].join(delimiter);
  });
  after(async () => {
    process.env["PATH"] = path;
    await rm(folder, { recursive: true });
  });

  it("are the machine's own for all where the processor computes, or nobody knows what a card has free", async () => {
    await withCards("NVIDIA L4, 570.1, 1024, 8192, 0", "NVIDIA L4, 570.1, 0, 8192, 0");
    for (const device of ["cpu", "cuda", "webgpu: NVIDIA L4", "webgpu: Intel Arc"]) {
      const [machine, ...others] = await memoryPlaces(device);
      assert.equal(others.length, 0);
      assert.ok(machine!.free > 0);
      assert.equal(machine!.taken(estimate), totalMemory(estimate));
    }
  });

  it("are the card's for all that a step takes, and the machine's for the state", async () => {
    await withCards("NVIDIA L4, 570.1, 1024, 8192, 0");
    for (const device of ["cuda", "webgpu: NVIDIA L4"]) {
      const [machine, card] = await memoryPlaces(device);
      assert.equal(machine!.taken(estimate), state + program);
      assert.deepEqual([card!.where, card!.free], ["on NVIDIA L4", 7 * 2 ** 30]);
      assert.equal(card!.taken(estimate), totalMemory(estimate) - program);
    }
    assert.equal((await memoryPlaces("webgpu: Intel Arc")).length, 1);
    await withCards("NVIDIA L4, 570.1, 1024, 8192, 0", "NVIDIA H200, 570.1, 0, 143771, 0");
    assert.equal((await memoryPlaces("webgpu: NVIDIA H200"))[1]?.where, "on NVIDIA H200");
    assert.equal((await memoryPlaces("cuda")).length, 1);
  });
});
