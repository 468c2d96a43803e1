import { t } from "@vscode/l10n";
import type { Dataset } from "../../core/dataset/open.ts";
import { levelNames, type Question } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import { joinStatements } from "../../core/language/statement.ts";
import { renderChain } from "../../core/language/question.ts";
import { groupBy } from "../group-by.ts";
import type { QuestionFiles, QuestionFilter } from "../reader/question-files.ts";
import { DocumentBuilder, type Action, type DatasetDocument } from "./dataset-document.ts";
import { escapeMarkdown } from "./fact-hover.ts";
import type { DatasetTarget } from "./uri.ts";

type PageTarget = DatasetTarget & { readonly kind: "questions" };

export const questionsPerPage = 200;

/** A page of questions: one line each, in the order of their files; the hover is the gold chain. */
export function questionPage(dataset: Dataset, questions: QuestionFiles, target: PageTarget): DatasetDocument {
  const { filter, page } = target;
  const start = page * questionsPerPage;
  const { places, total } = questions.find(filter, start, questionsPerPage);
  const document = new DocumentBuilder(dataset);
  const name = filterName(filter, filter.person === undefined ? undefined : dataset.graph.people[filter.person]?.name);
  addPager(document, target, name, Math.ceil(total / questionsPerPage));
  document
    .heading(total === 1 ? t("{0}: 1 question", name) : t("{0}: {1} questions", name, formatCount(total)), 0)
    .line(
      total === 0
        ? t("No questions.")
        : t("{0} to {1}, page {2}", formatCount(start + 1), formatCount(start + places.length), page + 1),
    );
  for (const [file, own] of groupBy(places, (place) => place.file)) {
    document.line().heading(`${file.skill.toUpperCase()} ${file.split}`, 2);
    for (const { number } of own) addQuestion(document, dataset, file.read(number));
  }
  return document.build();
}

/** Lenses to the pages around and to the first and last. */
function addPager(document: DocumentBuilder, target: PageTarget, name: string, pages: number): void {
  const { page } = target;
  const open = (other: number): Action => ({
    name: other === 0 ? name : t("{0}, page {1}", name, other + 1),
    target: { ...target, page: other },
  });
  if (page > 1) document.lens(t("$(triangle-left) First page"), open(0));
  if (page > 0) document.lens(t("$(arrow-left) Page {0}", page), open(page - 1));
  if (page + 1 < pages) document.lens(t("$(arrow-right) Page {0} of {1}", page + 2, pages), open(page + 1));
  if (page + 2 < pages) document.lens(t("$(triangle-right) Last page"), open(pages - 1));
  document.lens(t("$(search) Find Question…"), {
    command: "findQuestion",
    arguments: [target.dataset, target.filter],
  });
}

function addQuestion(document: DocumentBuilder, dataset: Dataset, question: Question): void {
  const { id, answer, entities } = question;
  const { folder, graph, spec } = dataset;
  const path = dataset.paths.get(question.path)!;
  const text = dataset.record({ ...question, context: [] }).question;
  const chain = joinStatements(renderChain(graph, path, question, spec.questions));
  document
    .outline({ kind: "question", depth: 3, name: text, detail: id })
    .line(`  ${id}  ${path.id}  ${text} → ${answer}`, entities.slice(0, 1))
    .link(id, { name: id, target: { kind: "question", dataset: folder, question: id } }, t("Open the question"))
    .link(path.id, { command: "openExplorer", arguments: [folder, { path: path.id }] }, t("Explore the path"))
    .hover([`${path.relations.join(" → ")} (${levelNames[path.level]})`, chain].map(escapeMarkdown).join("\n\n"));
}

/** "COMP test Zero-shot", "Ann Lee", "comp-0012". @param person name of the one that is filtered by */
export function filterName({ skill, split, level, path, text }: QuestionFilter, person?: string): string {
  const parts = [
    ...(person === undefined ? [] : [person]),
    ...(skill ? [skill.toUpperCase()] : []),
    ...(split ? [split] : []),
    ...(level ? [levelNames[level]] : []),
    ...(path === undefined ? [] : [path]),
    ...(text === undefined ? [] : [`“${text}”`]),
  ];
  return parts.length === 0 ? t("All questions") : parts.join(" ");
}
