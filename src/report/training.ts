import { levelNames } from "../core/dataset/types.ts";
import type { Comparison } from "../core/runs/types.ts";
import { axes } from "../../webview/shared/chart-axes.ts";
import { seriesColors } from "../../webview/shared/names.ts";
import { metricPoints, type ChartModel, type ValueFormat } from "../../webview/shared/series.ts";

interface Curve {
  readonly metric: string;
  readonly title: string;
  readonly format: ValueFormat;
  readonly isShare?: boolean;
}

const level = (name: keyof typeof levelNames): Curve => ({
  metric: `eval/comp/${name}/accuracy`,
  title: `COMP ${levelNames[name]} while training`,
  format: "percent",
  isShare: true,
});

const curves: readonly Curve[] = [
  level("iid"),
  level("composition"),
  level("zero-shot"),
  { metric: "reward", title: "Reward", format: "number" },
  { metric: "loss", title: "Loss", format: "number" },
  { metric: "entropy", title: "Entropy", format: "number" },
  { metric: "kl", title: "KL divergence", format: "number" },
  { metric: "grad_norm", title: "Gradient norm", format: "number" },
];

/** Training curves of the runs over each other; those that no run has are left out. */
export function trainingCharts({ runs }: Comparison): ChartModel[] {
  return curves.flatMap(({ metric, title, format, isShare = false }): ChartModel[] => {
    const series = runs
      .map(({ run, metrics }, style) => ({
        name: run.name,
        color: seriesColors[style % seriesColors.length]!,
        style,
        points: metricPoints(metrics, metric, "step"),
      }))
      .filter(({ points }) => points.length > 0);
    const yDomain = isShare ? ({ yDomain: [0, 1] } as const) : {};
    const id = metric.replaceAll("/", "-");
    return series.length === 0
      ? []
      : [{ id, title, ...axes.step, yFormat: format, ...yDomain, smoothable: !isShare, series }];
  });
}
