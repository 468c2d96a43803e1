import type { Dataset } from "../../core/dataset/open.ts";
import type { Person, PersonId } from "../../core/graph/types.ts";
import type { QuestionFiles } from "../reader/question-files.ts";
import { biographyDocument } from "./biography.ts";
import type { Span } from "./dataset-document.ts";

/** A fact that names somebody: where it stands in its subject's biography. */
export type Mention = Span & { readonly person: Pick<Person, "id" | "name"> };

/** The facts of a world that name a person. */
export function mentionsOf(dataset: Dataset, questions: QuestionFiles, person: PersonId, world: number): Mention[] {
  const { graph } = dataset;
  const subjects = new Set<PersonId>();
  for (const { name, object } of graph.relations) {
    if (object !== "person") continue;
    const objects = graph.row(name, world);
    for (let at = objects.indexOf(person); at >= 0; at = objects.indexOf(person, at + 1)) subjects.add(at);
  }
  return [...subjects].flatMap((subject) =>
    biographyDocument(dataset, questions, { person: subject, world, version: 0 })
      .facts.filter(({ statement }) => statement.triple.object === person)
      .map(({ line, statement: { object } }): Mention => {
        const { id, name } = graph.people[subject]!;
        return { line, start: object[0], end: object[1], person: { id, name } };
      }),
  );
}
