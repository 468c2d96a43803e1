import type { Question, QuestionRecord, RelationPath } from "../dataset/types.ts";
import type { KnowledgeGraph } from "../graph/types.ts";
import { composeQuestion } from "./compose.ts";
import { completeChain } from "./prompt.ts";
import type { Phrasing, Statement } from "./statement.ts";
import { joinStatements, nameOf, renderBiography, renderStatement } from "./statement.ts";
import { isNewWording, type WordingSpec } from "./wording.ts";

/**
 * Writes a stored question out whole: question, context (empty where there is none) and gold chain of thought. A hop
 * that stands in the context is worded in the chain as it is there. An imported question's texts stay as they are.
 */
export function renderQuestion(
  graph: KnowledgeGraph,
  path: RelationPath,
  question: Question,
  spec: WordingSpec,
): QuestionRecord {
  return {
    id: question.id,
    skill: question.skill,
    gen_type: question.level,
    split: question.split,
    relation_path: path.relations,
    entities: question.entities.map((person) => nameOf(graph, person)),
    ...(question.verbatim ?? renderTexts(graph, path, question, spec)),
    answer: question.answer,
  };
}

function renderTexts(
  graph: KnowledgeGraph,
  path: RelationPath,
  question: Question,
  spec: WordingSpec,
): NonNullable<Question["verbatim"]> {
  const relations = path.relations.map((name) => graph.relation(name));
  return {
    instruction: question.context.length > 0 ? instructions.withContext : instructions.withoutContext,
    question: composeQuestion(relations, nameOf(graph, question.entities[0]!), question.wording, spec),
    context: joinStatements(renderContext(graph, question, spec).flat()),
    answer_cot: completeChain(renderChain(graph, path, question, spec), question.answer),
  };
}

/** The statements of each entry of the question's context. */
export function renderContext(graph: KnowledgeGraph, question: Question, spec: WordingSpec): Statement[][] {
  const phrasing = phrasingOf(question, spec);
  return question.context.map(({ person, relations }) => renderBiography(graph, person, { ...phrasing, relations }));
}

/** The gold chain of thought: one statement a hop. */
export function renderChain(
  graph: KnowledgeGraph,
  path: RelationPath,
  question: Question,
  spec: WordingSpec,
): Statement[] {
  const phrasing = phrasingOf(question, spec);
  return path.relations.map((name, hop) =>
    renderStatement(graph, question.entities[hop]!, graph.relation(name), phrasing),
  );
}

const phrasingOf = (question: Question, spec: WordingSpec): Phrasing => ({
  world: question.world,
  spec,
  key: question.id,
  isNew: isNewWording(question, spec),
});

/** For pretrained models; `promptOf` leaves them out. */
export const instructions = {
  withContext: "Answer the question step by step, from the context and from what you know.",
  withoutContext: "Answer the question step by step, from what you know.",
};
