import { planSweep, readSweep, type SweepOptions } from "../../core/analysis/sweep/read.ts";
import { readCurriculum } from "../../core/curriculum/read.ts";
import { UserError } from "../../core/errors.ts";
import { renderSweep, sweepCsv } from "../output/sweep.ts";
import { styleFor } from "../output/style.ts";

interface AnalyzeSweepOptions extends Pick<SweepOptions, "thresholds" | "read"> {
  /** Path of the setting, or true for the first. */
  readonly sweep: string | true;
  readonly seeds?: number | undefined;
  readonly csv: boolean;
  readonly json: boolean;
}

/** Prints what the runs of a curriculum answer over the values of a setting that it sweeps. */
export async function analyzeSweepOf(named: readonly string[], options: AnalyzeSweepOptions): Promise<void> {
  const { sweep, seeds, thresholds, read, csv, json } = options;
  const [file, ...others] = named;
  if (file === undefined || others.length > 0) throw new UserError("--sweep: name one *.curriculum.json file.");
  const setting = sweep === true ? undefined : sweep;
  const plan = planSweep(await readCurriculum(file, seeds), setting);
  const analysis = await readSweep(plan, { thresholds, read });
  if (json) console.log(JSON.stringify({ type: "result", ...analysis }));
  else console.log(csv ? sweepCsv(analysis) : renderSweep(analysis, styleFor(process.stdout)));
}
