import { skills, type Skill } from "../../src/core/dataset/types.ts";
import { relations } from "../../src/core/graph/relations.ts";
import { assignLevels } from "../../src/core/paths/levels.ts";
import { samplePaths } from "../../src/core/paths/sample.ts";
import { createRandom } from "../../src/core/random.ts";
import type {
  ExplorerDataset,
  ExplorerExample,
  ExplorerPath,
  ExplorerRelation,
  ExplorerRun,
  ExplorerStatement,
  PathAccuracy,
  PathDetail,
} from "../../src/protocol/panels.ts";

const seed = 0;
const levels = assignLevels(relations, { iid: 0.2, composition: 0.7, "zero-shot": 0.1 }, seed);

const explorerRelations = relations.map(({ name, group, object, inverse }): ExplorerRelation => {
  const held = skills.flatMap((skill) => {
    const level = levels[skill].get(name);
    return level === undefined ? [] : [[skill, level] as const];
  });
  return { name, group, object, ...(inverse === undefined ? {} : { inverse }), levels: Object.fromEntries(held) };
});

/** The paper's paths, as the generator draws them, with made-up numbers of questions. */
function explorerPaths(): ExplorerPath[] {
  const random = createRandom(seed, "explorer fixture");
  const spec = {
    hops: { "2": 0.5, "3": 0.3, "4": 0.15, "5": 0.05 },
    draws: { mem: 1000, ctx: 1000, comp: 1000 },
    levels: { iid: 0.2, composition: 0.7, "zero-shot": 0.1 },
  };
  const position = new Map(relations.map(({ name }, index) => [name, index]));
  return samplePaths(relations, spec, levels, seed).map(({ id, skill, level, relations: names, splits }) => ({
    id,
    skill,
    level,
    relations: names.map((name) => position.get(name)!),
    questions: {
      train: splits.includes("train") ? 60 + random.integer(400) : 0,
      test: splits.includes("test") ? 2 + random.integer(12) : 0,
    },
  }));
}

export const explorerDataset: ExplorerDataset = {
  folder: "/curricula/.curriculum/datasets/paper-0123456789ab",
  name: "paper",
  hash: "0123456789ab",
  relations: explorerRelations,
  paths: explorerPaths(),
};

export const explorerRuns: readonly ExplorerRun[] = [
  { id: "paper.sft-comp-1a2b3c", name: "sft-comp", step: 700 },
  { id: "paper.sft-atomic-rl-4d5e6f", name: "sft-atomic-rl", step: 222 },
];

const ability: Readonly<Record<string, number>> = { iid: 0.95, composition: 0.8, "zero-shot": 0.25 };
const hardest: Readonly<Record<Skill, number>> = { mem: 0, ctx: 0.1, comp: 0.2 };

/** Worse the longer the path and the newer its relations. */
export function accuracyOf({ id: runId }: ExplorerRun): PathAccuracy[] {
  const random = createRandom(seed, "accuracy", runId);
  const bonus = runId.includes("rl") ? 0.3 : 0;
  return explorerDataset.paths
    .filter(({ questions }) => questions.test > 0)
    .map(({ id, skill, level, relations: hops, questions: { test } }) => {
      const chance = Math.min(0.98, ability[level]! + bonus - hardest[skill] - 0.07 * (hops.length - 2));
      const answers = Array.from({ length: test }, () => random.float() < chance);
      const correct = answers.filter(Boolean).length;
      return { path: id, questions: test, correct, chainCorrect: Math.floor(0.9 * correct) };
    });
}

const people = ["Ada Reyes", "Bo Lindqvist", "Chidi Okafor", "Dana Whitfield", "Emre Yildiz", "Femi Adeyemi"];

function statement(relation: number, subject: string, object: string): ExplorerStatement {
  const { name, group, statements } = relations[relation]!;
  return { text: statements[0]!.replace("{subject}", subject).replace("{object}", object), group, relation: name };
}

/** A made-up question of a path. */
export function exampleOf({ relations: hops }: ExplorerPath, id: string): ExplorerExample {
  const answer = relations[hops.at(-1)!]!.object === "person" ? people[hops.length]! : "Lisbon";
  const chain = hops.map((relation, hop) =>
    statement(relation, people[hop]!, hop + 1 === hops.length ? answer : people[hop + 1]!),
  );
  const contextual = chain.flatMap((one, hop) => (one.group === "contextual" ? [{ one, person: people[hop]! }] : []));
  return {
    id,
    answer,
    chain,
    context: [
      ...contextual.map(({ one, person }) => ({
        person,
        role: "needed" as const,
        statements: [statement(27, person, "Zoe Marsh"), one, statement(34, person, "Tomas Berg")],
      })),
      { person: "Hana Sato", role: "disconnected", statements: [statement(27, "Hana Sato", "Ivo Petrov")] },
    ],
  };
}

export const questionsOnPage = 10;

/** A page of a path's made-up questions, the tests first. */
export function detailOf(path: ExplorerPath, offset: number, runIds: readonly string[]): PathDetail {
  const { train, test } = path.questions;
  const total = train + test;
  const questions = Array.from({ length: Math.min(questionsOnPage, total - offset) }, (_, index) => {
    const at = offset + index;
    const split = at < test ? ("test" as const) : ("train" as const);
    const number = split === "test" ? at : at - test;
    return {
      id: `${path.skill}-${split}-${String(number).padStart(6, "0")}`,
      split,
      text: `What does the path of ${people[at % people.length]!} lead to (${number})?`,
      answer: "Lisbon",
      correct: Object.fromEntries(split === "test" ? runIds.map((runId, run) => [runId, (at + run) % 3 > 0]) : []),
    };
  });
  const first = questions[0];
  return {
    path: path.id,
    questions,
    offset,
    total,
    ...(first === undefined ? {} : { example: exampleOf(path, first.id) }),
  };
}
