import type { Level } from "../../dataset/types.ts";
import { UserError } from "../../errors.ts";
import type { ResolvedRun } from "../../runs/resolve.ts";
import { mean } from "../bootstrap.ts";
import { pairedEstimate } from "../paired.ts";
import { comparePassAtK } from "../pass-at-k-compare.ts";
import { shareOf } from "../share.ts";
import { ofLevel } from "../tables.ts";
import { talliedCells, type EvaluationTallies, type QuestionResult } from "../tallies.ts";
import type { Measure, PassAtKComparison, QuestionTally, Thresholds } from "../types.ts";
import type { Observed } from "./types.ts";

/** A run that plays a part: plain data. */
export type PlayingRun = Pick<ResolvedRun, "id" | "name" | "seed" | "spec" | "folder" | "datasetFolder">;

/** A run and what it answered. */
export interface Observation {
  readonly run: PlayingRun;
  readonly evaluation: EvaluationTallies;
}

type Observations = readonly Observation[];

/** Right answers to COMP questions, of all seeds together with Wilson's interval. */
export function accuracyOf(observations: Observations, level: Level, measure: Measure): Observed {
  const answers = observations.map(({ evaluation }) => gradesOf(evaluation, level, measure));
  const all = answers.flat();
  const right = all.reduce((sum, one) => sum + one, 0);
  return { ...shareOf(right, all.length), bySeed: answers.map(mean) };
}

/** How much more one part answers than another, question by question. @throws UserError where they have none in common. */
export function differenceBetween(own: Observations, other: Observations, level: Level, measure: Measure): Observed {
  const bySeed = alike(own, other).map(([a, b]) => {
    const before = new Map(questionsOf(b.evaluation, level).map((result) => [result.question, result]));
    return questionsOf(a.evaluation, level).flatMap((result) => {
      const twin = before.get(result.question);
      return twin ? [gradeOf(result, measure) - gradeOf(twin, measure)] : [];
    });
  });
  const all = bySeed.flat();
  if (all.length === 0)
    throw new UserError(
      `${own[0]?.run.name} and ${other[0]?.run.name} were asked no common question: evaluate runs on the same data.`,
    );
  return { ...pairedEstimate(all), bySeed: bySeed.map(mean) };
}

/** The gap of pass@k on COMP Zero-shot, of all seeds' questions together, then of each seed; undefined without samples. */
export function passAtKBetween(
  after: Observations,
  before: Observations,
  measure: Measure,
  thresholds: Thresholds,
): { readonly all: PassAtKComparison; readonly bySeed: readonly PassAtKComparison[] } | undefined {
  const pairs = alike(after, before).map(([own, start]) => [talliesOf(own), talliesOf(start)] as const);
  const compare = (own: readonly QuestionTally[], start: readonly QuestionTally[]) =>
    comparePassAtK(start, own, { measure, thresholds });
  const all = compare(
    pairs.flatMap(([own]) => own),
    pairs.flatMap(([, start]) => start),
  );
  return all && { all, bySeed: pairs.flatMap(([own, start]) => compare(own, start) ?? []) };
}

/** Those on the same data with the same seed. */
function alike(own: Observations, other: Observations): (readonly [Observation, Observation])[] {
  return own.flatMap((a) => {
    const twin = other.find(({ run }) => run.datasetFolder === a.run.datasetFolder && run.seed === a.run.seed);
    return twin ? [[a, twin] as const] : [];
  });
}

function talliesOf({ run, evaluation }: Observation): QuestionTally[] {
  const [cell] = ofLevel(talliedCells(evaluation), "comp", "zero-shot");
  return (cell?.tallies ?? []).map((tally) => ({ ...tally, question: `${run.seed}/${tally.question}` }));
}

const questionsOf = ({ questions }: EvaluationTallies, level: Level): readonly QuestionResult[] =>
  ofLevel(questions, "comp", level);

const gradesOf = (evaluation: EvaluationTallies, level: Level, measure: Measure): number[] =>
  questionsOf(evaluation, level).map((result) => gradeOf(result, measure));

const gradeOf = ({ correct, chainCorrect }: QuestionResult, measure: Measure): number =>
  Number(measure === "answer" ? correct : chainCorrect);
