import type { LoadedCurriculum } from "../../curriculum/read.ts";
import { settingsText } from "../../curriculum/sweep/name.ts";
import { variantsOf } from "../../curriculum/sweep/variant.ts";
import { nearest } from "../../curriculum/suggest.ts";
import { UserError } from "../../errors.ts";
import { RunFolder } from "../../runs/folder.ts";
import { resolveRuns } from "../../runs/resolve.ts";
import type { ReadEvaluation } from "../read-run.ts";
import { compareLevels } from "../run.ts";
import type { Thresholds, Verdict } from "../types.ts";
import { analyzeSweep, isSeed, type SweptRun } from "./curves.ts";
import type { SweepAnalysis, SweepValue } from "./types.ts";

/** What is to be read of a sweep: plain data. */
export interface SweepPlan {
  /** Of the curriculum. */
  readonly name: string;
  /** On x. */
  readonly setting: string;
  readonly values: readonly SweepValue[];
  readonly runs: readonly PlannedRun[];
}

interface PlannedRun extends Omit<SweptRun, "cells" | "verdict"> {
  readonly folder: string;
  /** Of an RL run: the folder of the one that it starts from. */
  readonly startFolder?: string;
}

/**
 * The runs of a curriculum over the values of a setting that it sweeps.
 * @param setting its path, or a tail of it; without it the first that is no seed
 * @throws UserError where nothing is swept, or this setting is not.
 */
export function planSweep(loaded: LoadedCurriculum, setting?: string): SweepPlan {
  const path = chooseSetting(loaded, setting);
  const runs = resolveRuns(loaded).map(({ id, name, base, seed, settings, folder, spec, parent }) => ({
    ...{ id, name, base, seed, settings, folder },
    ...(parent && spec.method !== "sft" && { startFolder: parent.folder }),
  }));
  return { name: loaded.name, setting: path, values: valuesOf(loaded, path), runs };
}

export interface SweepOptions {
  readonly thresholds: Thresholds;
  readonly read: ReadEvaluation;
}

/** Reads what runs answer, as far as they are evaluated. @throws UserError where none is, or a file is damaged. */
export async function readSweep(plan: SweepPlan, options: SweepOptions): Promise<SweepAnalysis> {
  const { name, setting, values, runs } = plan;
  const evaluated = await Promise.all(runs.map((run) => readRun(run, options)));
  const swept = evaluated.filter((run) => run !== undefined);
  if (swept.length === 0) throw new UserError(`${name}: none of its runs is evaluated yet; evaluate some first.`);
  return analyzeSweep(setting, values, swept);
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

async function readRun(run: PlannedRun, options: SweepOptions): Promise<SweptRun | undefined> {
  const { folder, startFolder, ...swept } = run;
  const newest = (await new RunFolder(folder).readEvaluations()).at(-1);
  if (!newest) return undefined;
  const verdict = startFolder === undefined ? undefined : await verdictOn(folder, newest.step, startFolder, options);
  return { ...swept, cells: newest.cells, ...(verdict && { verdict }) };
}

/** What pass@k on COMP Zero-shot says of a run beside the one it starts from. */
async function verdictOn(
  folder: string,
  step: number,
  startFolder: string,
  { thresholds, read }: SweepOptions,
): Promise<Verdict | undefined> {
  const start = new RunFolder(startFolder);
  const startStep = (await start.readEvaluations()).at(-1)?.step;
  if (startStep === undefined) return undefined;
  const [before, after] = [await read(start, startStep), await read(new RunFolder(folder), step)];
  return compareLevels(before, after, thresholds).find(
    ({ skill, level, measure }) => skill === "comp" && level === "zero-shot" && measure === "answer",
  )?.verdict;
}
