import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { UserError } from "../../../../src/core/errors.ts";
import { readSafetensors, writeSafetensors } from "../../../../src/engine/checkpoint/safetensors.ts";

describe("safetensors", () => {
  let folder = "";
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "safetensors-"))));
  afterEach(() => rm(folder, { recursive: true }));

  it("reads what it wrote, bit by bit", async () => {
    const tensor = fc.float32Array({ maxLength: 20 }).map((data) => ({ shape: [data.length], data }));
    let file = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.stringMatching(/^[a-z.]+$/), tensor)), async (entries) => {
        const tensors = new Map(entries);
        const path = join(folder, `${++file}`);
        await writeSafetensors(path, tensors);
        assert.deepEqual(await readSafetensors(path), tensors);
      }),
      { numRuns: 30 },
    );
  });

  it("keeps to the format: header length, aligned JSON, little-endian bytes", async () => {
    const file = join(folder, "model.safetensors");
    await writeSafetensors(file, new Map([["w", { shape: [1, 2], data: Float32Array.of(1, -2) }]]));
    const bytes = await readFile(file);
    const length = Number(bytes.readBigUInt64LE());
    assert.equal(length % 8, 0);
    assert.deepEqual(JSON.parse(bytes.toString("utf8", 8, 8 + length)), {
      __metadata__: { format: "pt" },
      w: { dtype: "F32", shape: [1, 2], data_offsets: [0, 8] },
    });
    assert.equal(bytes.readFloatLE(8 + length + 4), -2);
  });

  it("reads 16-bit floats as 32-bit ones, and only what is wanted", async () => {
    const file = join(folder, "model.safetensors");
    const header = {
      b: { dtype: "BF16", shape: [2], data_offsets: [0, 4] },
      h: { dtype: "F16", shape: [1, 2], data_offsets: [4, 8] },
      n: { dtype: "I64", shape: [1], data_offsets: [8, 16] },
    };
    const json = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    // 1, -2.5 as bf16 and as fp16.
    const halves = Uint16Array.of(0x3f80, 0xc020, 0x3c00, 0xc100);
    await writeFile(file, Buffer.concat([length, json, new Uint8Array(halves.buffer), Buffer.alloc(8)]));
    const data = Float32Array.of(1, -2.5);
    const read = await readSafetensors(file, (name) => name !== "n");
    assert.deepEqual(read, new Map(Object.entries({ b: { shape: [2], data }, h: { shape: [1, 2], data } })));
    await assert.rejects(readSafetensors(file), /the tensor n is of type I64/);
  });

  it("says of a file cut short at any place that it is", async () => {
    const file = join(folder, "model.safetensors");
    await writeSafetensors(file, new Map([["w", { shape: [3], data: Float32Array.of(1, 2, 3) }]]));
    for (let size = (await stat(file)).size - 1; size >= 0; size -= 7) {
      await truncate(file, size);
      await assert.rejects(
        readSafetensors(file),
        (error) => error instanceof UserError && error.message.includes("cut short"),
      );
    }
    await assert.rejects(readSafetensors(join(folder, "other")), /other: this file is missing/);
  });
});
