import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { readCurriculum } from "../../../src/core/curriculum/read.ts";
import { RunFolder } from "../../../src/core/runs/folder.ts";
import { readRequest, sendRequest } from "../../../src/core/runs/request.ts";
import { resolveRun } from "../../../src/core/runs/resolve.ts";
import type { RunRecord } from "../../../src/core/runs/types.ts";
import { micro, microFolder } from "./training/micro.ts";
import { atStep, curve, work } from "./work.ts";

describe("a worker's turn on its device", function () {
  this.timeout(120_000);
  type Place = Awaited<ReturnType<typeof microFolder>>;
  let place: Place;
  let other: Place;
  before(async () => {
    [place, other] = await Promise.all([microFolder(), microFolder()]);
    const short = { ...micro.runs!["short"]!, checkpointEvery: 10_000, evaluateEvery: 0 };
    const runs = { some: { ...short, steps: 150 }, long: { ...short, steps: 5000 }, next: { ...short, seed: 1 } };
    for (const { file } of [place, other]) await writeFile(file, JSON.stringify({ ...micro, runs }));
  });
  after(() => Promise.all([place.remove(), other.remove()]));

  const train = (run: string, onEvent?: Parameters<typeof work>[1], { file } = place) =>
    work({ kind: "train", curriculum: file, run, threads: 1, parallel: 1 }, onEvent);
  const folderOf = async (run: string, { file } = place): Promise<RunFolder> =>
    new RunFolder(resolveRun(await readCurriculum(file), run).folder);

  async function until(folder: RunFolder, state: RunRecord["state"]): Promise<RunRecord> {
    for (let looks = 0; looks < 1000; looks++) {
      const record = (await folder.exists()) ? await folder.read() : undefined;
      if (record?.state === state) return record;
      await setTimeout(50);
    }
    throw new Error(`${folder.id} is not ${state}.`);
  }

  it("is given up while a run is paused, which then goes on as if nothing had been", async () => {
    const some = await folderOf("some");
    const paused = train(
      "some",
      atStep(3, () => void sendRequest(some.folder, "pause")),
    );
    const { pid, progress } = await until(some, "paused");
    const began = performance.now();
    assert.ok(progress.step < 150 && progress.checkpoint === progress.step, "a checkpoint, should the machine go down");

    const next = await folderOf("next");
    await train("next");
    assert.equal((await next.read()).state, "finished");
    const still = await some.read();
    assert.deepEqual([still.state, still.pid, still.progress], ["paused", pid, progress]);

    const waited = (performance.now() - began) / 1000;
    await sendRequest(some.folder, "resume");
    const { events, code } = await paused;
    assert.equal(code, 0);
    assert.ok(events.some((event) => event.type === "waiting" && event.reason === "paused"));
    assert.equal((await some.read()).state, "finished");

    await train("some", undefined, other);
    const rows = await some.readMetrics();
    assert.deepEqual(curve(rows), curve(await (await folderOf("some", other)).readMetrics()));
    const longest = Math.max(...rows.map(({ time }, i) => time - (rows[i - 1]?.time ?? 0)));
    assert.ok(longest < waited, `a pause is no time of training: ${longest} s of ${waited}`);
  });

  it("is waited for, and had when the one before ends, however it ends", async () => {
    const [long, next] = [await folderOf("long"), await folderOf("next", other)];
    const first = train("long");
    const { pid } = await until(long, "running");
    const second = train("next", undefined, other);
    const queued = await until(next, "queued");
    assert.equal(queued.waitingFor, `long (process ${pid!}) on cpu`);
    process.kill(pid!, "SIGKILL");
    const { events } = await second;
    assert.ok(events.some((event) => event.type === "waiting" && event.reason === `waiting for ${queued.waitingFor!}`));
    assert.equal((await next.read()).state, "finished");
    await first;
    const { state, error } = await long.read();
    assert.equal(state, "stopped");
    assert.match(error ?? "", /^Its process \d+ is gone without a word/);
  });

  it("need not be waited for: a queued run and a paused one can be stopped", async () => {
    const [long, some] = [await folderOf("long"), await folderOf("long", other)];
    const first = train("long");
    await until(long, "running");
    const second = train("long", undefined, other);
    await until(some, "queued");
    await sendRequest(some.folder, "stop");
    const result = (await second).events.at(-1);
    assert.ok(result?.type === "done" && result.result.kind === "train" && result.result.state === "stopped");
    assert.deepEqual([(await some.read()).state, (await some.read()).error], ["stopped", undefined]);

    await sendRequest(long.folder, "pause");
    await until(long, "paused");
    await sendRequest(long.folder, "stop");
    assert.equal((await first).code, 0);
    assert.equal((await long.read()).state, "stopped");
    assert.equal(await readRequest(long.folder), undefined, "what was asked is done with");
  });
});
