import assert from "node:assert/strict";
import { accuracyRow, accuracyRows } from "../../../../src/core/analysis/accuracy.ts";
import { wilsonInterval } from "../../../../src/core/analysis/wilson.ts";

const answers = [
  { correct: true, chainCorrect: true, keys: ["boss", "boss", "pet"] },
  { correct: true, chainCorrect: false, keys: ["pet"] },
  { correct: false, chainCorrect: false, keys: ["spouse", "pet"] },
];

describe("accuracy", () => {
  it("counts right answers, and right answers with right chains, with Wilson's intervals", () => {
    const { questions, lenient, strict } = accuracyRow("all", answers);
    assert.deepEqual([questions, lenient.value, strict.value], [3, 2 / 3, 1 / 3]);
    assert.deepEqual(lenient, { value: 2 / 3, ...wilsonInterval(2 / 3, 3) });
  });

  it("counts an answer once under each of its keys", () => {
    const rows = accuracyRows(answers, ({ keys }) => keys);
    assert.deepEqual(
      rows.map(({ key, questions, lenient }) => [key, questions, lenient.value]),
      [
        ["boss", 1, 1],
        ["pet", 3, 2 / 3],
        ["spouse", 1, 0],
      ],
    );
  });
});
