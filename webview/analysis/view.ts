import { t } from "@vscode/l10n";
import type { Measure } from "../../src/core/analysis/types.ts";
import type { Level, Skill } from "../../src/core/dataset/types.ts";
import type { StatePlace } from "../../src/core/runs/probe.ts";
import type { ErrorFilter } from "../../src/protocol/analysis-panel.ts";
import type { Division } from "./model/accuracy.ts";

export const tabNames = {
  verdict: t("Verdict"),
  passAtK: "pass@k",
  accuracy: t("Accuracy"),
  errors: t("Errors"),
  representations: t("Representations"),
  uncertainty: t("Uncertainty"),
  heads: t("Heads"),
} as const;
export type TabName = keyof typeof tabNames;

/** How the user looks at an analysis; kept over a reload of the window. */
export interface View {
  readonly tab: TabName;
  readonly measure: Measure;
  /** Of pass@k, accuracy, tokens and heads; errors are those of COMP. */
  readonly skill: Skill;
  /** Of accuracy, errors and heads; absent: all. */
  readonly level?: Level | undefined;
  readonly division: Division;
  /** Errors of questions alone whose facts are all known when asked alone. */
  readonly knownOnly: boolean;
  /** Of the wrong chains that are listed, beside the level. */
  readonly filter: ErrorFilter;
  /** Id of the question whose chain is looked at. */
  readonly question?: string | undefined;
  /** Of hidden states: where they are read, and in which layer; absent: the last. */
  readonly place: StatePlace;
  readonly layer?: number | undefined;
  /** Whether entropies are those of tokens, instead of answers. */
  readonly perToken: boolean;
  /** Id of the question whose tokens are looked at. */
  readonly strip?: string | undefined;
}

export const firstView: View = {
  tab: "verdict",
  measure: "answer",
  skill: "comp",
  division: "hops",
  knownOnly: false,
  filter: {},
  place: "prompt",
  perToken: false,
};
