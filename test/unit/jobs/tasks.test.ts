import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { runTasks, type Task, type TaskEvent } from "../../../src/jobs/tasks.ts";
import { writeFakeWorker } from "./fake-worker.ts";

describe("runTasks", () => {
  let workerPath: string;
  before(async () => {
    workerPath = await writeFakeWorker();
  });

  const task = (key: string, needs: readonly string[] = [], curriculum = "work"): Task => ({
    key,
    label: key,
    job: { kind: "train", curriculum, run: key },
    logFile: join(dirname(workerPath), `${key}.log`),
    needs,
  });

  /** The states of tasks, the order of starts and ends, the most at once, the threads each worker was told. */
  async function observe(
    tasks: readonly Task[],
    parallel: number,
    options: { threads?: number; signal?: AbortSignal; now?: AbortSignal } = {},
  ) {
    const order: string[] = [];
    const threads: number[] = [];
    let running = 0;
    let most = 0;
    const outcomes = await runTasks(tasks, {
      workerPath,
      parallel,
      ...options,
      onEvent: ({ key }, event: TaskEvent) => {
        if (event.type === "started") {
          threads.push(event.threads);
          order.push(`+${key}`);
          most = Math.max(most, ++running);
        }
        if (event.type === "ended") {
          order.push(`-${key}`);
          if (event.outcome.state !== "skipped") running--;
        }
      },
    });
    return { outcomes, states: outcomes.map(({ state }) => state).join(" "), order, threads, most };
  }

  it("starts a task when what it needs is finished, and independent ones side by side", async () => {
    const tasks = [
      task("data"),
      task("a", ["data"]),
      task("b", ["data"]),
      task("a2", ["a"]),
      task("b2", ["b", "gone"]),
    ];
    const { states, order, most } = await observe(tasks, 4);
    assert.equal(states, "finished finished finished finished finished");
    assert.deepEqual(order.slice(0, 2), ["+data", "-data"]);
    assert.equal(most, 2);
    assert.ok(order.indexOf("-a") < order.indexOf("+a2") && order.indexOf("-b") < order.indexOf("+b2"));
  });

  it("keeps to the number of workers, and shares out the cores", async () => {
    const tasks = ["a", "b", "c"].map((key) => task(key));
    assert.equal((await observe(tasks, 1)).most, 1);
    const { most, threads } = await observe(tasks, 2);
    assert.equal(most, 2);
    const each = Math.max(1, Math.floor(availableParallelism() / 2));
    assert.deepEqual(threads.slice(0, 2), [each, each]);
    assert.deepEqual((await observe([task("a")], 2)).threads, [availableParallelism()]);
    assert.deepEqual((await observe([task("a")], 2, { threads: 5 })).threads, [5]);
  });

  it("skips what needs a failed task, and goes on with the rest", async () => {
    const tasks = [task("a", [], "fail"), task("b"), task("a2", ["a"]), task("a3", ["a2"]), task("b2", ["b"])];
    const { outcomes, states } = await observe(tasks, 2);
    assert.equal(states, "failed finished skipped skipped finished");
    assert.equal(outcomes[0]?.error, "x.json: too large; make it smaller.");
    assert.equal(outcomes[2]?.error, "a failed");
    assert.equal(outcomes[3]?.error, "a2 did not finish");
  });

  it("stops what runs and starts nothing new", async () => {
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort();
    }, 300);
    const tasks = [task("a", [], "wait"), task("b", [], "wait"), task("c"), task("a2", ["a"])];
    const { states } = await observe(tasks, 2, { signal: stop.signal });
    assert.equal(states, "stopped stopped skipped skipped");
  });

  it("ends at once what is told twice, which is no failure to report", async () => {
    const [stop, now] = [new AbortController(), new AbortController()];
    setTimeout(() => {
      stop.abort();
      now.abort();
    }, 300);
    const { outcomes } = await observe([task("a", [], "stubborn")], 1, { signal: stop.signal, now: now.signal });
    assert.deepEqual(
      outcomes.map(({ state, error }) => [state, error]),
      [["stopped", undefined]],
    );
  });

  it("starts nothing where it is stopped before", async () => {
    const { states, order } = await observe([task("a")], 1, { signal: AbortSignal.abort() });
    assert.equal(states, "skipped");
    assert.deepEqual(order, ["-a"]);
  });

  it("has nothing to do for no tasks", async () => {
    assert.deepEqual((await observe([], 2)).outcomes, []);
  });
});
