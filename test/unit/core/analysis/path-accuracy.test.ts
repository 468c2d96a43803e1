import assert from "node:assert/strict";
import { pathAccuracy } from "../../../../src/core/analysis/path-accuracy.ts";
import type { EvaluationSample } from "../../../../src/core/runs/types.ts";

const answer = (question_id: string, correct: boolean, chain_correct: boolean): EvaluationSample => ({
  question_id,
  skill: "comp",
  level: "iid",
  sample: -1,
  completion: "",
  correct,
  chain_correct,
});

describe("accuracy by path", () => {
  it("counts each path's answers and chains", () => {
    const paths: Readonly<Record<string, string>> = { q0: "p7", q1: "p2", q2: "p7", q3: "p7" };
    const answers = [
      answer("q0", true, true),
      answer("q1", false, false),
      answer("q2", true, false),
      answer("q3", false, false),
    ];
    assert.deepEqual(
      pathAccuracy(answers, (question) => paths[question]!),
      [
        { path: "p7", questions: 3, correct: 2, chainCorrect: 1 },
        { path: "p2", questions: 1, correct: 0, chainCorrect: 0 },
      ],
    );
  });

  it("has no path where nothing was asked", () => {
    assert.deepEqual(
      pathAccuracy([], () => assert.fail()),
      [],
    );
  });
});
