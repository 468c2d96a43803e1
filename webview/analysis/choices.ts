import { t } from "@vscode/l10n";
import type { TemplateResult } from "lit";
import type { Measure } from "../../src/core/analysis/types.ts";
import { levelNames, type Level, type Skill } from "../../src/core/dataset/types.ts";
import { segmented } from "../shared/controls.ts";
import { skillNames } from "../shared/names.ts";

export const measureChoice = (measure: Measure, onSelect: (measure: Measure) => void): TemplateResult =>
  segmented<Measure>(
    t("What counts as right"),
    [
      ["answer", t("Answer")],
      ["chain", t("Strict (chain)")],
    ],
    measure,
    onSelect,
  );

export const skillChoice = (skills: readonly Skill[], skill: Skill, onSelect: (skill: Skill) => void): TemplateResult =>
  segmented(
    t("Skill"),
    skills.map((one) => [one, skillNames[one]] as const),
    skill,
    onSelect,
  );

/** One of the levels, or all together. */
export const levelChoice = (
  levels: readonly Level[],
  level: Level | undefined,
  onSelect: (level: Level | undefined) => void,
): TemplateResult =>
  segmented<Level | "all">(
    t("Level"),
    [["all", t("All levels")], ...levels.map((one) => [one, levelNames[one]] as const)],
    level ?? "all",
    (chosen) => {
      onSelect(chosen === "all" ? undefined : chosen);
    },
  );
