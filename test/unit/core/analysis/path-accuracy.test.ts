import assert from "node:assert/strict";
import { pathAccuracy } from "../../../../src/core/analysis/path-accuracy.ts";

describe("accuracy by path", () => {
  it("counts each path's answers and chains", () => {
    const answers = [
      { path: "p7", correct: true, chainCorrect: true },
      { path: "p2", correct: false, chainCorrect: false },
      { path: "p7", correct: true, chainCorrect: false },
      { path: "p7", correct: false, chainCorrect: false },
    ];
    assert.deepEqual(pathAccuracy(answers), [
      { path: "p7", questions: 3, correct: 2, chainCorrect: 1 },
      { path: "p2", questions: 1, correct: 0, chainCorrect: 0 },
    ]);
  });

  it("has no path where nothing was asked", () => {
    assert.deepEqual(pathAccuracy([]), []);
  });
});
