import type { Level, Skill } from "../dataset/types.ts";
import { levels, skills } from "../dataset/types.ts";
import type { Graded } from "./accuracy.ts";
import { boundaryBefore, type ReadChain } from "./chains.ts";
import { ofLevel } from "./tables.ts";
import type { ChainError, FailureKind, HopSkill, QuestionTally } from "./types.ts";

/** A path that was asked. */
export interface TalliedPath {
  readonly relations: readonly string[];
  /** Of each hop. */
  readonly skills: readonly HopSkill[];
}

/** A question of an evaluation: its greedy answer judged, its samples counted. */
export interface QuestionResult extends Graded {
  readonly question: string;
  readonly skill: Skill;
  readonly level: Level;
  readonly path: string;
  /** Of a COMP question whose greedy chain is wrong: the first wrong hop, and what stands there. */
  readonly error?: { readonly hop: number; readonly kind: FailureKind };
  /** Without the greedy answer. */
  readonly sampled: Pick<QuestionTally, "samples" | "correct"> & { readonly chainCorrect: number };
  /** Of each hop, whether it was answered rightly when asked alone; absent where it was not. */
  readonly alone?: readonly boolean[];
  /** Bytes of the greedy answer's line in `samples.jsonl`: from, to. */
  readonly place: readonly [number, number];
}

/** What analyses need of an evaluation: far less than its samples, which may be hundreds of thousands. */
export interface EvaluationTallies {
  readonly step: number;
  /** By id. */
  readonly paths: Readonly<Record<string, TalliedPath>>;
  /** In the order in which they were asked. */
  readonly questions: readonly QuestionResult[];
}

/** The samples of one skill and level, counted. */
export interface TalliedCell {
  readonly skill: Skill;
  readonly level: Level;
  readonly tallies: readonly QuestionTally[];
}

/** The skills and levels that samples were drawn of. */
export function talliedCells({ questions }: EvaluationTallies): TalliedCell[] {
  const sampled = questions.filter(({ sampled: { samples } }) => samples > 0);
  return skills.flatMap((skill) =>
    levels.flatMap((level) => {
      const own = ofLevel(sampled, skill, level);
      return own.length > 0 ? [{ skill, level, tallies: own.map(sampledTally) }] : [];
    }),
  );
}

const sampledTally = ({ question, sampled }: QuestionResult): QuestionTally => ({ question, ...sampled });

/** The greedy chains of the COMP questions. */
export function readChains({ questions, paths }: EvaluationTallies): ReadChain[] {
  return ofLevel(questions, "comp").map((result) => {
    const { question, skill, level, path, error } = result;
    const hopSkills = paths[path]!.skills;
    return { question, skill, level, hopSkills, ...(error && { error: chainError(result, error, hopSkills) }) };
  });
}

function chainError(
  { question, skill, level, correct, alone }: QuestionResult,
  { hop, kind }: NonNullable<QuestionResult["error"]>,
  hopSkills: readonly HopSkill[],
): ChainError {
  const hops = hopSkills.length;
  const hopSkill = hopSkills[hop];
  const isKnown = alone?.[hop];
  return {
    question,
    sample: -1,
    skill,
    level,
    hops,
    hop,
    progress: hop / hops,
    ...(hopSkill && { hopSkill }),
    boundary: boundaryBefore(hop, hopSkills),
    kind,
    atom: isKnown === undefined ? "not-asked" : isKnown ? "known" : "missing",
    rightAnswer: correct,
  };
}

/** Of a question whose hops were asked alone: whether all were answered rightly. */
export const areFactsKnown = ({ alone }: QuestionResult): boolean | undefined => alone?.every((isRight) => isRight);
