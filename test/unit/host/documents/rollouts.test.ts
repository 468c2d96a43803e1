import assert from "node:assert/strict";
import { rolloutsText } from "../../../../src/host/documents/rollouts.ts";

describe("rollouts as text", () => {
  it("shows each question once, with its samples", () => {
    const rollout = (question_id: string, sample: number, reward: number) => ({
      ...{ step: 3, question_id, sample, reward, advantage: reward - 0.5, tokens: 4 },
      ...{ prompt: "Question: Who?\nAnswer:", completion: " A.\nB.", answer: reward > 0 ? "B" : "" },
    });
    const text = rolloutsText(3, [rollout("q1", 0, 0), rollout("q2", 0, 0), rollout("q1", 1, 1), rollout("q2", 1, 0)]);
    assert.match(text, /^Step 3: 2 questions, 4 completions, mean reward 0\.250$/m);
    assert.match(text, /^q1: 1 of 2 rewarded, answer: B$/m);
    assert.match(text, /^q2: 0 of 2 rewarded$/m);
    assert.equal(text.match(/Question: Who\?/g)!.length, 2);
    assert.match(text, /#0 {2}reward 0 {2}advantage -0\.50 {2}A\. ⏎ B\./);
  });
});
