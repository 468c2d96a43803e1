import { t } from "@vscode/l10n";
import { boundaryNames, kindNames } from "../../../src/core/analysis/error-names.ts";
import { shareOf } from "../../../src/core/analysis/share.ts";
import type { ErrorProgress, Estimate, FailureKind, StepAnalysis } from "../../../src/core/analysis/types.ts";
import { levelNames, levels } from "../../../src/core/dataset/types.ts";
import { axes } from "../../shared/chart-axes.ts";
import { seriesColors } from "../../shared/names.ts";
import type { ChartModel } from "../../shared/series.ts";
import type { ErrorsShown } from "./errors.ts";

/** As many as lines can be told apart in a small chart. */
const mostKinds = 5;

interface Line {
  readonly name: string;
  /** Undefined where a step has no such number. */
  readonly at: (step: StepAnalysis) => Estimate | undefined;
}

function chart(id: string, title: string, steps: readonly StepAnalysis[], lines: readonly Line[]): ChartModel {
  const series = lines.map(({ name, at }, style) => ({
    name,
    color: seriesColors[style % seriesColors.length]!,
    style,
    points: steps.flatMap((one) => {
      const found = at(one);
      return found ? [{ x: one.step, y: found.value, low: found.low, high: found.high }] : [];
    }),
  }));
  const drawn = series.filter(({ points }) => points.length > 0);
  return { id, title, ...axes.step, yFormat: "percent", yDomain: [0, 1], smoothable: false, series: drawn };
}

/** How accuracy and errors of COMP chains change over the evaluated steps of a run. */
export function stepCharts(steps: readonly StepAnalysis[], { level, knownOnly }: ErrorsShown): readonly ChartModel[] {
  const errorsAt = ({ errors, errorsOfKnown = [] }: StepAnalysis): ErrorProgress | undefined =>
    (knownOnly ? errorsOfKnown : errors).find((one) => one.level === level);
  const shares = (name: string, read: (errors: ErrorProgress) => Estimate | undefined): Line => ({
    name,
    at: (step) => {
      const errors = errorsAt(step);
      return errors && errors.chains > 0 ? read(errors) : undefined;
    },
  });
  return [
    chart(
      "steps-chains",
      t("Whole chains right, by training step"),
      steps,
      levels.map((one) => ({
        name: `COMP ${levelNames[one]}`,
        at: (step) => step.levels.find((row) => row.skill === "comp" && row.level === one)?.strict,
      })),
    ),
    chart("steps-errors", t("Where chains break, by training step"), steps, [
      shares(t("First errors in the first half"), ({ wrong, early }) => (wrong > 0 ? early : undefined)),
      ...(["mem-ctx", "ctx-mem"] as const).map((key) =>
        shares(t("Wrong behind {0}", boundaryNames[key]), ({ byBoundary }) => {
          const own = byBoundary.find((one) => one.key === key);
          return own && own.reached > 0 ? own.rate : undefined;
        }),
      ),
    ]),
    chart(
      "steps-kinds",
      t("Kinds of failure, of all chains, by training step"),
      steps,
      frequentKinds(steps.flatMap((step) => errorsAt(step) ?? [])).map((kind) =>
        shares(kindNames[kind], ({ kinds, chains }) =>
          shareOf(kinds.find((one) => one.kind === kind)?.count ?? 0, chains),
        ),
      ),
    ),
  ].filter(({ series }) => series.length > 0);
}

function frequentKinds(all: readonly ErrorProgress[]): FailureKind[] {
  const counts = new Map<FailureKind, number>();
  for (const { kinds } of all) for (const { kind, count } of kinds) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostKinds)
    .map(([kind]) => kind);
}
