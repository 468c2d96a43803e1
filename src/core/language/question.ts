import type { Question, QuestionRecord, RelationPath } from "../dataset/types.ts";
import type { KnowledgeGraph } from "../graph/types.ts";
import { composeQuestion } from "./compose.ts";
import { completeChain } from "./prompt.ts";
import type { Phrasing, Statement } from "./statement.ts";
import { joinStatements, nameOf, renderBiography, renderStatement } from "./statement.ts";

/**
 * Writes a stored question out whole: question, context (empty where there is none) and gold chain of thought. A hop
 * that stands in the context is worded in the chain as it is there.
 */
export function renderQuestion(
  graph: KnowledgeGraph,
  path: RelationPath,
  question: Question,
  wordings: number,
): QuestionRecord {
  const relations = path.relations.map((name) => graph.relation(name));
  const phrasing = phrasingOf(question, wordings);
  const context = question.context.flatMap(({ person, relations: stated }) =>
    renderBiography(graph, person, { ...phrasing, relations: stated }),
  );
  return {
    id: question.id,
    skill: question.skill,
    gen_type: question.level,
    split: question.split,
    relation_path: path.relations,
    entities: question.entities.map((person) => nameOf(graph, person)),
    instruction: question.context.length > 0 ? instructions.withContext : instructions.withoutContext,
    question: composeQuestion(relations, nameOf(graph, question.entities[0]!), question.wording),
    context: joinStatements(context),
    answer_cot: completeChain(renderChain(graph, path, question, wordings), question.answer),
    answer: question.answer,
  };
}

/** The gold chain of thought: one statement a hop. */
export function renderChain(
  graph: KnowledgeGraph,
  path: RelationPath,
  question: Question,
  wordings: number,
): Statement[] {
  const phrasing = phrasingOf(question, wordings);
  return path.relations.map((name, hop) =>
    renderStatement(graph, question.entities[hop]!, graph.relation(name), phrasing),
  );
}

const phrasingOf = ({ id, world }: Question, wordings: number): Phrasing => ({ world, wordings, key: id });

/** For pretrained models; `promptOf` leaves them out. */
const instructions = {
  withContext: "Answer the question step by step, from the context and from what you know.",
  withoutContext: "Answer the question step by step, from what you know.",
};
