import type { LoadedCurriculum } from "../../curriculum/read.ts";
import { settingsText } from "../../curriculum/sweep/name.ts";
import { variantsOf } from "../../curriculum/sweep/variant.ts";
import { nearest } from "../../curriculum/suggest.ts";
import { UserError } from "../../errors.ts";
import { RunFolder } from "../../runs/folder.ts";
import { resolveRuns, type ResolvedRun } from "../../runs/resolve.ts";
import type { ReadEvaluation } from "../read-run.ts";
import { compareLevels } from "../run.ts";
import type { Thresholds, Verdict } from "../types.ts";
import { analyzeSweep, isSeed, type SweptRun } from "./curves.ts";
import type { SweepAnalysis, SweepValue } from "./types.ts";

type ReadEvaluation = NonNullable<AnalysisOptions["read"]>;

export interface SweepOptions {
  /** Path of the setting on x, or a tail of it; without it the first that is no seed. */
  readonly setting?: string | undefined;
  readonly thresholds: Thresholds;
  readonly read: ReadEvaluation;
}

/**
 * Reads what the runs of a sweep answer, as far as they are evaluated.
 * @throws UserError where nothing is swept, the setting is not, or no run is evaluated.
 */
export async function readSweep(
  loaded: LoadedCurriculum,
  { setting, thresholds, read }: SweepOptions,
): Promise<SweepAnalysis> {
  const path = chooseSetting(loaded, setting);
  const runs = resolveRuns(loaded);
  const evaluated = await Promise.all(runs.map((run) => readRun(run, thresholds, read)));
  const swept = evaluated.filter((run) => run !== undefined);
  if (swept.length === 0)
    throw new UserError(`${loaded.file}: none of its runs is evaluated yet; evaluate some first.`);
  return analyzeSweep(path, valuesOf(loaded, path), swept);
}

/** The paths that a curriculum sweeps, the seeds last. */
export function sweptSettings({ curriculum }: LoadedCurriculum): string[] {
  const paths = variantsOf(curriculum)[0]?.settings.map(({ path }) => path) ?? [];
  return [...paths.filter((path) => !isSeed(path)), ...paths.filter(isSeed)];
}

function chooseSetting(loaded: LoadedCurriculum, wanted: string | undefined): string {
  const paths = sweptSettings(loaded);
  const [first] = paths;
  if (first === undefined) throw new UserError(`${loaded.file} sweeps nothing: list values under "sweep".`);
  if (wanted === undefined) return first;
  const found = paths.filter((path) => path === wanted || path.endsWith(`.${wanted}`));
  if (found.length === 1) return found[0]!;
  const meant = nearest(wanted, paths);
  throw new UserError(
    `"${wanted}" is not what ${loaded.file} sweeps: ${meant === undefined ? `it sweeps ${paths.join(", ")}.` : `did you mean "${meant}"?`}`,
  );
}

function valuesOf({ curriculum }: LoadedCurriculum, path: string): SweepValue[] {
  const settings = variantsOf(curriculum).flatMap((variant) => variant.settings.filter((one) => one.path === path));
  const byIndex = [...new Map(settings.map((setting) => [setting.index, setting])).values()];
  const areNumbers = byIndex.every(({ value }) => typeof value === "number");
  return byIndex.map(({ value, parts }) => ({
    text: parts.length === 1 ? parts[0]!.text : settingsText(parts),
    ...(areNumbers && { number: value as number }),
  }));
}

async function readRun(run: ResolvedRun, thresholds: Thresholds, read: ReadEvaluation): Promise<SweptRun | undefined> {
  const { id, name, base, seed, settings } = run;
  const newest = (await new RunFolder(run.folder).readEvaluations()).at(-1);
  if (!newest) return undefined;
  const verdict = await verdictOn(run, newest.step, thresholds, read);
  return { id, name, base, seed, settings, cells: newest.cells, ...(verdict && { verdict }) };
}

/** What pass@k on COMP Zero-shot says of a run beside the one it starts from. */
async function verdictOn(
  { folder, parent, spec }: ResolvedRun,
  step: number,
  thresholds: Thresholds,
  read: ReadEvaluation,
): Promise<Verdict | undefined> {
  if (!parent || spec.method === "sft") return undefined;
  const before = new RunFolder(parent.folder);
  const parentStep = (await before.readEvaluations()).at(-1)?.step;
  if (parentStep === undefined) return undefined;
  const [own, other] = [await read(new RunFolder(folder), step), await read(before, parentStep)];
  return compareLevels(other, own, thresholds).find(
    ({ skill, level, measure }) => skill === "comp" && level === "zero-shot" && measure === "answer",
  )?.verdict;
}
