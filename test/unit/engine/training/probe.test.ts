import assert from "node:assert/strict";
import { readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { probeFiles } from "../../../../src/core/runs/probe.ts";
import { listProbes, readProbe } from "../../../../src/core/runs/read-probe.ts";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import type { JobContext, JobEvent } from "../../../../src/engine/training/context.ts";
import { probeRun } from "../../../../src/engine/training/probe/probe.ts";
import { trainRun } from "../../../../src/engine/training/train.ts";
import type { ProbeJob } from "../../../../src/protocol/worker.ts";
import { micro, microFolder } from "./micro.ts";

describe("a probe", function () {
  this.timeout(120_000);
  let curriculum: Awaited<ReturnType<typeof microFolder>>;
  let run: string;
  const { numHiddenLayers: layers, numAttentionHeads: heads } = micro.model as Record<string, number>;

  const context = (
    emit: (event: JobEvent) => void = () => undefined,
    cancelled = new AbortController(),
  ): JobContext => ({
    emit,
    cancelled: cancelled.signal,
    createEngine: createOnnxEngine,
  });
  const job = (change: Partial<ProbeJob> = {}): ProbeJob => ({
    kind: "probe",
    curriculum: curriculum.file,
    run: "learned",
    questions: 12,
    headQuestions: 8,
    threads: 1,
    ...change,
  });
  const probe = async (change: Partial<ProbeJob> = {}, surroundings = context()) => {
    const { folder, state } = (await probeRun(job(change), surroundings)) as { folder: string; state: string };
    const read = async (name: keyof typeof probeFiles) => readFile(join(folder, probeFiles[name]));
    return {
      folder,
      state,
      files: { answers: await read("answers"), states: await read("states"), heads: await read("heads") },
    };
  };

  before(async () => {
    curriculum = await microFolder();
    ({ folder: run } = (await trainRun(
      { kind: "train", curriculum: curriculum.file, run: "learned", threads: 1 },
      context(),
    )) as {
      folder: string;
    });
  });
  after(() => curriculum.remove());

  it("keeps answers, entropies, states and what remains without each head", async () => {
    await probe();
    assert.deepEqual(await listProbes(run), [100]);
    const { summary, answers, states, heads: silenced } = await readProbe(run, 100);
    assert.equal(answers.length, 12 * summary.cells.length);
    for (const { tokens, entropies } of answers) {
      assert.ok(entropies.every((entropy) => entropy >= 0 && entropy < Math.log(300)));
      assert.ok(entropies.length - tokens.length <= 1);
    }
    assert.deepEqual(
      silenced.map(({ layer, head }) => [layer, head]),
      Array.from({ length: layers! * heads! }, (_, i) => [Math.floor(i / heads!), i % heads!]),
    );
    assert.ok(silenced.every(({ correct }) => correct.length === 8 * summary.cells.length));
    // Every prompt ends in the same token, so its embedding is the same; what the layers make of it is not.
    assert.deepEqual(states("prompt", 0)[0], states("prompt", 0)[1]);
    assert.notDeepEqual(states("prompt", layers!)[0], states("prompt", layers!)[1]);
  });

  it("is made once, and anew under other settings", async () => {
    let events = 0;
    await probe(
      {},
      context((event) => (events += Number(event.type === "progress"))),
    );
    assert.equal(events, 0);
    const { files } = await probe({ questions: 4, headQuestions: 0 });
    assert.equal(files.heads.length, 0);
    assert.deepEqual((await readProbe(run, 100)).summary.questions, 4);
  });

  it("goes on where it was stopped or killed, to the same bytes", async () => {
    const whole = await probe();
    await probe({ questions: 4 });
    const stop = new AbortController();
    const stopAtHeads = (event: JobEvent) => {
      if (event.type === "progress" && event.unit === "heads") stop.abort();
    };
    const stopped = await probe({}, context(stopAtHeads, stop));
    assert.equal(stopped.state, "stopped");
    assert.ok(stopped.files.heads.length > 0 && stopped.files.heads.length < whole.files.heads.length);
    assert.deepEqual(await listProbes(run), []);
    assert.deepEqual((await probe()).files, whole.files);

    await probe({ questions: 4 });
    const early = new AbortController();
    const killed = await probe(
      {},
      context(() => {
        early.abort();
      }, early),
    );
    await truncate(join(killed.folder, probeFiles.states), killed.files.states.length - 10);
    assert.deepEqual((await probe()).files, whole.files);
  });

  it("looks at what a run starts from as step 0, and at no step that is not kept", async () => {
    const { folder } = await probe({ step: 0, questions: 2, headQuestions: 0 });
    assert.ok(folder.endsWith("step-0"));
    const { cells } = (await readProbe(run, 0)).summary;
    assert.ok(cells.every(({ accuracy, entropyPerToken }) => accuracy === 0 && entropyPerToken > 4));
    await assert.rejects(probe({ step: 3 }), /has no checkpoint of step 3, but of 50, 100\./);
    await assert.rejects(probe({ run: "half" }), /run "half" is not trained yet; train it first\./);
  });
});
