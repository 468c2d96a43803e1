import { RunFolder } from "../../runs/folder.ts";
import { UserError } from "../../errors.ts";
import { differencesOf, flatten } from "../../runs/differences.ts";
import { differenceOf } from "../difference.ts";
import type { AnalysisOptions } from "../run.ts";
import type { FindingStatus, PassAtKComparison, Thresholds } from "../types.ts";
import { accuracyOf, differenceBetween, passAtKBetween, type Observation, type PlayingRun } from "./observe.ts";
import type { ArmVerdict, Expectation, Experiment, ExperimentReport, Part } from "./types.ts";

type Seen = (part: Part) => readonly Observation[];

/** What the runs of each part answered, in their newest evaluations. @throws UserError where one is not evaluated. */
export async function observe(
  cast: Iterable<readonly [Part, readonly PlayingRun[]]>,
  read: NonNullable<AnalysisOptions["read"]>,
): Promise<ReadonlyMap<Part, readonly Observation[]>> {
  const observed = new Map<Part, readonly Observation[]>();
  for (const [part, runs] of cast)
    observed.set(part, await Promise.all(runs.map(async (run) => ({ run, evaluation: await newest(run, read) }))));
  return observed;
}

/**
 * What an experiment found, beside what the source did (paper-summary: first three experiments).
 * @throws UserError where runs were not asked what the experiment needs.
 */
export function reportExperiment(
  experiment: Experiment,
  observed: ReadonlyMap<Part, readonly Observation[]>,
  thresholds: Thresholds,
): ExperimentReport {
  const parts = Array.from(observed, ([part, seen]) => ({
    part,
    runs: seen.map(({ run: { id, name, seed } }) => ({ id, name, seed })),
  }));
  const found = {
    expectations: [],
    verdicts: [],
    ...expectations[experiment]((part) => observed.get(part)!, thresholds),
  };
  return { experiment, parts, ...found, unlike: unlikeRl(observed) };
}

async function newest(
  { folder, name }: PlayingRun,
  read: NonNullable<AnalysisOptions["read"]>,
): Promise<Observation["evaluation"]> {
  const place = new RunFolder(folder);
  const step = (await place.readEvaluations()).at(-1)?.step;
  if (step === undefined) throw new UserError(`${folder}: ${name} is not evaluated yet; evaluate it first.`);
  return read(place, step);
}

type Found = Partial<Pick<ExperimentReport, "expectations" | "verdicts">>;

const expectations: Readonly<Record<Experiment, (seen: Seen, thresholds: Thresholds) => Found>> = {
  baseline: (seen, { trapIid, trapZeroShot }) => {
    const runs = seen("sft-comp");
    const [iid, zeroShot] = [accuracyOf(runs, "iid", "answer"), accuracyOf(runs, "zero-shot", "answer")];
    const bySeed = iid.bySeed.map((share, i) => share - zeroShot.bySeed[i]!);
    return {
      expectations: [
        expect("sft-comp-iid", "share", 0.9, iid, { side: "above", threshold: trapIid }),
        expect("sft-comp-composition", "share", 0.76, accuracyOf(runs, "composition", "answer")),
        expect("sft-comp-zero-shot", "share", 0.18, zeroShot, { side: "below", threshold: trapZeroShot }),
        expect("collapse", "difference", 0.72, { ...differenceOf(iid, zeroShot), bySeed }, aboveZero),
        expect("sft-comp-zero-shot-chain", "share", undefined, accuracyOf(runs, "zero-shot", "chain"), {
          side: "below",
          threshold: trapZeroShot,
        }),
      ],
    };
  },
  "atomic-prerequisite": (seen, { rlGain }) => {
    const [atomic, afterRl] = [seen("sft-mem-ctx"), seen("sft-mem-ctx-rl")];
    const [comp, compAfterRl] = [seen("sft-comp"), seen("sft-comp-rl")];
    const zeroShot = (runs: readonly Observation[]) => accuracyOf(runs, "zero-shot", "answer");
    return {
      expectations: [
        expect("sft-mem-ctx-zero-shot", "share", undefined, zeroShot(atomic)),
        expect("sft-mem-ctx-rl-zero-shot", "share", 0.5, zeroShot(afterRl)),
        expect("sft-comp-rl-zero-shot", "share", 0.18, zeroShot(compAfterRl)),
        expect("arms-zero-shot", "difference", 0.32, between(afterRl, compAfterRl, "answer"), aboveZero),
        expect("arms-zero-shot-chain", "difference", undefined, between(afterRl, compAfterRl, "chain"), aboveZero),
        expect("sft-mem-ctx-gain", "difference", undefined, between(afterRl, atomic, "answer"), {
          side: "above",
          threshold: rlGain,
        }),
        expect("sft-comp-gain", "difference", 0, between(compAfterRl, comp, "answer"), {
          side: "below",
          threshold: rlGain,
        }),
      ],
    };
  },
  "pass-at-k": (seen, thresholds) => {
    const arms = (["sft-mem-ctx", "sft-comp"] as const).map((arm) => {
      const compared = passAtKBetween(seen(`${arm}-rl`), seen(arm), "answer", thresholds);
      const chains = passAtKBetween(seen(`${arm}-rl`), seen(arm), "chain", thresholds);
      if (!compared || !chains)
        throw new UserError(
          `${seen(arm)[0]!.run.name} has no samples of COMP Zero-shot questions: set evaluate.samples to ${thresholds.k} or more.`,
        );
      return { arm, compared, chains };
    });
    return {
      expectations: arms.flatMap(({ arm, compared }) => gapExpectations(arm, compared, thresholds)),
      verdicts: arms.flatMap(({ arm, compared, chains }) => [
        verdictOf(arm, compared.all, compared.bySeed),
        verdictOf(arm, chains.all, chains.bySeed),
      ]),
    };
  },
};

const aboveZero = { side: "above", threshold: 0 } as const;

const between = (own: readonly Observation[], other: readonly Observation[], measure: "answer" | "chain") =>
  differenceBetween(own, other, "zero-shot", measure);

function gapExpectations(
  arm: ArmVerdict["arm"],
  { all, bySeed }: NonNullable<ReturnType<typeof passAtKBetween>>,
  { gap, k }: Thresholds,
): Expectation[] {
  const side = arm === "sft-mem-ctx" ? "above" : "below";
  const at = (place: 0 | -1) => {
    const { value, low, high } = all.gaps.at(place)!;
    return { value, low, high, bySeed: bySeed.map(({ gaps }) => gaps.at(place)!.value) };
  };
  const last = expect(`${arm}-gap-last`, "difference", undefined, at(-1), { side, threshold: gap });
  // Curves that are apart at a small k may meet yet.
  const isTooSmall = side === "above" && last.status === "holds" && all.gaps.at(-1)!.k < k;
  return [
    expect(`${arm}-gap-first`, "difference", undefined, at(0)),
    { ...last, ...(isTooSmall && { status: "undecided" }) },
  ];
}

const verdictOf = (
  arm: ArmVerdict["arm"],
  { measure, verdict, samples, gaps }: PassAtKComparison,
  bySeed: readonly PassAtKComparison[],
): ArmVerdict => ({ arm, measure, verdict, bySeed: bySeed.map((one) => one.verdict), k: gaps.at(-1)?.k ?? samples });

function expect(
  key: Expectation["key"],
  kind: Expectation["kind"],
  paper: number | undefined,
  observed: Expectation["observed"],
  limit?: Expectation["limit"],
): Expectation {
  return {
    key,
    kind,
    ...(paper !== undefined && { paper }),
    observed,
    ...(limit && { limit, status: statusOf(observed, limit) }),
  };
}

/** Holds where the whole interval lies on the expected side. */
function statusOf(
  { low, high }: Expectation["observed"],
  { side, threshold }: NonNullable<Expectation["limit"]>,
): FindingStatus {
  if (side === "above") return low > threshold ? "holds" : high <= threshold ? "does-not-hold" : "undecided";
  return high < threshold ? "holds" : low >= threshold ? "does-not-hold" : "undecided";
}

/** The source gives both arms the same RL. */
function unlikeRl(observed: ReadonlyMap<Part, readonly Observation[]>): string[] {
  const specs = (["sft-mem-ctx-rl", "sft-comp-rl"] as const).flatMap((part) => observed.get(part)?.[0]?.run.spec ?? []);
  if (specs.length < 2) return [];
  const differences = differencesOf(specs.map((spec) => flatten({ ...spec, from: undefined })));
  return differences.map(({ path, values }) => `${path} (${values.join(", ")})`);
}
