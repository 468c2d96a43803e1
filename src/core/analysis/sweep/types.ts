import type { Level, Skill } from "../../dataset/types.ts";
import type { Estimate, SeedBand, Verdict } from "../types.ts";

/** A setting of a sweep on x, and what runs answer at each of its values. */
export interface SweepAnalysis {
  /** As the sweep has it: `questions.irrelevantContext`. */
  readonly setting: string;
  /** Ascending where all are numbers, else in the order of the sweep. */
  readonly values: readonly SweepValue[];
  readonly curves: readonly SweepCurve[];
  readonly crossovers: readonly Crossover[];
}

export interface SweepValue {
  /** As in the names of runs. */
  readonly text: string;
  /** Where all values of the setting are numbers. */
  readonly number?: number;
}

/** A run of the file over the values of the setting, all else but the seeds the same. */
export interface SweepCurve {
  /** `sft-comp`, with the other settings that matter to it: `sft-comp@ctx=2`. */
  readonly name: string;
  /** The setting does not matter to it: it is the same everywhere. */
  readonly isFlat: boolean;
  /** Of the values at which a run is evaluated. */
  readonly points: readonly SweepPoint[];
}

export interface SweepPoint {
  /** Place among the values. */
  readonly value: number;
  /** One for each seed. */
  readonly runs: readonly { readonly id: string; readonly name: string; readonly seed: number }[];
  readonly cells: readonly SweepCell[];
  /** Of runs that start from another: what pass@k on COMP Zero-shot says of them. */
  readonly verdicts: readonly Verdict[];
}

export interface SweepCell {
  readonly skill: Skill;
  readonly level: Level;
  /** Of all seeds together. */
  readonly questions: number;
  readonly lenient: SweepBand;
  readonly strict: SweepBand;
}

/** Of one seed Wilson's interval, of several the smallest and the largest. */
export interface SweepBand extends SeedBand {
  /** In the order of the point's runs. */
  readonly bySeed: readonly number[];
}

/** One curve overtakes another on COMP I.I.D.: the setting's first value at which it is clearly ahead, having not been before. */
export interface Crossover {
  /** Names of curves. */
  readonly ahead: string;
  readonly behind: string;
  /** Place of that value among the values. */
  readonly from: number;
  /** Place of the last value before at which it is clearly behind; absent where it never is. */
  readonly after?: number;
  /** Where straight lines through the means meet; absent where values are no numbers, or the means did not change sides. */
  readonly meet?: number;
  /** On I.I.D. at `from`: ahead − behind, of all seeds' questions together (Newcombe's interval). */
  readonly difference: Estimate;
  /** Seeds in which it is ahead there, of those that both have. */
  readonly seeds: { readonly ahead: number; readonly of: number };
  /** On COMP Zero-shot at `from`, of all seeds' questions together; absent where a run was not asked. */
  readonly zeroShot?: { readonly ahead: Estimate; readonly behind: Estimate; readonly difference: Estimate };
}
