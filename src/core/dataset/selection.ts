import { createRandom, hash } from "../random.ts";
import type { Question } from "./types.ts";

/**
 * A portion (0 … 1) of the training questions in their order, in the same share of every path. Nested: a smaller portion
 * is part of every larger one of the same seed.
 */
export function trainingSelection<Q extends Pick<Question, "id" | "path">>(
  questions: readonly Q[],
  portion: number,
  seed: number,
): Q[] {
  if (portion >= 1) return [...questions];
  const byPath = new Map<string, Q[]>();
  for (const question of questions) {
    const own = byPath.get(question.path);
    if (own) own.push(question);
    else byPath.set(question.path, [question]);
  }
  const threshold = new Map<string, number>();
  for (const [path, own] of byPath) {
    // The offset spreads rounding over the paths, so that the whole comes out at the portion too.
    const offset = createRandom(seed, "selection", path).float();
    const ranked = own
      .map(({ id }) => ({ id, key: hash(`${seed}/${id}`) }))
      .sort((a, b) => a.key - b.key || (a.id < b.id ? -1 : 1));
    ranked.forEach(({ id }, rank) => threshold.set(id, (rank + offset) / own.length));
  }
  return questions.filter(({ id }) => threshold.get(id)! < portion);
}
