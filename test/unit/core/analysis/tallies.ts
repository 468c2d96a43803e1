import type { QuestionTally } from "../../../../src/core/analysis/types.ts";
import { createRandom } from "../../../../src/core/random.ts";

/** Questions by the chance that a sample is right: `copies` of each chance, `samples` drawn of each question. */
export function drawTallies(
  chances: readonly number[],
  copies: number,
  samples: number,
  seed: string,
): QuestionTally[] {
  const random = createRandom(0, "tallies", seed);
  return Array.from({ length: copies * chances.length }, (_, i) => {
    const chance = chances[i % chances.length]!;
    let correct = 0;
    for (let sample = 0; sample < samples; sample++) if (random.float() < chance) correct++;
    return { question: `q${i}`, samples, correct };
  });
}
