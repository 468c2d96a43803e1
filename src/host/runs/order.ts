import type { CurriculumFile } from "../data/curricula.ts";
import type { RunView } from "./view.ts";

/** Runs as their curricula list them; then those that no curriculum names any more, by id. */
export function inCurriculumOrder(views: readonly RunView[], files: readonly CurriculumFile[]): RunView[] {
  const listed = files.flatMap(({ name, loaded }) =>
    Object.keys(loaded?.curriculum.runs ?? {}).map((run) => key(name, run)),
  );
  const rank = ({ record }: RunView): number => {
    const index = listed.indexOf(key(record.curriculum.name, record.name));
    return index < 0 ? listed.length : index;
  };
  return views.toSorted((a, b) => rank(a) - rank(b) || (a.record.id < b.record.id ? -1 : 1));
}

const key = (curriculum: string, run: string): string => `${curriculum}/${run}`;
