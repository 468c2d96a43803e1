import type { Dataset } from "../../core/dataset/open.ts";
import type { Question } from "../../core/dataset/types.ts";
import { answerMarker } from "../../core/language/prompt.ts";
import { renderChain } from "../../core/language/question.ts";
import { renderBiography } from "../../core/language/statement.ts";
import { levelNames } from "../runs/view.ts";
import { FactDocumentBuilder, type FactDocument } from "./fact-document.ts";

const roles = {
  support: "needed",
  distractor: "distractor",
  irrelevant: "irrelevant: the question needs no context",
} as const;

/** A question with its context, gold chain and answer. */
export function questionDocument(dataset: Dataset, question: Question): FactDocument {
  const { graph, spec } = dataset;
  const path = dataset.paths.get(question.path)!;
  const { wordings } = spec.questions;
  const phrasing = { world: question.world, wordings, key: question.id };
  const kind = `${question.skill.toUpperCase()} · ${levelNames[question.level]} · ${question.split}`;
  const hops = path.relations.map((name) => `${name} (${graph.relation(name).group})`).join(" → ");

  const document = new FactDocumentBuilder(graph)
    .heading(`${question.id}: ${kind}`)
    .line()
    .line(`Path ${path.id}: ${hops}`)
    .line()
    .heading("Question")
    .line()
    .line(dataset.record(question).question, question.entities.slice(0, 1))
    .line();
  if (question.context.length > 0) document.heading("Context: in the prompt, world " + String(question.world)).line();
  for (const { person, relations, role } of question.context) {
    document
      .line(`About ${graph.people[person]!.name} (${roles[role]}):`, [person])
      .statements(renderBiography(graph, person, { ...phrasing, relations }))
      .line();
  }
  return document
    .heading("Gold chain")
    .line()
    .statements(renderChain(graph, path, question, wordings))
    .line(`${answerMarker} ${question.answer}`)
    .build();
}
