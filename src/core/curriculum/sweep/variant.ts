import type { Curriculum } from "../schema.ts";

/** One of the curricula that a sweep stands for. */
export interface Variant {
  /** In the order of the sweep. */
  readonly settings: readonly Setting[];
  readonly curriculum: Curriculum;
}

/** A field that the sweep sets, with the value it has in a variant. */
export interface Setting {
  /** As the sweep has it: `runs.*.seed`. */
  readonly path: string;
  readonly value: unknown;
  /** Which of the sweep's values it is, from 0. */
  readonly index: number;
  /** What tells it from the other values of the setting; of an object, the fields in which they differ. */
  readonly parts: readonly SettingPart[];
}

export interface SettingPart {
  /** Names of fields, without `*`. */
  readonly path: readonly string[];
  /** Letters, digits, `.`, `_` and `-`. */
  readonly text: string;
}

/** The curricula that a curriculum stands for: itself where nothing is swept. */
export function variantsOf(curriculum: Curriculum): readonly Variant[] {
  return curriculum.variants ?? [{ settings: [], curriculum }];
}
