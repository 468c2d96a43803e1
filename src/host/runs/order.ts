import type { LoadedCurriculum } from "../../core/curriculum/read.ts";
import { resolveRuns } from "../../core/runs/resolve.ts";
import type { CurriculumFile } from "../data/curricula.ts";
import type { RunView } from "./view.ts";

/** Runs as their curricula list them; then those that no curriculum names any more, by id. */
export function inCurriculumOrder(views: readonly RunView[], files: readonly CurriculumFile[]): RunView[] {
  const listed = files.flatMap(({ name, loaded }) => (loaded ? namesOf(loaded).map((run) => key(name, run)) : []));
  const ranks = new Map(listed.map((run, i) => [run, i]));
  const rank = ({ record }: RunView): number => ranks.get(key(record.curriculum.name, record.name)) ?? listed.length;
  return views.toSorted((a, b) => rank(a) - rank(b) || (a.record.id < b.record.id ? -1 : 1));
}

/** In the order of the file, and for each run of the sweep. */
function namesOf(loaded: LoadedCurriculum): readonly string[] {
  const bases = Object.keys(loaded.curriculum.runs);
  const runs = resolveRuns(loaded);
  return bases.flatMap((base) => runs.filter((run) => run.base === base).map(({ name }) => name));
}

const key = (curriculum: string, run: string): string => `${curriculum}/${run}`;
