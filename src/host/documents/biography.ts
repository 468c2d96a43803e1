import { t } from "@vscode/l10n";
import type { Dataset } from "../../core/dataset/open.ts";
import type { PersonId } from "../../core/graph/types.ts";
import { renderBiography } from "../../core/language/statement.ts";
import { FactDocumentBuilder, type FactDocument } from "./fact-document.ts";

/** All there is to know of a person: the parametric facts as in training, the contextual facts of one world. */
export function biographyOf(dataset: Dataset, person: PersonId, world: number): FactDocument {
  const { graph, spec } = dataset;
  const { name, parametric, contextual } = graph.people[person]!;
  const document = new FactDocumentBuilder(dataset, world).heading(name).line();
  if (parametric) {
    document
      .heading(t("Parametric facts: known from the weights (MEM)"))
      .line()
      .statements(dataset.biography(person))
      .line();
  }
  if (contextual) {
    const heading = t("Contextual facts: given in the prompt (CTX)");
    if (graph.worlds === 1) document.heading(heading);
    else document.worldHeading(t("{0}, world {1} of 0 to {2}", heading, world, graph.worlds - 1));
    document.line().statements(
      renderBiography(graph, person, {
        group: "contextual",
        world,
        wordings: spec.questions.wordings,
        key: `biography/${person}/${world}`,
      }),
    );
  }
  return document.build();
}
