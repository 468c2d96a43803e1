import { t } from "@vscode/l10n";
import type { Dataset } from "../../core/dataset/open.ts";
import { levelNames, type ContextEntry, type Question, type RelationPath } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import { answerMarker, completionOf, promptOf } from "../../core/language/prompt.ts";
import { renderChain, renderContext } from "../../core/language/question.ts";
import { isNewWording, type WordingSpec } from "../../core/language/wording.ts";
import type { QuestionFile } from "../reader/question-file.ts";
import type { QuestionFiles } from "../reader/question-files.ts";
import { sharedWithTraining, type SharedWithTraining } from "../reader/shared-with-training.ts";
import { DocumentBuilder, type Action, type DatasetDocument } from "./dataset-document.ts";
import { questionsText } from "./questions-text.ts";
import { reasonOfLevel } from "./relation-levels.ts";

/** A question: what it asks and why it is of its level, gold chain, context, kinship with training, and its prompt. */
export function questionDocument(dataset: Dataset, questions: QuestionFiles, question: Question): DatasetDocument {
  const { file, number } = questions.place(question.id);
  const path = file.path(number);
  const document = new DocumentBuilder(dataset, question.world);
  addNeighbours(document, dataset, file, number);
  addTitle(document, dataset, question, path);
  document
    .heading(t("Question"))
    .line(dataset.record(question).question, question.entities.slice(0, 1))
    .line()
    .heading(t("Gold chain"))
    .statements(renderChain(dataset.graph, path, question, dataset.spec.questions))
    .line(`${answerMarker} ${question.answer}`)
    .line();
  addContext(document, dataset, question, path);
  addShared(document, sharedWithTraining(dataset, questions, question.id));
  addPrompt(document, dataset, question);
  return document.build();
}

/** Lenses to the question before and the one after, to all of the path's, and to the path itself. */
function addNeighbours(document: DocumentBuilder, { folder }: Dataset, file: QuestionFile, number: number): void {
  const open = (id: string): Action => ({ name: id, target: { kind: "question", dataset: folder, question: id } });
  const path = file.path(number).id;
  if (number > 0) document.lens(t("$(arrow-left) Previous"), open(file.id(number - 1)));
  if (number + 1 < file.index.count) document.lens(t("$(arrow-right) Next"), open(file.id(number + 1)));
  document
    .lens(t("$(list-flat) All questions of {0}", path), {
      name: path,
      target: { kind: "questions", dataset: folder, filter: { path }, page: 0 },
    })
    .lens(t("$(type-hierarchy) Explore the path"), { command: "openExplorer", arguments: [folder, { path }] });
}

function addTitle(document: DocumentBuilder, dataset: Dataset, question: Question, path: RelationPath): void {
  const { folder, spec } = dataset;
  const source = { parametric: t("weights"), contextual: t("prompt") };
  const hops = path.relations.map((name) => `${name} (${source[dataset.graph.relation(name).group]})`).join(" → ");
  document
    .heading(`${question.id}: ${question.skill.toUpperCase()} · ${levelNames[question.level]} · ${question.split}`, 0)
    .line(t("Answer: {0}", question.answer))
    .line(t("Path {0}: {1}", path.id, hops))
    .link(path.id, { command: "openExplorer", arguments: [folder, { path: path.id }] }, t("Explore the path"))
    .line(t("{0}: {1}", levelNames[question.level], reasonOfLevel(path, dataset)))
    .line(wordingOf(question, spec.questions))
    .line();
}

function wordingOf(question: Question, spec: WordingSpec): string {
  if (question.verbatim) return t("Wording: as it was imported");
  return isNewWording(question, spec)
    ? t("Wording {0} of {1}: new, kept from training", question.wording + 1, spec.wordings)
    : t("Wording {0} of {1}: used in training too", question.wording + 1, spec.wordings);
}

function addContext(document: DocumentBuilder, dataset: Dataset, question: Question, path: RelationPath): void {
  const { graph, spec } = dataset;
  if (question.context.length === 0) return;
  document.heading(t("Context: in the prompt, world {0}", question.world));
  const statements = renderContext(graph, question, spec.questions);
  for (const [index, entry] of question.context.entries()) {
    const { name } = graph.people[entry.person]!;
    document
      .outline({ kind: "heading", depth: 2, name, detail: roleOf(entry, question, path) })
      .line(t("About {0} ({1}):", name, roleOf(entry, question, path)), [entry.person])
      .statements(statements[index]!)
      .line();
  }
}

/** What a biography is in the context for. */
function roleOf({ person, relations, role }: ContextEntry, question: Question, path: RelationPath): string {
  const hops = path.relations.flatMap((relation, hop) =>
    question.entities[hop] === person && relations.includes(relation) ? [hop + 1] : [],
  );
  return {
    needed: hops.length === 1 ? t("needed for hop {0}", hops[0]!) : t("needed for hops {0}", hops.join(", ")),
    supporting: t("supporting: a needed fact from its other end"),
    irrelevant: t("irrelevant: connected, but off the path"),
    disconnected: t("disconnected: a stranger"),
  }[role];
}

/** What a model has met in training of what the question needs. */
function addShared(document: DocumentBuilder, shared: SharedWithTraining): void {
  document
    .heading(t("Shared with training"))
    .line(t("The path: {0} training questions", formatCount(shared.path)))
    .line(t("The start: {0}", questionsText(shared.start)));
  shared.hops.forEach(({ relation, fact, position, pair }, hop) => {
    document
      .outline({ kind: "heading", depth: 2, name: t("Hop {0}: {1}", hop + 1, relation), detail: questionsText(fact) })
      .line(t("Hop {0}: {1}", hop + 1, relation))
      .line(`  ${t("the same fact: {0}", questionsText(fact))}`)
      .line(`  ${t("{0} as hop {1}: {2}", relation, hop + 1, questionsText(position))}`);
    const next = shared.hops[hop + 1];
    if (pair && next) document.line(`  ${t("{0} → {1}: {2}", relation, next.relation, questionsText(pair))}`);
  });
  document.line();
}

/** The exact texts that a model is given and is to write. */
function addPrompt(document: DocumentBuilder, dataset: Dataset, question: Question): void {
  const record = dataset.record(question);
  document.heading(t("Prompt: exactly as the model gets it"));
  for (const line of promptOf(record).split("\n")) document.line(line);
  document.line().heading(t("Completion: what the model is to write")).line(completionOf(record).trimStart());
}
