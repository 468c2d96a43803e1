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
    [
      "an adapter of a model that knows nothing",
      { runs: { a: { method: "sft", steps: 1, data: { mem: 1 }, lora: { rank: 4 } } } },
      "runs.a.lora adapts a new model, whose own weights stay at random: start the run from another one, or leave lora out.",
    ],
    [
      "a layer to adapt that is listed twice",
      {
        model: { pretrained: "x" },
        runs: {
          a: {
            method: "sft",
            steps: 1,
            data: { mem: 1 },
            lora: { targets: ["q_proj", "v_proj", "q_proj"] },
          },
        },
      },
      "runs.a.lora.targets lists q_proj twice: keep one.",
    ],
    [
      "more parts than a batch has",
      { runs: { a: { method: "sft", steps: 1, data: { mem: 1 }, batchSize: 8, gradientAccumulation: 9 } } },
      "runs.a.gradientAccumulation is 9, but a batch of 8 (batchSize) has no more parts than that: lower it.",
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
