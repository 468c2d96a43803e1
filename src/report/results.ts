import { disjoint, wilsonInterval } from "../core/analysis/wilson.ts";
import { levelNames } from "../core/dataset/types.ts";
import { formatCount, formatDuration } from "../core/format.ts";
import type { ConfigDifference, EvaluationCell, RunComparison } from "../core/runs/types.ts";
import { formatPercent, formatPoints } from "../../webview/shared/format.ts";
import { skillNames, skillOrder } from "../../webview/shared/names.ts";
import type { Table } from "./markup.ts";

/** What was run. */
export function runsTable({ runs }: RunComparison): Table {
  const rows = runs.map(({ run }) => [
    run.name,
    run.config.method,
    run.config.from === "base" ? "a new model" : run.config.from,
    `${run.state}, step ${run.progress.step} of ${run.progress.steps}`,
    String(run.seed),
    formatCount(run.model.parameters),
    `${run.dataset.name}-${run.dataset.hash}`,
    `${run.engine.name}, ${run.engine.device}, ${run.engine.threads} threads`,
    formatDuration(run.progress.seconds),
  ]);
  const header = ["Run", "Method", "Starts from", "State", "Seed", "Parameters", "Dataset", "Engine", "Training"];
  return { header, rows };
}

/** Accuracy by skill and level with its interval, and the difference from the first run. */
export function levelsTable({ runs }: RunComparison, measure: "accuracy" | "strictAccuracy"): Table {
  const keys = new Map(
    runs.flatMap(({ cells = [] }) => cells.map((cell) => [`${cell.skill} ${cell.level}`, cell] as const)),
  );
  const ordered = skillOrder.flatMap((skill) => [...keys.values()].filter((cell) => cell.skill === skill));
  const rows = ordered.map(({ skill, level }) => {
    const own = runs.map(({ cells = [] }) => cells.find((cell) => cell.skill === skill && cell.level === level));
    return [
      `${skillNames[skill]} ${levelNames[level]}`,
      ...own.map((cell, i) => accuracyText(cell, i === 0 ? undefined : own[0], measure)),
    ];
  });
  return { header: ["", ...runs.map(({ run }) => run.name)], rows };
}

function accuracyText(
  cell: EvaluationCell | undefined,
  baseline: EvaluationCell | undefined,
  measure: "accuracy" | "strictAccuracy",
): string {
  if (!cell) return "–";
  const interval = wilsonInterval(cell[measure], cell.questions);
  const text = `${formatPercent(cell[measure])} [${formatPercent(interval.low)} – ${formatPercent(interval.high)}]`;
  if (!baseline) return text;
  const isClear = disjoint(interval, wilsonInterval(baseline[measure], baseline.questions));
  return `${text} ${formatPoints(cell[measure] - baseline[measure])}${isClear ? "*" : ""}`;
}

export function differencesTable({ runs }: RunComparison, differences: readonly ConfigDifference[]): Table {
  return {
    header: ["", ...runs.map(({ run }) => run.name)],
    rows: differences.map(({ path, values }) => [path, ...values]),
  };
}

/** Versions as the runs were started with. */
export function environmentTable({ runs }: RunComparison): Table {
  const names = [...new Set(runs.flatMap(({ run }) => Object.keys(run.versions)))].sort();
  return {
    header: ["", ...runs.map(({ run }) => run.name)],
    rows: names.map((name) => [name, ...runs.map(({ run }) => run.versions[name] ?? "–")]),
  };
}
