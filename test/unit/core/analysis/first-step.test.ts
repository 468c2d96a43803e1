import assert from "node:assert/strict";
import { firstStepFinding } from "../../../../src/core/analysis/first-step.ts";
import { sampleRecord } from "../runs/sample-run.ts";

const fixture = "test/fixtures/micro.curriculum.json";
const rows = (share: number) => [{ step: 1, time: 1, chain_accuracy: share }];

describe("what the first step of RL tells", () => {
  it("is whether any completion has the whole chain, as far as their number decides", async () => {
    const { config } = await sampleRecord(fixture, "rl-comp");
    assert.ok(config.method === "grpo");
    const many = { ...config, promptsPerStep: 64, groupSize: 16 };
    const statuses = [0, 0.008, 0.3].map((share) => firstStepFinding(many, rows(share))?.status);
    assert.deepEqual(statuses, ["holds", "undecided", "does-not-hold"]);
    assert.equal(firstStepFinding({ ...config, promptsPerStep: 2, groupSize: 2 }, rows(0))?.status, "undecided");
  });

  it("is nothing without RL, and before the first step", async () => {
    const sft = await sampleRecord(fixture, "sft-comp");
    const rl = await sampleRecord(fixture, "rl-comp");
    assert.equal(firstStepFinding(sft.config, rows(0)), undefined);
    assert.equal(firstStepFinding(rl.config, []), undefined);
  });
});
