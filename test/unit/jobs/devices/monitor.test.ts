import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DeviceMonitor } from "../../../../src/jobs/devices/monitor.ts";
import { queryGpus } from "../../../../src/jobs/devices/nvidia-smi.ts";
import { parseTime } from "../../../../src/jobs/devices/process-usage.ts";

describe("watching a device", () => {
  const before = process.env["PATH"];
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "devices-"));
  });
  afterEach(async () => {
    process.env["PATH"] = before;
    await rm(folder, { recursive: true });
  });

  /** An nvidia-smi that notes each call. */
  const fake = async (output: string): Promise<() => Promise<number>> => {
    const calls = path.join(folder, "calls");
    const script = `#!/bin/sh\necho "$@" >> '${calls}'\ncat <<'END'\n${output}\nEND\n`;
    await writeFile(path.join(folder, "nvidia-smi"), script, { mode: 0o755 });
    process.env["PATH"] = `${folder}${path.delimiter}${before}`;
    return async () => (await readFile(calls, "utf8")).trim().split("\n").length;
  };

  (process.platform === "win32" ? it.skip : it)("asks nvidia-smi, at most every two seconds", async () => {
    const calls = await fake("NVIDIA A10, 560.35.05, 100, 23028, 3\nNVIDIA H200, 560.35.05, 12288, 143771, 87");
    const monitor = new DeviceMonitor();
    const run = { device: "webgpu: NVIDIA H200", pid: process.pid };
    const load = { card: "NVIDIA H200", memory: { used: 12288 * 2 ** 20, total: 143771 * 2 ** 20 }, utilization: 0.87 };
    assert.deepEqual(await monitor.load(run, 0), load);
    assert.deepEqual(await monitor.load(run, 1999), load);
    assert.equal(await calls(), 1);
    await monitor.load(run, 2000);
    assert.equal(await calls(), 2);
  });

  (process.platform === "win32" ? it.skip : it)("has no cards where nvidia-smi cannot reach the driver", async () => {
    await fake("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.");
    assert.deepEqual(await queryGpus(), []);
  });

  it("tells of the processor what the run's process takes", async () => {
    const monitor = new DeviceMonitor();
    const run = { device: "cpu", pid: process.pid };
    const first = await monitor.load(run, 0);
    assert.ok(first!.memory.used > 1e7 && first!.memory.used < first!.memory.total);
    assert.equal(first!.utilization, undefined);
    const second = await monitor.load(run, 60_000);
    assert.ok(second!.utilization! >= 0 && second!.utilization! < 64);
    assert.equal(await monitor.load({ device: "cpu", pid: 2 ** 22 + 1 }, 120_000), undefined);
  });

  it("reads the times that ps writes", () => {
    assert.deepEqual(["00:00:07", "1-02:03:04", "3:04.50"].map(parseTime), [7, 93_784, 184.5]);
  });
});
