import assert from "node:assert/strict";
import { fork, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeviceQueue } from "../../../../src/core/runs/device-queue.ts";

describe("the queue for a device", () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "queue-"))));
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await rm(folder, { recursive: true });
  });

  /** The pid of a process that lives until the test ends. */
  function someone(): { pid: number; end: () => Promise<unknown> } {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    children.push(child);
    const ended = new Promise((resolve) => child.on("close", resolve));
    return { pid: child.pid!, end: () => (child.kill("SIGKILL"), ended) };
  }
  const labels = async (queue: DeviceQueue): Promise<string[] | undefined> =>
    (await queue.ahead())?.map(({ label }) => label);

  it("is first come, first served, and leaving lets the next one on", async () => {
    const [a, b, c] = [someone(), someone(), someone()].map(({ pid }) => new DeviceQueue(folder, pid));
    await c!.join("c");
    await a!.join("a");
    await b!.join("b");
    assert.deepEqual([await labels(c!), await labels(a!), await labels(b!)], [[], ["c"], ["c", "a"]]);
    await c!.leave();
    assert.deepEqual([await labels(a!), await labels(b!)], [[], ["a"]]);
    await c!.join("c again");
    assert.deepEqual(await labels(c!), ["a", "b"]);
  });

  it("waits for nobody who is gone, or whose process is a later one with the same id", async () => {
    const gone = someone();
    await new DeviceQueue(folder, gone.pid).join("gone");
    await writeFile(join(folder, `1-${someone().pid}`), "of another boot\nboot 1");
    await gone.end();
    const queue = new DeviceQueue(folder);
    await queue.join("here");
    assert.deepEqual(await labels(queue), []);
    assert.equal((await readdir(folder)).length, 1);
  });

  it("does not know its place while another takes a number", async () => {
    const other = someone();
    const queue = new DeviceQueue(folder);
    await queue.join("here");
    await writeFile(join(folder, `choosing-${other.pid}`), "");
    assert.equal(await queue.ahead(), undefined);
    await other.end();
    assert.deepEqual(await labels(queue), []);
  });

  it("lets one at a time have the device, whoever they are", async function () {
    this.timeout(60_000);
    const script = join(folder, "contender.mts");
    const module = new URL("../../../../src/core/runs/device-queue.ts", import.meta.url).href;
    await writeFile(
      script,
      `import { DeviceQueue } from ${JSON.stringify(module)};
       import { rm, writeFile } from "node:fs/promises";
       const queue = new DeviceQueue(${JSON.stringify(join(folder, "device"))});
       const held = ${JSON.stringify(join(folder, "held"))};
       for (let turn = 0; turn < 15; turn++) {
         await queue.join("x");
         while ((await queue.ahead())?.length !== 0) await new Promise((r) => setTimeout(r, 1));
         await writeFile(held, "", { flag: "wx" }); // Fails where another holds it.
         await rm(held);
         await queue.leave();
       }`,
    );
    const ends = [1, 2, 3, 4].map(() => {
      const child = fork(script, { execArgv: ["--import", "tsx"] });
      children.push(child);
      return new Promise((resolve) => child.on("close", resolve));
    });
    assert.deepEqual(await Promise.all(ends), [0, 0, 0, 0]);
  });
});
