import type { Dataset } from "../../core/dataset/open.ts";
import { skills, splits, type Level, type Question, type Skill } from "../../core/dataset/types.ts";
import { renderChain, renderContext } from "../../core/language/question.ts";
import type { Statement } from "../../core/language/statement.ts";
import type {
  ExplorerDataset,
  ExplorerExample,
  ExplorerQuestion,
  ExplorerStatement,
  PathDetail,
} from "../../protocol/panels.ts";
import type { AnswersById } from "./greedy-answers.ts";
import { keyed } from "./keyed.ts";
import type { QuestionFiles } from "./question-files.ts";

/** Questions of a path that the explorer lists at once. */
const pageSize = 50;

/** All that the explorer draws: relations, and paths with the number of their questions. */
export function explorerDataset(dataset: Dataset, questions: QuestionFiles): ExplorerDataset {
  const { folder, manifest, graph, levels, paths } = dataset;
  const positions = new Map(graph.relations.map(({ name }, position) => [name, position]));
  return {
    folder,
    name: manifest.name,
    hash: manifest.hash,
    relations: graph.relations.map(({ name, group, object, inverse }) => ({
      name,
      group,
      object,
      ...(inverse !== undefined && { inverse }),
      levels: levelsOf(name, levels),
    })),
    paths: [...paths.values()].map(({ id, skill, level, relations }, position) => ({
      id,
      skill,
      level,
      relations: relations.map((name) => positions.get(name)!),
      questions: keyed(splits, (split) => questions.file(skill, split).ofPath.count(position)),
    })),
  };
}

function levelsOf(relation: string, levels: Dataset["levels"]): Partial<Record<Skill, Level>> {
  return Object.fromEntries(
    skills.flatMap((skill) => {
      const level = levels[skill].get(relation);
      return level === undefined ? [] : [[skill, level]];
    }),
  );
}

/**
 * A page of a path's questions, and the first of them whole.
 * @param answers of the runs in question, by run id
 * @throws UserError if there is no such path.
 */
export function pathDetail(
  dataset: Dataset,
  questions: QuestionFiles,
  path: string,
  offset: number,
  answers: ReadonlyMap<string, AnswersById>,
): PathDetail {
  const { places, total } = questions.find({ path }, offset, pageSize);
  const page = places.map(({ file, number }) => file.read(number));
  return {
    path,
    questions: page.map((question): ExplorerQuestion => {
      const { id, split, answer } = question;
      return { id, split, text: textOf(question, dataset), answer, correct: correctness(id, answers) };
    }),
    offset,
    total,
    ...(page[0] && { example: exampleOf(page[0], dataset) }),
  };
}

/** The question as it is asked, without its context. */
export function textOf(question: Question, dataset: Dataset): string {
  return dataset.record({ ...question, context: [] }).question;
}

/** Context and chain of a question. */
export function exampleOf(question: Question, dataset: Dataset): ExplorerExample {
  const { graph, spec, paths } = dataset;
  const { id, answer, verbatim } = question;
  const asked = { id, answer };
  if (verbatim) {
    return { ...asked, context: [], chain: [], verbatim: { context: verbatim.context, chain: verbatim.answer_cot } };
  }
  const stated = renderContext(graph, question, spec.questions);
  return {
    ...asked,
    context: question.context.map(({ person, role }, entry) => ({
      person: graph.people[person]!.name,
      role,
      statements: stated[entry]!.map(statementOf),
    })),
    chain: renderChain(graph, paths.get(question.path)!, question, spec.questions).map(statementOf),
  };
}

function statementOf({ text, group, triple }: Statement): ExplorerStatement {
  return { text, group, relation: triple.relation };
}

function correctness(question: string, answers: ReadonlyMap<string, AnswersById>): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    [...answers].flatMap(([run, byId]) => {
      const answer = byId.get(question);
      return answer ? [[run, answer.correct]] : [];
    }),
  );
}
