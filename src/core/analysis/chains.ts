import type { Question, RelationPath } from "../dataset/types.ts";
import { UserError } from "../errors.ts";
import type { KnowledgeGraph } from "../graph/types.ts";
import { parseParts } from "../language/parse.ts";
import { renderChain } from "../language/question.ts";
import { objectName } from "../language/statement.ts";
import type { WordingSpec } from "../language/wording.ts";
import type { EvaluationSample } from "../runs/types.ts";
import { alignChain } from "./align.ts";
import { firstFailure } from "./failure-kind.ts";
import type { AtomStatus, Boundary, ChainError, HopSkill } from "./types.ts";

/** What completions are read against. */
export interface ChainSource {
  readonly dataset: {
    readonly graph: KnowledgeGraph;
    readonly paths: ReadonlyMap<string, RelationPath>;
    readonly spec: { readonly questions: WordingSpec };
  };
  /** By id. */
  readonly questions: ReadonlyMap<string, Question>;
  /** `atomKey` -> whether the fact was answered rightly when asked alone. */
  readonly atoms: ReadonlyMap<string, boolean>;
}

/** A completion to a question, with the skills of the question's hops. */
export interface ReadChain extends Pick<EvaluationSample, "question_id" | "skill" | "level"> {
  readonly hopSkills: readonly HopSkill[];
  /** Absent where the whole chain is right. */
  readonly error?: ChainError;
}

export const atomKey = (question: string, hop: number): string => `${question}/${hop}`;

/**
 * Reads completions: those whose chain is wrong are set beside the gold chain to find the first wrong hop.
 * @throws UserError where the dataset has no such question.
 */
export function readChains(samples: Iterable<EvaluationSample>, source: ChainSource): ReadChain[] {
  return Array.from(samples, (sample) => {
    const question = source.questions.get(sample.question_id);
    if (!question)
      throw new UserError(`The dataset has no test question ${sample.question_id}; evaluate the run again.`);
    const hopSkills = skillsOfHops(question, source.dataset);
    const { question_id, skill, level } = sample;
    const error = sample.chain_correct ? undefined : errorOf(sample, question, hopSkills, source);
    return { question_id, skill, level, hopSkills, ...(error && { error }) };
  });
}

export function skillsOfHops(question: Question, { graph, paths }: ChainSource["dataset"]): readonly HopSkill[] {
  return paths
    .get(question.path)!
    .relations.map((name) => (graph.relation(name).group === "parametric" ? "mem" : "ctx"));
}

/** What is crossed just before a hop. */
export function boundaryBefore(hop: number, hopSkills: readonly HopSkill[]): Boundary {
  if (hop >= hopSkills.length) return "end";
  if (hop === 0) return "start";
  const [before, own] = [hopSkills[hop - 1]!, hopSkills[hop]!];
  return before === own ? "same" : `${before}-${own}` === "mem-ctx" ? "mem-ctx" : "ctx-mem";
}

function errorOf(
  { question_id, sample, skill, level, completion, correct }: EvaluationSample,
  question: Question,
  hopSkills: readonly HopSkill[],
  { dataset: { graph, paths, spec }, atoms }: ChainSource,
): ChainError {
  const gold = renderChain(graph, paths.get(question.path)!, question, spec.questions);
  const rows = alignChain(parseParts(completion, graph), gold);
  const { hop, kind } = firstFailure(rows, distractorObjects(question, graph));
  const hops = hopSkills.length;
  const hopSkill = hopSkills[hop];
  return {
    question: question_id,
    sample,
    skill,
    level,
    hops,
    hop,
    progress: hop / hops,
    ...(hopSkill && { hopSkill }),
    boundary: boundaryBefore(hop, hopSkills),
    kind,
    atom: statusOf(atoms.get(atomKey(question_id, hop))),
    rightAnswer: correct,
  };
}

const statusOf = (isKnown: boolean | undefined): AtomStatus =>
  isKnown === undefined ? "not-asked" : isKnown ? "known" : "missing";

function distractorObjects({ context, world }: Question, graph: KnowledgeGraph): ReadonlySet<string> {
  const objects = context
    .filter(({ role }) => role !== "needed")
    .flatMap(({ person, relations }) => relations.map((relation) => graph.object(person, relation, world)));
  return new Set(objects.flatMap((object) => (object === undefined ? [] : [objectName(graph, object)])));
}
