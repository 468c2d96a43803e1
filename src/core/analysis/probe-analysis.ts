import { UserError } from "../errors.ts";
import type { RunFolder } from "../runs/folder.ts";
import { listProbes, readProbe, type Probe } from "../runs/probe.ts";
import type { ProbedModel } from "./probe-types.ts";

/** A probe with the run it is of. */
export interface RunProbe {
  readonly model: ProbedModel;
  readonly probe: Probe;
}

/**
 * The probe of a run at a step; where that step was not probed, or none is named, the newest. Undefined where the run
 * was never probed.
 * @throws UserError where a file of it is damaged.
 */
export async function findProbe(folder: RunFolder, step?: number): Promise<RunProbe | undefined> {
  const steps = await listProbes(folder.folder);
  const found = step !== undefined && steps.includes(step) ? step : steps.at(-1);
  if (found === undefined) return undefined;
  const [run, probe] = await Promise.all([folder.read(), readProbe(folder.folder, found)]);
  const { questions, headQuestions, layers, heads, hiddenSize } = probe.summary;
  const model = { id: run.id, name: run.name, step: found, questions, headQuestions, layers, heads, hiddenSize };
  return { model, probe };
}

/**
 * A run's probe and what it is set beside: that of the run it starts from, or of step 0 of itself.
 * @throws UserError where the run was never probed (at this step, where one is named).
 */
export async function probeWithParent(
  folder: RunFolder,
  parentFolder: (id: string) => RunFolder,
  step?: number,
): Promise<{ readonly after: RunProbe; readonly before?: RunProbe }> {
  const after = await findProbe(folder, step);
  if (!after || (step !== undefined && after.model.step !== step)) {
    const which = step === undefined ? "" : ` at step ${step}`;
    throw new UserError(
      `${folder.folder}: this run was not probed yet${which}; start with \`reasoning-curriculum probe\`.`,
    );
  }
  const { parent } = await folder.read();
  const start = after.model.step > 0 && (await listProbes(folder.folder)).includes(0);
  const before = start
    ? await findProbe(folder, 0)
    : parent === undefined
      ? undefined
      : await findProbe(parentFolder(parent));
  return { after, ...(before && { before }) };
}
