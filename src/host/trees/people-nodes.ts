import { t } from "@vscode/l10n";
import { formatCount } from "../../core/format.ts";
import type { DatasetManifest } from "../../core/dataset/types.ts";
import type { Person } from "../../core/graph/types.ts";
import type { Statement } from "../../core/language/statement.ts";
import { escapeMarkdown } from "../documents/fact-hover.ts";
import { initialOf, kindOfPerson } from "../documents/lists.ts";
import { groupBy } from "../group-by.ts";
import { commandId, groupSkills, skillColors } from "../ids.ts";
import type { ReaderCall } from "../reader/protocol.ts";
import { pageSize, paged, type TreeNode } from "./node.ts";

type Counts = Pick<DatasetManifest["counts"], "people" | "worlds">;

/** The row of all people: below it they stand by name; where they are many, under their initials. */
export function peopleNode(id: string, folder: string, { people: count, worlds }: Counts, read: ReaderCall): TreeNode {
  const row = (person: Person): TreeNode => personNode(`${id}/person/${person.id}`, folder, person, worlds, read);
  return {
    id,
    label: t("People"),
    description: formatCount(count),
    icon: "organization",
    children: async () => {
      const people = await read("people", folder);
      if (people.length <= pageSize) return people.map(row);
      const letters = [...groupBy(people, initialOf)].map(([letter, named]) => ({
        id: `${id}/${letter}`,
        label: letter,
        description: formatCount(named.length),
        children: () => paged(`${id}/${letter}`, named, row, ({ name }) => name),
      }));
      return [searchNode(id, folder), ...letters];
    },
  };
}

function searchNode(id: string, folder: string): TreeNode {
  return {
    id: `${id}/search`,
    label: t("Find a person…"),
    icon: "search",
    command: { id: commandId("openBiography"), title: t("Open Biography"), arguments: [folder] },
  };
}

function personNode(id: string, folder: string, person: Person, worlds: number, read: ReaderCall): TreeNode {
  return {
    id,
    label: person.name,
    description: kindOfPerson(person),
    icon: "person",
    ...opens(folder, person.id),
    children: async () => {
      const target = { kind: "biography", dataset: folder, person: person.id, world: 0, version: 0 } as const;
      const { facts } = await read("document", target);
      const statements = facts.map(({ statement }) => statement);
      return statements.sort(byGroupAndRelation).map((statement) => factNode(id, folder, statement, worlds));
    },
  };
}

/** Leads to the person who is its object, or to the biography where it stands. */
function factNode(id: string, folder: string, { text, triple, group, object }: Statement, worlds: number): TreeNode {
  const { relation, world } = triple;
  return {
    id: `${id}/${relation}`,
    label: `${relation}: ${text.slice(...object)}`,
    ...(world !== undefined && worlds > 1 && { description: t("world {0}", world) }),
    tooltip: escapeMarkdown(text),
    // Told apart without colour too.
    icon: group === "parametric" ? "circle-filled" : "circle-outline",
    color: skillColors[groupSkills[group]],
    ...opens(folder, typeof triple.object === "number" ? triple.object : triple.subject),
  };
}

function opens(folder: string, person: number): Pick<TreeNode, "command"> {
  return { command: { id: commandId("openBiography"), title: t("Open Biography"), arguments: [folder, person] } };
}

/** Parametric facts first. */
function byGroupAndRelation(a: Statement, b: Statement): number {
  if (a.group !== b.group) return a.group === "parametric" ? -1 : 1;
  return a.triple.relation < b.triple.relation ? -1 : 1;
}
