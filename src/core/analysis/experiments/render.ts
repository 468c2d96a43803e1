import { t } from "@vscode/l10n";
import { renderTable, type Column } from "../../table.ts";
import type { FindingStatus, Verdict } from "../types.ts";
import type { ArmVerdict, Expectation, ExpectationKey, Experiment, ExperimentReport } from "./types.ts";

/** A report as plain text: who plays which part, a table of what was expected and found, and what decides. */
export function renderExperiment({ experiment, parts, expectations, verdicts, unlike }: ExperimentReport): string {
  const seeds = parts[0]!.runs.length;
  const right = (title: string): Column => ({ title, align: "right" });
  const rows = expectations.map((expectation) => {
    const { key, kind, paper, observed, limit, status } = expectation;
    return [
      expectationText(key),
      paper === undefined ? "–" : number(paper, kind),
      `${number(observed.value, kind)} [${number(observed.low, kind)}, ${number(observed.high, kind)}]`,
      ...(seeds > 1 ? [observed.bySeed.map((value) => number(value, kind)).join(" ")] : []),
      limit === undefined ? "" : limitText(limit, kind),
      status === undefined ? "" : statusText(status),
    ];
  });
  const columns = [
    { title: titleOf(experiment) },
    right(t("paper")),
    right(t("observed")),
    ...(seeds > 1 ? [right(t("by seed"))] : []),
    right(t("expected")),
    { title: "" },
  ];
  return [
    ...parts.map(
      ({ part, runs }) => `${part.padEnd("sft-mem-ctx-rl".length)}  ${runs.map(({ name }) => name).join(", ")}`,
    ),
    "",
    renderTable(columns, rows),
    ...(verdicts.length > 0 ? ["", ...verdicts.map(verdictLine)] : []),
    "",
    t(
      "In % and points, greedy but for pass@k. [ ]: 95 %, over the questions of all seeds. The paper's numbers are those of Qwen2.5-1.5B.",
    ),
    ...(unlike.length > 0
      ? [t("The two RL runs should differ in their start alone, but differ in {0} too.", unlike.join("; "))]
      : []),
  ].join("\n");
}

const number = (value: number, kind: Expectation["kind"]): string => {
  const points = Math.round(value * 100);
  if (kind === "share") return String(points);
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : "±0";
};

function limitText({ side, threshold }: NonNullable<Expectation["limit"]>, kind: Expectation["kind"]): string {
  const text = threshold === 0 ? "0" : number(threshold, kind);
  return side === "above" ? t("above {0}", text) : t("below {0}", text);
}

function statusText(status: FindingStatus): string {
  switch (status) {
    case "holds":
      return t("holds");
    case "does-not-hold":
      return t("does not hold");
    case "undecided":
      return t("undecided");
  }
}

function titleOf(experiment: Experiment): string {
  switch (experiment) {
    case "baseline":
      return t("Baseline: the SFT generalization paradox");
    case "atomic-prerequisite":
      return t("Atomic prerequisite: RL from the atoms and from COMP");
    case "pass-at-k":
      return t("pass@k on COMP Zero-shot: after RL less before");
  }
}

const texts: Readonly<Record<ExpectationKey, () => string>> = {
  "sft-comp-iid": () => t("SFT on COMP: I.I.D."),
  "sft-comp-composition": () => t("SFT on COMP: Composition"),
  "sft-comp-zero-shot": () => t("SFT on COMP: Zero-shot"),
  "sft-comp-zero-shot-chain": () => t("SFT on COMP: Zero-shot, whole chains"),
  collapse: () => t("SFT on COMP: I.I.D. less Zero-shot"),
  "sft-mem-ctx-zero-shot": () => t("SFT on MEM+CTX: Zero-shot"),
  "sft-mem-ctx-rl-zero-shot": () => t("SFT on MEM+CTX, then RL: Zero-shot"),
  "sft-comp-rl-zero-shot": () => t("SFT on COMP, then RL: Zero-shot"),
  "arms-zero-shot": () => t("The first less the second, after RL: Zero-shot"),
  "arms-zero-shot-chain": () => t("The same, whole chains"),
  "sft-mem-ctx-gain": () => t("What RL adds to SFT on MEM+CTX: Zero-shot"),
  "sft-comp-gain": () => t("What RL adds to SFT on COMP: Zero-shot"),
  "sft-mem-ctx-gap-first": () => t("SFT on MEM+CTX: gap at k = 1"),
  "sft-mem-ctx-gap-last": () => t("SFT on MEM+CTX: gap at the largest k, which persists"),
  "sft-comp-gap-first": () => t("SFT on COMP: gap at k = 1"),
  "sft-comp-gap-last": () => t("SFT on COMP: gap at the largest k, where curves meet"),
};

const expectationText = (key: ExpectationKey): string => texts[key]();

function verdictLine({ arm, measure, verdict, bySeed, k }: ArmVerdict): string {
  const of = measure === "answer" ? t("answers") : t("whole chains");
  const seeds = bySeed.length > 1 ? ` (${bySeed.map(verdictText).join(", ")})` : "";
  return t("{0}, {1}, up to k = {2}: {3}{4}", arm, of, k, verdictText(verdict), seeds);
}

function verdictText(verdict: Verdict): string {
  switch (verdict) {
    case "synthesis":
      return t("synthesis");
    case "amplification":
      return t("amplification");
    case "undecided":
      return t("undecided");
  }
}
