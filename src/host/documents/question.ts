import { t } from "@vscode/l10n";
import type { Dataset } from "../../core/dataset/open.ts";
import { levelNames, type Question } from "../../core/dataset/types.ts";
import { answerMarker } from "../../core/language/prompt.ts";
import { renderChain } from "../../core/language/question.ts";
import { renderBiography } from "../../core/language/statement.ts";
import { FactDocumentBuilder, type FactDocument } from "./fact-document.ts";

/** A question with its context, gold chain and answer. */
export function questionDocument(dataset: Dataset, question: Question): FactDocument {
  const { graph, spec } = dataset;
  const path = dataset.paths.get(question.path)!;
  const roles = {
    needed: t("needed"),
    supporting: t("supporting: a needed fact from its other end"),
    irrelevant: t("irrelevant: connected, but off the path"),
    disconnected: t("disconnected"),
  };
  const { wordings } = spec.questions;
  const phrasing = { world: question.world, wordings, key: question.id };
  const kind = `${question.skill.toUpperCase()} · ${levelNames[question.level]} · ${question.split}`;
  const hops = path.relations.map((name) => `${name} (${graph.relation(name).group})`).join(" → ");

  const document = new FactDocumentBuilder(dataset, question.world)
    .heading(`${question.id}: ${kind}`)
    .line()
    .line(t("Path {0}: {1}", path.id, hops))
    .line()
    .heading(t("Question"))
    .line()
    .line(dataset.record(question).question, question.entities.slice(0, 1))
    .line();
  if (question.context.length > 0) document.heading(t("Context: in the prompt, world {0}", question.world)).line();
  for (const { person, relations, role } of question.context) {
    document
      .line(t("About {0} ({1}):", graph.people[person]!.name, roles[role]), [person])
      .statements(renderBiography(graph, person, { ...phrasing, relations }))
      .line();
  }
  return document
    .heading(t("Gold chain"))
    .line()
    .statements(renderChain(graph, path, question, wordings))
    .line(`${answerMarker} ${question.answer}`)
    .build();
}
