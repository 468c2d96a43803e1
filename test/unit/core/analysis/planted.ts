import { readFailure, type ChainSource } from "../../../../src/core/analysis/chains.ts";
import { readChains, type QuestionResult } from "../../../../src/core/analysis/tallies.ts";
import type { Question, RelationPath } from "../../../../src/core/dataset/types.ts";
import { completionOf } from "../../../../src/core/language/prompt.ts";
import { renderQuestion } from "../../../../src/core/language/question.ts";
import { renderStatement } from "../../../../src/core/language/statement.ts";
import { fakeGraph, inUse } from "../language/fake-graph.ts";

const graph = fakeGraph(40);
const spec = { questions: inUse(1) };

/** MEM, CTX, MEM. */
const path: RelationPath = {
  id: "comp-0000",
  skill: "comp",
  level: "zero-shot",
  relations: ["boss", "spouse", "phone"],
  splits: ["test"],
};
const start = 5;
const second = graph.object(start, "boss", 0) as number;
const third = graph.object(second, "spouse", 0) as number;
const stranger = [7, 8, 9].find((person) => ![start, second, third].includes(person))!;

export const question: Question = {
  id: "comp-test-000000",
  skill: "comp",
  level: "zero-shot",
  split: "test",
  path: path.id,
  entities: [start, second, third],
  world: 0,
  context: [
    { person: second, relations: ["rival", "spouse"], role: "needed" },
    { person: stranger, relations: ["spouse", "major"], role: "disconnected" },
  ],
  wording: 0,
  answer: graph.object(third, "phone", 0) as string,
};

export const source: ChainSource = {
  graph,
  paths: new Map([[path.id, path]]),
  spec,
};

const say = (subject: number, relation: string): string =>
  renderStatement(graph, subject, graph.relation(relation), { world: 0, spec: spec.questions, key: question.id }).text;
const name = (person: number): string => graph.people[person]!.name;

const gold = ["boss", "spouse", "phone"].map((relation, hop) => say(question.entities[hop]!, relation));
const answer = `So, the answer is: ${question.answer}`;
const strangersSpouse = name(graph.object(stranger, "spouse", 0) as number);
const nobodyHere = graph.people.find(
  ({ name: other }) => other !== strangersSpouse && !question.entities.some((person) => name(person) === other),
)!.name;
const withObject = (statement: string, object: number, other: string): string =>
  statement.replace(name(object), () => other);

/** A completion for each way to fail, with where it does. */
export const planted = {
  relation: { completion: `${gold[0]} ${say(second, "rival")} ${gold[2]} ${answer}`, hop: 1 },
  entity: { completion: `${gold[0]} ${say(stranger, "spouse")} ${answer}`, hop: 1 },
  distractor: { completion: `${gold[0]} ${withObject(gold[1]!, third, strangersSpouse)} ${answer}`, hop: 1 },
  object: { completion: `${gold[0]} ${withObject(gold[1]!, third, nobodyHere)} ${answer}`, hop: 1 },
  unrelated: { completion: `${say(stranger, "hobby")} ${answer}`, hop: 0 },
  skipped: { completion: `${gold[0]} ${gold[2]} ${answer}`, hop: 1 },
  malformed: { completion: `${gold[0]} ${gold[1]} The phone rang twice. ${answer}`, hop: 2 },
  "early-stop": { completion: `${gold[0]} ${gold[1]} So, the answer is: ${name(third)}`, hop: 2 },
  extra: { completion: `${gold[0]} ${say(stranger, "major")} ${gold[1]} ${gold[2]} ${answer}`, hop: 3 },
  answer: { completion: `${gold.join(" ")} So, the answer is: 12`, hop: 3 },
} as const;

export const rightCompletion = completionOf(renderQuestion(graph, path, question, spec.questions));

/** The question answered so. @param alone whether each hop is answered rightly alone */
export function resultOf(completion: string, alone?: readonly boolean[]): QuestionResult {
  const chainCorrect = completion === rightCompletion;
  return {
    question: question.id,
    skill: "comp",
    level: "zero-shot",
    path: path.id,
    correct: completion.endsWith(answer),
    chainCorrect,
    ...(!chainCorrect && { error: readFailure(completion, question, source) }),
    ...(alone && { alone }),
    sampled: { samples: 0, correct: 0, chainCorrect: 0 },
    place: [0, 0],
  };
}

/** The chains of those answers. */
export const chainsOf = (results: readonly QuestionResult[]) =>
  readChains({
    step: 1,
    questions: results,
    paths: { [path.id]: { relations: path.relations, skills: ["mem", "ctx", "mem"] } },
  });
