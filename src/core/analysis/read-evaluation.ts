import { levels, skills, type Level, type Skill } from "../dataset/types.ts";
import type { RunFolder } from "../runs/folder.ts";
import type { AtomAnswer, EvaluationSample } from "../runs/types.ts";
import { Tally } from "./tally.ts";
import type { QuestionTally } from "./types.ts";

/** The samples of one skill and level, counted. */
export interface TalliedCell {
  readonly skill: Skill;
  readonly level: Level;
  readonly tallies: readonly QuestionTally[];
}

/** What analyses need of an evaluation: far less than its samples, which may be hundreds of thousands. */
export interface ReadEvaluation {
  readonly step: number;
  readonly greedy: readonly EvaluationSample[];
  /** Those that have samples. */
  readonly cells: readonly TalliedCell[];
  /** Empty where the facts were not asked alone. */
  readonly atoms: readonly AtomAnswer[];
}

/** Reads an evaluation line by line; empty where there is none of that step. */
export async function readEvaluation(folder: RunFolder, step: number): Promise<ReadEvaluation> {
  const greedy: EvaluationSample[] = [];
  const tallies = new Map<string, Tally>();
  for await (const sample of folder.readSamples(step)) {
    if (sample.sample < 0) {
      greedy.push(sample);
      continue;
    }
    const key = `${sample.skill}/${sample.level}`;
    let tally = tallies.get(key);
    if (!tally) tallies.set(key, (tally = new Tally()));
    tally.add(sample);
  }
  const cells = skills.flatMap((skill) =>
    levels.flatMap((level) => {
      const tally = tallies.get(`${skill}/${level}`);
      return tally ? [{ skill, level, tallies: tally.questions }] : [];
    }),
  );
  const atoms: AtomAnswer[] = [];
  for await (const answer of folder.readAtoms(step)) atoms.push(answer);
  return { step, greedy, cells, atoms };
}
