import assert from "node:assert/strict";
import type { QuestionResult } from "../../../../src/core/analysis/tallies.ts";
import type { Question } from "../../../../src/core/dataset/types.ts";
import { evaluationCells } from "../../../../src/engine/training/summary.ts";

const question = (id: string, wording: number): Question => ({
  ...{ id, wording, skill: "comp", level: "zero-shot", split: "test", path: "comp-0000" },
  ...{ entities: [0, 1], world: 0, context: [], answer: "chess" },
});

const result = (question: string, correct: boolean, chainCorrect: boolean, right: number): QuestionResult => ({
  ...{ question, correct, chainCorrect, skill: "comp", level: "zero-shot", path: "comp-0000", place: [0, 0] },
  sampled: { samples: 2, correct: right, chainCorrect: right },
});

describe("evaluationCells", () => {
  const questions = [question("a", 0), question("b", 1), question("c", 2)];
  const tallies = {
    questions: [result("a", true, true, 1), result("b", true, false, 0), result("c", false, false, 2)],
  };
  const cells = [{ skill: "comp", level: "zero-shot", questions }] as const;

  it("takes accuracy from greedy answers and pass@k from samples", () => {
    const [cell] = evaluationCells(cells, tallies, { wordings: 3, heldOutWordings: 0 });
    assert.deepEqual(cell, {
      ...{ skill: "comp", level: "zero-shot", questions: 3, accuracy: 2 / 3, strictAccuracy: 1 / 3 },
      passAtK: { 1: 0.5, 2: 2 / 3 },
    });
  });

  it("tells questions in new wordings from the others where wordings are held out", () => {
    const [cell] = evaluationCells(cells, tallies, { wordings: 3, heldOutWordings: 1 });
    assert.deepEqual(cell?.wordings, {
      trained: { questions: 2, accuracy: 1, strictAccuracy: 0.5 },
      new: { questions: 1, accuracy: 0, strictAccuracy: 0 },
    });
  });

  it("does not divide a cell that has questions of one kind only", () => {
    const [cell] = evaluationCells([{ ...cells[0], questions: questions.slice(0, 2) }], tallies, {
      ...{ wordings: 3, heldOutWordings: 1 },
    });
    assert.equal(cell?.wordings, undefined);
  });
});
