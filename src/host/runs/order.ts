import { resolveRuns, type ResolvedRun } from "../../core/runs/resolve.ts";
import type { CurriculumFile } from "../data/curricula.ts";
import type { RunView } from "./view.ts";

/** Runs as their curricula list and name them now; then those that no curriculum names any more, by id. */
export function inCurriculumOrder(views: readonly RunView[], files: readonly CurriculumFile[]): RunView[] {
  const listed = files.flatMap(inFileOrder);
  const names = new Map(listed.map(({ id, name }) => [id, name]));
  const ranks = new Map(listed.flatMap(({ id, key }, i) => [[id, i] as const, [key, i] as const]));
  const rank = ({ record }: RunView): number =>
    ranks.get(record.id) ?? ranks.get(keyOf(record.curriculum.name, record.name)) ?? listed.length;
  return views
    .map((view) => ({ ...view, record: { ...view.record, name: names.get(view.record.id) ?? view.record.name } }))
    .sort((a, b) => rank(a) - rank(b) || (a.record.id < b.record.id ? -1 : 1));
}

/** In the order of the file, and for each run of the sweep. */
function inFileOrder({
  name,
  loaded,
}: CurriculumFile): (Pick<ResolvedRun, "id" | "name"> & { readonly key: string })[] {
  if (!loaded) return [];
  const runs = resolveRuns(loaded);
  return Object.keys(loaded.curriculum.runs).flatMap((base) =>
    runs.filter((run) => run.base === base).map((run) => ({ id: run.id, name: run.name, key: keyOf(name, run.name) })),
  );
}

const keyOf = (curriculum: string, run: string): string => `${curriculum}/${run}`;
