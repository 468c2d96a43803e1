import { t } from "@vscode/l10n";
import type { AtomStatus, Boundary, FailureKind, HopSkill } from "./types.ts";

/*
 * The names of what error analyses count, in panels, reports and terminals. Panels have their translations before this
 * module is loaded; reports and terminals are in English.
 */

export const kindNames: Readonly<Record<FailureKind, string>> = {
  relation: t("Relation confused"),
  entity: t("Entity confused"),
  distractor: t("Copied from a distractor"),
  object: t("Wrong object"),
  unrelated: t("Another fact altogether"),
  skipped: t("Hop left out"),
  malformed: t("Malformed statement"),
  "early-stop": t("Stopped early"),
  extra: t("Other hops in between"),
  answer: t("Right chain, wrong answer"),
};

export const boundaryNames: Readonly<Record<Boundary, string>> = {
  start: t("Start of the chain"),
  "mem-ctx": t("MEM → CTX"),
  "ctx-mem": t("CTX → MEM"),
  same: t("No boundary"),
  end: t("Behind the last hop"),
};

export const hopSkillNames: Readonly<Record<HopSkill, string>> = {
  mem: t("MEM hop (from the weights)"),
  ctx: t("CTX hop (from the prompt)"),
};

export const atomNames: Readonly<Record<AtomStatus, string>> = {
  known: t("Fact known, composition failed"),
  missing: t("Fact missing when asked alone"),
  "not-asked": t("Fact not asked alone"),
};
