import assert from "node:assert/strict";
import { curriculumProblems } from "../../../../src/core/curriculum/checks.ts";
import { curriculumSchema, type CurriculumInput } from "../../../../src/core/curriculum/schema.ts";

describe("curriculumProblems", () => {
  const cases: [string, CurriculumInput, string][] = [
    [
      "no wording left to train on",
      { questions: { wordings: 2, heldOutWordings: 2 } },
      "questions.heldOutWordings is 2 of 2 wordings, which leaves none to train on: lower it, or raise questions.wordings.",
    ],
    [
      "versions that read the same",
      { biographies: { versions: 3, paraphrase: false, permute: false } },
      "biographies.versions is 3, but all would read the same: set paraphrase or permute to true, or versions to 1.",
    ],
    [
      "level shares that do not add up",
      { paths: { levels: { iid: 0.5 } } },
      "paths.levels must add up to 1: iid 0.5 + composition 0.7 + zero-shot 0.1 = 1.3.",
    ],
  ];
  for (const [what, input, message] of cases) {
    it(`names ${what}, with a remedy`, () => {
      const problems = curriculumProblems(curriculumSchema.parse(input));
      assert.deepEqual(
        problems.map((problem) => problem.message),
        [message],
      );
    });
  }

  it("lets wordings be held out as long as one is trained", () => {
    assert.deepEqual(
      curriculumProblems(curriculumSchema.parse({ questions: { wordings: 3, heldOutWordings: 2 } })),
      [],
    );
  });
});
