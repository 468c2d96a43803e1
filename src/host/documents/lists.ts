import { t } from "@vscode/l10n";
import type { Dataset } from "../../core/dataset/open.ts";
import { levelNames, levels, skills, splits } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import type { Person } from "../../core/graph/types.ts";
import { groupBy } from "../group-by.ts";
import type { QuestionFiles } from "../reader/question-files.ts";
import { DocumentBuilder, type DatasetDocument } from "./dataset-document.ts";

/** Whose facts a person has, in words. */
export function kindOfPerson({ parametric, contextual }: Person): string {
  if (parametric && contextual) return t("parametric and contextual");
  return parametric ? t("parametric") : t("contextual");
}

/** All people by name, under their initials. @param people by name */
export function peopleDocument(dataset: Dataset, people: readonly Person[]): DatasetDocument {
  const document = new DocumentBuilder(dataset).heading(t("{0} people", formatCount(people.length)), 0);
  const width = Math.max(0, ...people.map(({ name }) => name.length));
  for (const [initial, named] of groupBy(people, initialOf)) {
    document.heading(`${initial} (${formatCount(named.length)})`, 2);
    for (const person of named) {
      document.line(`  ${person.name.padEnd(width)}  ${kindOfPerson(person)}`, [person.id]);
    }
    document.line();
  }
  return document.build();
}

/** The letter under which a name is listed. */
export function initialOf({ name }: Person): string {
  return name.charAt(0).toUpperCase();
}

/** All relation paths by skill and level, with the number of questions that ask for each. */
export function pathsDocument(dataset: Dataset, questions: QuestionFiles): DatasetDocument {
  const { folder } = dataset;
  const paths = [...dataset.paths.values()];
  const document = new DocumentBuilder(dataset).heading(t("{0} relation paths", formatCount(paths.length)), 0);
  for (const skill of skills) {
    for (const level of levels) {
      const own = paths.filter((path) => path.skill === skill && path.level === level);
      if (own.length === 0) continue;
      document.heading(`${skill.toUpperCase()} · ${levelNames[level]} (${formatCount(own.length)})`);
      for (const { id, relations } of own) {
        const position = questions.position(id);
        const counts = splits.map((split) => {
          const file = questions.all.find((one) => one.split === split && one.skill === skill)!;
          return `${formatCount(file.ofPath.count(position))} ${split}`;
        });
        const target = { kind: "questions", dataset: folder, filter: { path: id }, page: 0 } as const;
        document
          .outline({ kind: "path", depth: 2, name: relations.join(" → "), detail: id })
          .line(`  ${id}  ${counts.map((count) => count.padStart(13)).join("")}   ${relations.join(" → ")}`)
          .link(id, { name: id, target }, t("Questions of the path"))
          .link(
            relations.join(" → "),
            { command: "openExplorer", arguments: [folder, { path: id }] },
            t("Explore the path"),
          );
      }
      document.line();
    }
  }
  return document.build();
}
