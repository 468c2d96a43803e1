import * as vscode from "vscode";
import { levelNames, levels, skills, splits, type Level } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import type { GeneratedDataset } from "../data/datasets.ts";
import { skillColors } from "../ids.ts";
import { mostMatches } from "../reader/match.ts";
import type { ReaderCall } from "../reader/protocol.ts";
import type { QuestionFilter } from "../reader/question-files.ts";
import type { Recent } from "./recent.ts";
import { pickBySearch, type SearchButton, type SearchItem } from "./search-pick.ts";

const { t } = vscode.l10n;

/**
 * Asks for a question among all of a dataset, by words; buttons restrict skill, split and level.
 * @param wanted what the search begins with
 * @param openList opens what is found as a document, and with it ends the search
 */
export async function pickQuestion(
  read: ReaderCall,
  { folder, manifest }: GeneratedDataset,
  wanted: QuestionFilter,
  recent: Recent<string>,
  openList: (filter: QuestionFilter) => void,
): Promise<string | undefined> {
  const { text: first = "", ...restricted } = wanted;
  let filter: QuestionFilter = restricted;
  const list: SearchButton = {
    icon: "list-flat",
    tooltip: t("Open the questions found as a document"),
    press: (text) => {
      openList(text === "" ? filter : { ...filter, text });
    },
  };
  const picked = await pickBySearch(t("Id, path, relation or name"), first, async (text) => {
    const { questions, total } = await read("findQuestions", folder, { ...filter, text }, 0, mostMatches);
    const items = questions.map(({ id, text, relations, skill, level, split }): SearchItem<string> => ({
      label: text,
      description: id,
      detail: `${skill.toUpperCase()} · ${levelNames[level]} · ${split} · ${relations.join(" → ")}`,
      value: id,
    }));
    const isRestricted = Object.keys(filter).length > 0;
    return {
      title: `${manifest.name} · ${describe(filter)} · ${t("{0} questions", formatCount(total))}`,
      items,
      recent: isRestricted ? [] : recent.of(folder),
      buttons: [...restrictions(filter, (next) => (filter = next)), list],
    };
  });
  if (picked) await recent.add(folder, picked);
  return picked?.value;
}

function describe({ skill, split, level }: QuestionFilter): string {
  const parts = [
    ...(skill ? [skill.toUpperCase()] : []),
    ...(split ? [split] : []),
    ...(level ? [levelNames[level]] : []),
  ];
  return parts.length === 0 ? t("all skills, splits and levels") : parts.join(" ");
}

/** A button each for skill, split and level; pressed again, it goes on to the next one and at last back to all. */
function restrictions(filter: QuestionFilter, restrict: (filter: QuestionFilter) => void): SearchButton[] {
  const { skill, split, level } = filter;
  const button = (part: Facet, icon: string, color?: string): SearchButton => {
    const { [part]: current, ...others } = filter;
    const values: readonly string[] = facets[part];
    const next = values[current === undefined ? 0 : values.indexOf(current) + 1];
    return {
      icon,
      ...(color !== undefined && { color }),
      tooltip: next === undefined ? everything[part] : t("Only {0}", nameOf(next)),
      press: () => {
        restrict(next === undefined ? others : { ...others, [part]: next });
      },
    };
  };
  return [
    button("skill", skill ? "circle-filled" : "circle-outline", skill && skillColors[skill]),
    button("split", split ? { train: "book", test: "beaker" }[split] : "versions"),
    button(
      "level",
      level ? { iid: "symbol-numeric", composition: "combine", "zero-shot": "circle-slash" }[level] : "layers",
    ),
  ];
}

const facets = { skill: skills, split: splits, level: levels } as const;
type Facet = keyof typeof facets;
const everything: Readonly<Record<Facet, string>> = {
  skill: t("All skills"),
  split: t("All splits"),
  level: t("All levels"),
};

function nameOf(value: string): string {
  return value in levelNames
    ? levelNames[value as Level]
    : (skills as readonly string[]).includes(value)
      ? value.toUpperCase()
      : value;
}
