import * as vscode from "vscode";
import { levelNames } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import type { GeneratedDataset } from "../data/datasets.ts";
import { filterName } from "../documents/question-page.ts";
import { mostMatches } from "../reader/match.ts";
import type { ReaderCall } from "../reader/protocol.ts";
import type { QuestionFilter } from "../reader/question-files.ts";
import type { Recent } from "./recent.ts";
import { restrictionButtons } from "./restriction-buttons.ts";
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
  const person = wanted.person === undefined ? undefined : (await read("person", folder, wanted.person)).name;
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
    const items = questions.map(({ id, text, relations, level }): SearchItem<string> => ({
      label: text,
      // Before the relations: a long question leaves no room for it beside the text. It names skill and split.
      detail: `${id} · ${levelNames[level]} · ${relations.join(" → ")}`,
      value: id,
    }));
    const isRestricted = Object.keys(filter).length > 0;
    return {
      title: `${manifest.name} · ${filterName(filter, person)} · ${t("{0} questions", formatCount(total))}`,
      items,
      recent: isRestricted ? [] : recent.of(folder),
      buttons: [...restrictionButtons(filter, (next) => (filter = next)), list],
    };
  });
  if (picked) await recent.add(folder, picked);
  return picked?.value;
}
