import { t } from "@vscode/l10n";
import type { EntropyRow } from "../../../../src/core/analysis/probe-types.ts";
import { levelNames, type Level, type Skill } from "../../../../src/core/dataset/types.ts";
import type { PanelProbe } from "../../../../src/protocol/probe.ts";
import type { BarsModel } from "../../../shared/bars-model.ts";
import type { TextTable } from "../../../shared/data-table.ts";
import { seriesColors, skillNames, skillOrder } from "../../../shared/names.ts";
import { stageName } from "./representations.ts";

const cellName = (skill: Skill, level: Level | undefined): string =>
  level === undefined ? skillNames[skill] : `${skillNames[skill]} ${levelNames[level]}`;

const find = (rows: readonly EntropyRow[] | undefined, skill: Skill, level: Level | undefined) =>
  rows?.find((row) => row.skill === skill && row.level === level);

/** Skills and levels that the run was asked, COMP first. */
const cellsOf = ({ uncertainty: { after } }: PanelProbe): readonly EntropyRow[] =>
  skillOrder.flatMap((skill) => after.filter((row) => row.skill === skill));

/** Entropy by skill and level, of the run and of the reference. */
export function entropyBars(probe: PanelProbe, perToken: boolean): BarsModel {
  const { after, before } = probe.uncertainty;
  const of = perToken ? "perToken" : "perAnswer";
  const all = before ? [after, before] : [after];
  const names = [stageName(probe, "after"), ...(before ? [stageName(probe, "before")] : [])];
  return {
    id: `entropy-${perToken ? "token" : "answer"}`,
    title: perToken ? t("Entropy of a token, nats") : t("Entropy of an answer, nats"),
    category: t("Skill and level"),
    format: "number",
    series: names.map((name, i) => ({ name, color: seriesColors[i]! })),
    groups: cellsOf(probe)
      .filter(({ level }) => level !== undefined)
      .map(({ skill, level }) => ({
        id: `${skill} ${level!}`,
        label: cellName(skill, level),
        bars: all.map((rows) => {
          const row = find(rows, skill, level);
          if (!row) return undefined;
          const { value, low, high } = row[of];
          return {
            value: rounded(value),
            low: rounded(low),
            high: rounded(high),
            note: t("{0} questions", row.questions),
          };
        }),
      })),
  };
}

const rounded = (value: number): number => Number(value.toPrecision(3));

const signed = (value: number, digits: number): string =>
  `${value > 0 ? "+" : ""}${value.toFixed(digits).replace("-", "−")}`;

/** After − before with its interval; empty without a reference. */
export function changeTable({ uncertainty: { changes } }: PanelProbe): TextTable {
  const rows = skillOrder.flatMap((skill) => (changes ?? []).filter((row) => row.skill === skill));
  const cell = ({ value, low, high }: EntropyRow["perAnswer"], digits: number): string =>
    `${signed(value, digits)} (${signed(low, digits)} … ${signed(high, digits)})`;
  return {
    header: ["", t("Questions"), t("Answer"), t("Token")],
    rows: rows.map(({ skill, level, questions, perAnswer, perToken }) => [
      level === undefined ? skillNames[skill] : `– ${levelNames[level]}`,
      String(questions),
      cell(perAnswer, 2),
      cell(perToken, 3),
    ]),
  };
}
