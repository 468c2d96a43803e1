import assert from "node:assert/strict";
import type { Dataset } from "../../../../src/core/dataset/open.ts";
import { skills, splits, type Question, type RelationPath, type Skill } from "../../../../src/core/dataset/types.ts";
import { QuestionFiles } from "../../../../src/host/reader/question-files.ts";
import { sharedWithTraining } from "../../../../src/host/reader/shared-with-training.ts";
import { smallDataset } from "../fixtures.ts";

describe("what a question shares with training", () => {
  let dataset: Dataset;
  let dispose: () => Promise<void>;
  before(async () => {
    ({ dataset, dispose } = await smallDataset());
  });
  after(() => dispose());

  const pathOf = ({ path }: Question): RelationPath => dataset.paths.get(path)!;

  /** The facts that a question's hops state. */
  const factsOf = (question: Question): string[] =>
    pathOf(question).relations.map((relation, hop) => {
      const subject = question.entities[hop]!;
      return `${subject} ${relation} ${dataset.graph.object(subject, relation, question.world)}`;
    });

  it("is counted over the training questions of each skill, the question itself left out", async () => {
    const index = await QuestionFiles.open(dataset);
    const training = (await Promise.all(skills.map((skill) => dataset.questions(skill, "train")))).flat();
    const files = splits.flatMap((split) => skills.map((skill) => dataset.questions(skill, split)));
    for (const question of (await Promise.all(files)).flat()) {
      const others = training.filter(({ id }) => id !== question.id);
      const count = (test: (other: Question) => boolean): Record<Skill, number> => {
        const { length: mem } = others.filter((other) => other.skill === "mem" && test(other));
        const { length: ctx } = others.filter((other) => other.skill === "ctx" && test(other));
        const { length: comp } = others.filter((other) => other.skill === "comp" && test(other));
        return { mem, ctx, comp };
      };
      const { relations } = pathOf(question);
      const pairs = (path: RelationPath): string[] =>
        path.relations.slice(1).map((to, i) => `${path.relations[i]} ${to}`);
      assert.deepEqual(sharedWithTraining(dataset, index, question.id), {
        path: others.filter(({ path }) => path === question.path).length,
        start: count(({ entities }) => entities[0] === question.entities[0]),
        hops: relations.map((relation, hop) => ({
          relation,
          fact: count((other) => factsOf(other).includes(factsOf(question)[hop]!)),
          position: count((other) => pathOf(other).relations[hop] === relation),
          ...(hop + 1 < relations.length && {
            pair: count((other) => pairs(pathOf(other)).includes(`${relation} ${relations[hop + 1]}`)),
          }),
        })),
      });
    }
  });
});
