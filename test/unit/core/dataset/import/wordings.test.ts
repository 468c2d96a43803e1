import assert from "node:assert/strict";
import { WordingSurvey } from "../../../../../src/core/dataset/import/wordings.ts";

/** What a chain of one hop from Cem to Ann teaches. */
function survey(chain: string): WordingSurvey {
  const wordings = new WordingSurvey();
  wordings.add({
    gen_type: "iid",
    split: "train",
    relation_path: ["boss"],
    entities: ["Cem"],
    instruction: "",
    question: "Who is Cem's boss?",
    context: "",
    answer_cot: `${chain} So, the answer is: Ann`,
    answer: "Ann",
  });
  return wordings;
}

describe("wordings of imported chains", () => {
  it("are what stands around subject and object", () => {
    assert.deepEqual(survey("Cem's boss is Ann.").of("boss"), ["{subject}'s boss is {object}."]);
  });

  for (const chain of [
    "Cem's boss is Anna.",
    "Cemal's boss is Ann.",
    "Ann is the boss of Cem.",
    "Cem works. She is Ann",
  ])
    it(`are not made of ${JSON.stringify(chain)}`, () => {
      const wordings = survey(chain);
      assert.deepEqual(wordings.of("boss"), []);
      assert.equal(wordings.hops.unread, 1);
    });
});
