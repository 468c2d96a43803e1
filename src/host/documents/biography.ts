import { t } from "@vscode/l10n";
import { contextualBiographyOf } from "../../core/dataset/biography.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import type { Skill } from "../../core/dataset/types.ts";
import type { CommandName } from "../ids.ts";
import type { QuestionFiles } from "../reader/question-files.ts";
import { DocumentBuilder, type Action, type DatasetDocument } from "./dataset-document.ts";
import { questionsText } from "./questions-text.ts";
import type { DatasetTarget } from "./uri.ts";

/** Which text of a person: `version` of those trained on, the contextual facts of `world`. */
export type BiographyChoice = Pick<DatasetTarget & { readonly kind: "biography" }, "person" | "world" | "version">;

/** All there is to know of a person: the parametric facts as in training, the contextual facts of one world. */
export function biographyDocument(
  dataset: Dataset,
  questions: QuestionFiles,
  choice: BiographyChoice,
): DatasetDocument {
  const { folder, graph, spec } = dataset;
  const { person, world, version } = choice;
  const { name, parametric, contextual } = graph.people[person]!;
  const choose = (command: CommandName): Action => ({
    command,
    arguments: [{ kind: "biography", dataset: folder, ...choice } satisfies DatasetTarget],
  });
  const counts = questions.counts(person);
  const asked = (skill: Skill): number => counts[skill].train + counts[skill].test;
  const document = new DocumentBuilder(dataset, world)
    .lens(
      `$(list-flat) ${questionsText({ mem: asked("mem"), ctx: asked("ctx"), comp: asked("comp") })}`,
      { name, target: { kind: "questions", dataset: folder, filter: { person }, page: 0 } },
      t("Questions that start from, pass through or end at {0}", name),
    )
    .heading(name, 0, [person]);
  if (parametric) {
    const { versions } = spec.biographies;
    const heading = t("Parametric facts: known from the weights (MEM)");
    if (versions > 1) {
      document
        .lens(t("$(versions) Choose another version"), choose("chooseVersion"))
        .heading(t("{0}, version {1} of 0 to {2}", heading, version, versions - 1));
    } else document.heading(heading);
    document.statements(dataset.biography(person, version)).line();
  }
  if (contextual) {
    const heading = t("Contextual facts: given in the prompt (CTX)");
    if (graph.worlds > 1) {
      document
        .lens(t("$(globe) Choose another world"), choose("chooseWorld"))
        .heading(t("{0}, world {1} of 0 to {2}", heading, world, graph.worlds - 1));
    } else document.heading(heading);
    document.statements(contextualBiographyOf(graph, person, world, spec));
  }
  return document.build();
}
