import type { Question, RelationPath } from "../../../../src/core/dataset/types.ts";
import type { KnowledgeGraph, PersonId } from "../../../../src/core/graph/types.ts";
import { objectName } from "../../../../src/core/language/statement.ts";

interface Options {
  readonly id?: string;
  readonly start?: PersonId;
  readonly world?: number;
  readonly wording?: number;
  /** One entry a hop: what the hop needs, and the best friend beside it. */
  readonly context?: boolean;
}

/** A question over a path, as the data set would store it. */
export function questions(
  graph: KnowledgeGraph,
  relations: readonly string[],
  { id = "comp-train-000001", start = 3, world = 0, wording = 0, context = true }: Options,
): { path: RelationPath; question: Question } {
  const people = [start];
  for (const name of relations.slice(0, -1)) people.push(graph.object(people.at(-1)!, name, world) as PersonId);
  const answer = objectName(graph, graph.object(people.at(-1)!, relations.at(-1)!, world)!);
  const entries = people.map((person, hop) => ({
    person,
    relations: [relations[hop]!, "best_friend"],
    role: "needed" as const,
  }));
  return {
    path: { id: "comp-0001", skill: "comp", level: "iid", relations, splits: ["train", "test"] },
    question: {
      id,
      skill: "comp",
      level: "iid",
      split: "train",
      path: "comp-0001",
      entities: people,
      world,
      context: context ? entries : [],
      wording,
      answer,
    },
  };
}
