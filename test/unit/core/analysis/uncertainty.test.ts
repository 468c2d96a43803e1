import assert from "node:assert/strict";
import { answerTokens, uncertainty } from "../../../../src/core/analysis/uncertainty.ts";
import { plantedProbe } from "./probes.ts";

describe("uncertainty", () => {
  const before = plantedProbe({ entropies: ({ number }) => (number % 2 === 0 ? [2, 1] : [1, 1, 1, 1]) });

  it("is the mean over questions of an answer's sum, and of its mean a token", () => {
    const { after: rows, before: none } = uncertainty(before);
    assert.equal(none, undefined);
    assert.deepEqual(
      rows.map(({ skill, level, questions }) => [skill, level, questions]),
      ["mem", "ctx", "comp"].flatMap((skill) => [
        [skill, undefined, 40],
        [skill, "iid", 20],
        [skill, "zero-shot", 20],
      ]),
    );
    const [{ perToken, perAnswer }] = rows as [(typeof rows)[number]];
    assert.equal(perAnswer.value, (3 + 4) / 2);
    assert.equal(perToken.value, (1.5 + 1) / 2);
    assert.ok(perAnswer.low > 3 && perAnswer.low < 3.5 && perAnswer.high > 3.5 && perAnswer.high < 4);
  });

  it("changes by pairs: the questions' own differences drop out", () => {
    const after = plantedProbe({
      questions: 10,
      entropies: ({ skill, number }) => (number % 2 === 0 ? [1.5, 1] : [1, 1, 1, skill === "comp" ? 0.5 : 1.5]),
    });
    const { changes } = uncertainty(after, before);
    const comp = changes!.find(({ skill, level }) => skill === "comp" && level === "iid")!;
    assert.equal(comp.questions, 10);
    assert.deepEqual(comp.perAnswer, { value: -0.5, low: -0.5, high: -0.5 });
  });

  it("gives a question's tokens, where it was asked", () => {
    const { entropies, chainCorrect } = answerTokens(before, "ctx-iid-3")!;
    assert.deepEqual([entropies, chainCorrect], [[1, 1, 1, 1], false]);
    assert.equal(answerTokens(before, "ctx-iid-20"), undefined);
  });
});
