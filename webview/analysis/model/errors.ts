import { t } from "@vscode/l10n";
import { wilsonInterval } from "../../../src/core/analysis/wilson.ts";
import type { ErrorProgress, HopFailures, RunAnalysis } from "../../../src/core/analysis/types.ts";
import type { Level } from "../../../src/core/dataset/types.ts";
import type { ErrorFilter, PanelAnalysis } from "../../../src/protocol/analysis-panel.ts";
import type { Bar, BarGroup, BarsModel } from "../../shared/bars-model.ts";
import { atomNames, boundaryNames, hopSkillNames, kindNames } from "../../../src/core/analysis/error-names.ts";
import { analysisSeries } from "./series.ts";

/** Bins of the share of a chain before its first error; the last is that of chains whose hops are all right. */
export const progressBins: readonly { readonly from: number; readonly to: number; readonly label: string }[] = [
  { from: 0, to: 0.25, label: "0–25 %" },
  { from: 0.25, to: 0.5, label: "25–50 %" },
  { from: 0.5, to: 0.75, label: "50–75 %" },
  { from: 0.75, to: 1, label: "75–100 %" },
  { from: 1, to: 2, label: t("behind all hops") },
];

/** A chart of errors, and the wrong chains behind each of its groups. */
export interface ErrorBars extends BarsModel {
  readonly filterOf: (group: string) => ErrorFilter;
}

export interface ErrorsShown {
  readonly level?: Level | undefined;
  readonly knownOnly: boolean;
}

/** The errors of a level, or of all levels together; undefined where they were not analysed. */
export function errorsOf(
  { errors, errorsOfKnown = [] }: RunAnalysis,
  { level, knownOnly }: ErrorsShown,
): ErrorProgress | undefined {
  return (knownOnly ? errorsOfKnown : errors).find((one) => one.level === level);
}

function shareBar(count: number, total: number): Bar | undefined {
  if (total === 0) return undefined;
  return { value: count / total, ...wilsonInterval(count / total, total), note: t("{0} of {1}", count, total) };
}

type Reader = (errors: ErrorProgress, group: string) => Bar | undefined;

function errorBars(
  analysis: PanelAnalysis,
  shown: ErrorsShown,
  chart: Pick<BarsModel, "id" | "title" | "category" | "most" | "divider">,
  groups: readonly Pick<BarGroup, "id" | "label">[],
  read: Reader,
  filterOf: ErrorBars["filterOf"],
): ErrorBars {
  const series = analysisSeries(analysis);
  const errors = series.map((one) => errorsOf(one.analysis, shown));
  return {
    ...chart,
    format: "percent",
    series,
    groups: groups
      .map((group) => ({ ...group, bars: errors.map((own) => own && read(own, group.id)) }))
      .filter(({ bars }) => bars.some((bar) => bar !== undefined)),
    filterOf,
  };
}

/** Where along the chain the first error lies, as shares of all wrong chains. */
export function progressBars(analysis: PanelAnalysis, shown: ErrorsShown): ErrorBars {
  return errorBars(
    analysis,
    shown,
    {
      id: "error-progress",
      title: t("First error along the chain"),
      category: t("Share of the chain before the first error"),
      divider: { behind: 2, labels: [t("early: the bridge fails"), t("late")] },
    },
    progressBins.map(({ label }, bin) => ({ id: String(bin), label })),
    ({ byHops, wrong }, bin) => {
      const { from, to } = progressBins[Number(bin)]!;
      const counts = byHops.flatMap(({ hops, firstWrong }) =>
        firstWrong.filter((_, hop) => hop / hops >= from && hop / hops < to),
      );
      return shareBar(
        counts.reduce((sum, count) => sum + count, 0),
        wrong,
      );
    },
    (bin) => {
      const { from, to } = progressBins[Number(bin)]!;
      return { progress: [from, to] };
    },
  );
}

/** Which hop is the first wrong one, of the chains of each length. */
export function hopBars(analysis: PanelAnalysis, shown: ErrorsShown): ErrorBars {
  const lengths = analysisSeries(analysis).flatMap(({ analysis: own }) =>
    (errorsOf(own, shown)?.byHops ?? []).map(({ hops }) => hops),
  );
  const groups = [...new Set(lengths)]
    .sort((a, b) => a - b)
    .flatMap((hops) =>
      Array.from({ length: hops + 1 }, (_, hop) => ({
        id: `${hops} ${hop}`,
        label: t("{0} hops: {1}", hops, hop === hops ? t("behind the last") : t("hop {0}", hop + 1)),
      })),
    );
  const place = (id: string) => id.split(" ").map(Number) as [hops: number, hop: number];
  return errorBars(
    analysis,
    shown,
    { id: "error-hops", title: t("First wrong hop, by hops of the chain"), category: t("Chain and hop") },
    groups,
    ({ byHops }, id) => {
      const [hops, hop] = place(id);
      const own = byHops.find((one) => one.hops === hops);
      return own && shareBar(own.firstWrong[hop]!, own.chains);
    },
    (id) => {
      const [hops, hop] = place(id);
      return { hops, hop };
    },
  );
}

function rateBar(failures: readonly HopFailures<string>[], key: string): Bar | undefined {
  const own = failures.find((one) => one.key === key);
  if (own === undefined || own.reached === 0) return undefined;
  return { ...own.rate, note: t("{0} of {1}", own.wrong, own.reached) };
}

/** How often a hop fails that is reached with all before it right, by its skill. */
export const skillBars = (analysis: PanelAnalysis, shown: ErrorsShown): ErrorBars =>
  errorBars(
    analysis,
    shown,
    { id: "error-skills", title: t("Failure of hops that are reached, by skill"), category: t("Skill of the hop") },
    Object.entries(hopSkillNames).map(([id, label]) => ({ id, label })),
    ({ bySkill }, key) => rateBar(bySkill, key),
    (key) => ({ hopSkill: key as keyof typeof hopSkillNames }),
  );

/** The same by what is crossed just before the hop. */
export const boundaryBars = (analysis: PanelAnalysis, shown: ErrorsShown): ErrorBars =>
  errorBars(
    analysis,
    shown,
    {
      id: "error-boundaries",
      title: t("Failure of hops that are reached, by boundary"),
      category: t("Boundary crossed"),
    },
    Object.entries(boundaryNames).map(([id, label]) => ({ id, label })),
    ({ byBoundary }, key) => rateBar(byBoundary, key),
    (key) => ({ boundary: key as keyof typeof boundaryNames }),
  );

/** What stands in the place of the first wrong hop, as shares of all wrong chains, the most frequent first. */
export function kindBars(analysis: PanelAnalysis, shown: ErrorsShown): ErrorBars {
  const kinds = analysisSeries(analysis).flatMap(({ analysis: own }) =>
    (errorsOf(own, shown)?.kinds ?? []).map(({ kind }) => kind),
  );
  return errorBars(
    analysis,
    shown,
    { id: "error-kinds", title: t("Kinds of failure"), category: t("In place of the first wrong hop") },
    [...new Set(kinds)].map((id) => ({ id, label: kindNames[id] })),
    ({ kinds: own, wrong }, id) => shareBar(own.find(({ kind }) => kind === id)?.count ?? 0, wrong),
    (id) => ({ kind: id as keyof typeof kindNames }),
  );
}

/** Whether the fact of the first wrong hop is known when asked alone: composition failures beside memory failures. */
export const atomBars = (analysis: PanelAnalysis, shown: ErrorsShown): ErrorBars =>
  errorBars(
    analysis,
    shown,
    { id: "error-atoms", title: t("Composition or memory"), category: t("Fact of the first wrong hop, asked alone") },
    Object.entries(atomNames).map(([id, label]) => ({ id, label })),
    ({ kinds, wrong }, id) =>
      shareBar(
        kinds.reduce((sum, { byAtom }) => sum + byAtom[id as keyof typeof atomNames], 0),
        wrong,
      ),
    (id) => ({ atom: id as keyof typeof atomNames }),
  );

/** The charts that have something to show, in the order of a reader's questions: where, how, why, and at which hop. */
export function errorCharts(analysis: PanelAnalysis, shown: ErrorsShown): readonly ErrorBars[] {
  const asked = [analysis.run, analysis.reference].some((one) => one?.atoms !== undefined);
  const charts = [progressBars, kindBars, ...(asked ? [atomBars] : []), boundaryBars, skillBars, hopBars];
  return charts.map((chart) => chart(analysis, shown)).filter(({ groups }) => groups.length > 0);
}
