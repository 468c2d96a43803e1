import { UserError } from "../../errors.ts";
import type { LoadedCurriculum } from "../read.ts";
import { expandSweep } from "./expand.ts";

/**
 * A curriculum as if it swept `seed` too, over so many seeds: its own and the next ones. As it is without `seeds`.
 * @throws UserError where it sweeps its seed already, or another seed does not fit its other fields.
 */
export function withSeeds(loaded: LoadedCurriculum, seeds: number | undefined): LoadedCurriculum {
  if (seeds === undefined) return loaded;
  const { curriculum, file } = loaded;
  if (curriculum.sweep && Object.hasOwn(curriculum.sweep, "seed"))
    throw new UserError(`${file} sweeps its seed already: drop --seeds, or "seed" under sweep.`);
  const seed = Array.from({ length: seeds }, (_, i) => curriculum.seed + i);
  const { variants, problems } = expandSweep({ ...curriculum, sweep: { ...curriculum.sweep, seed } });
  if (!variants) throw new UserError(problems.map(({ message }) => `${file}: ${message}`).join("\n"));
  return { ...loaded, curriculum: { ...curriculum, variants }, seeds };
}
