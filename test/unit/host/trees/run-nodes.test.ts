import assert from "node:assert/strict";
import type { RunState } from "../../../../src/core/runs/types.ts";
import { describe as describeRun, runNodes } from "../../../../src/host/trees/run-nodes.ts";
import { runView } from "../fixtures.ts";

describe("the Runs tree", () => {
  it("groups runs by curriculum and puts a run below the one it starts from", async () => {
    const rl = runView("rl", { parent: "small.sft-abc123", state: "running" });
    const [group, ...others] = runNodes([rl, runView("sft")]);
    assert.equal(others.length, 0);
    assert.equal(group!.description, "1 of 2 finished, 1 running");
    const [sft, ...siblings] = await group!.children!();
    assert.equal(siblings.length, 0);
    assert.equal(sft!.label, "sft");
    assert.deepEqual(
      (await sft!.children!()).map(({ label }) => label),
      ["rl"],
    );
  });

  it("puts the runs that a sweep makes of one under its name, by their settings", async () => {
    const runs = [1, 2].flatMap((n) => [
      runView("sft", { name: `sft@steps=${n}`, id: `sft-${n}`, state: n === 1 ? "finished" : "failed" }),
      runView("rl", { name: `rl@steps=${n},groupSize=4`, id: `rl-${n}4`, parent: `sft-${n}` }),
      runView("rl", { name: `rl@steps=${n},groupSize=8`, id: `rl-${n}8`, parent: `sft-${n}` }),
    ]);
    const [group] = runNodes(runs);
    const [sft, ...others] = await group!.children!();
    assert.deepEqual([sft!.label, sft!.description, sft!.icon, others.length], ["sft", "1 of 2 finished", "error", 0]);
    const [first, second] = await sft!.children!();
    assert.deepEqual([first!.label, second!.label, first!.context], ["steps=1", "steps=2", "run.finished.sft"]);
    const [rl] = await first!.children!();
    assert.deepEqual([rl!.label, rl!.context], ["rl", undefined]);
    assert.deepEqual(
      (await rl!.children!()).map(({ label }) => label),
      ["steps=1,groupSize=4", "steps=1,groupSize=8"],
    );
  });

  it("shows a run whose parent was deleted at the top", async () => {
    const [group] = runNodes([runView("rl", { parent: "small.sft-gone00" })]);
    assert.deepEqual(
      (await group!.children!()).map(({ label }) => label),
      ["rl"],
    );
  });

  it("does not repeat the settings of the row above", async () => {
    const [group] = runNodes([
      ...[1, 2].map((n) => runView("sft", { name: `sft@seed=${n}`, id: `sft-${n}` })),
      ...[1, 2].map((n) => runView("rl", { name: `rl@seed=${n}`, id: `rl-${n}`, parent: `sft-${n}` })),
    ]);
    const [sft] = await group!.children!();
    const [first] = await sft!.children!();
    assert.deepEqual([first!.label, (await first!.children!())[0]!.label], ["seed=1", "rl"]);
  });

  it("makes another row of a run that gets its first child, which would else come folded", async () => {
    const first = async (...runs: Parameters<typeof runNodes>[0]) => (await runNodes(runs)[0]!.children!())[0]!;
    const alone = await first(runView("sft"));
    const parent = await first(runView("sft"), runView("rl", { parent: "small.sft-abc123" }));
    assert.notEqual(parent.id, alone.id);
    assert.equal(parent.expanded, true);
  });

  it("offers what fits the state", async () => {
    const contextOf = async (state: RunState) =>
      (await runNodes([runView("sft", { state })])[0]!.children!())[0]!.context;
    for (const state of ["running", "paused", "queued"] as const)
      assert.equal(await contextOf(state), `run.${state}.sft`);
    assert.equal(await contextOf("stopped"), "run.resumable.sft");
    assert.equal(await contextOf("failed"), "run.resumable.sft");
    assert.equal(await contextOf("finished"), "run.finished.sft");
  });

  it("keeps a run folder that cannot be read, with the reason", () => {
    const [node] = runNodes([{ folder: "/x/.curriculum/runs/broken", problem: "run.json: this file is missing." }]);
    assert.equal(node!.label, "broken");
    assert.equal(node!.context, "run.broken");
    assert.equal(node!.tooltip, "run.json: this file is missing.");
  });

  it("describes a run in one line", () => {
    const accuracy = [
      { skill: "comp", level: "iid", accuracy: 0.84 },
      { skill: "comp", level: "zero-shot", accuracy: 0.171 },
    ] as const;
    const view = runView("rl", { state: "running" }, { step: 9, steps: 20, secondsLeft: 130, accuracy });
    assert.equal(describeRun(view), "GRPO · 45 % · 2 min left · COMP 84 · – · 17 %");
    assert.equal(describeRun(runView("sft")), "SFT");
    const queued = runView("rl", { state: "queued", waitingFor: "sft (process 7) on cpu" });
    assert.equal(describeRun(queued), "GRPO · waiting for sft (process 7) on cpu");
    assert.equal(describeRun(runView("sft", { state: "paused" }, { step: 5 })), "SFT · paused at 50 %");
  });
});
