import type { Level, Question, RelationPath, Skill } from "../dataset/types.ts";
import type { KnowledgeGraph } from "../graph/types.ts";
import { parseParts } from "../language/parse.ts";
import { renderChain } from "../language/question.ts";
import { objectName } from "../language/statement.ts";
import type { WordingSpec } from "../language/wording.ts";
import { alignChain } from "./align.ts";
import { firstFailure, type Failure } from "./failure-kind.ts";
import type { Boundary, ChainError, HopSkill } from "./types.ts";

/** What completions are read against: of a dataset, its graph, paths and wordings. */
export interface ChainSource {
  readonly graph: KnowledgeGraph;
  readonly paths: ReadonlyMap<string, RelationPath>;
  readonly spec: { readonly questions: WordingSpec };
}

/** A completion to a question, with the skills of the question's hops. */
export interface ReadChain {
  readonly question: string;
  readonly skill: Skill;
  readonly level: Level;
  readonly hopSkills: readonly HopSkill[];
  /** Absent where the whole chain is right. */
  readonly error?: ChainError;
}

/** Where a completion that is known to be wrong fails first: it is set beside the gold chain. */
export function readFailure(completion: string, question: Question, { graph, paths, spec }: ChainSource): Failure {
  const gold = renderChain(graph, paths.get(question.path)!, question, spec.questions);
  return firstFailure(alignChain(parseParts(completion, graph), gold), distractorObjects(question, graph));
}

export function skillsOfHops({ relations }: RelationPath, graph: KnowledgeGraph): readonly HopSkill[] {
  return relations.map((name) => (graph.relation(name).group === "parametric" ? "mem" : "ctx"));
}

/** What is crossed just before a hop. */
export function boundaryBefore(hop: number, hopSkills: readonly HopSkill[]): Boundary {
  if (hop >= hopSkills.length) return "end";
  if (hop === 0) return "start";
  const [before, own] = [hopSkills[hop - 1]!, hopSkills[hop]!];
  return before === own ? "same" : `${before}-${own}` === "mem-ctx" ? "mem-ctx" : "ctx-mem";
}

function distractorObjects({ context, world }: Question, graph: KnowledgeGraph): ReadonlySet<string> {
  const objects = context
    .filter(({ role }) => role !== "needed")
    .flatMap(({ person, relations }) => relations.map((relation) => graph.object(person, relation, world)));
  return new Set(objects.flatMap((object) => (object === undefined ? [] : [objectName(graph, object)])));
}
