import type { RunFolder } from "../runs/folder.ts";
import type { Probe } from "../runs/probe.ts";
import { listProbes, readProbe } from "../runs/read-probe.ts";
import type { ProbedModel } from "./probe-types.ts";

/** A probe with the run it is of. */
export interface RunProbe {
  readonly model: ProbedModel;
  readonly probe: Probe;
}

/** A run at a step; where that step was not probed, or none is named, at the newest that was. */
export interface ProbedPlace {
  readonly folder: RunFolder;
  readonly step?: number;
}

/** What is looked at, and what it is set beside. */
export interface ProbePair {
  readonly after: RunProbe;
  readonly before?: RunProbe;
}

/**
 * A run's probe beside the reference's; beside what the run itself starts from where there is no such reference, and
 * that was probed as step 0. Undefined where the run was never probed.
 * @throws UserError where a file is damaged.
 */
export async function probePair(run: ProbedPlace, reference?: ProbedPlace): Promise<ProbePair | undefined> {
  const after = await findProbe(run);
  if (!after) return undefined;
  const found = reference && (await findProbe(reference));
  if (found && !isSame(found, after)) return { after, before: found };
  const hasStart = after.model.step > 0 && (await listProbes(run.folder.folder)).includes(0);
  return hasStart ? { after, before: (await findProbe({ folder: run.folder, step: 0 }))! } : { after };
}

const isSame = ({ model: a }: RunProbe, { model: b }: RunProbe): boolean => a.id === b.id && a.step === b.step;

async function findProbe({ folder, step }: ProbedPlace): Promise<RunProbe | undefined> {
  const steps = await listProbes(folder.folder);
  const found = step !== undefined && steps.includes(step) ? step : steps.at(-1);
  if (found === undefined) return undefined;
  const [run, probe] = await Promise.all([folder.read(), readProbe(folder.folder, found)]);
  const { questions, headQuestions, layers, heads, hiddenSize } = probe.summary;
  const model = { id: run.id, name: run.name, step: found, questions, headQuestions, layers, heads, hiddenSize };
  return { model, probe };
}
