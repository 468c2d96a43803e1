import type { LoadedCurriculum } from "../../../core/curriculum/read.ts";
import type { Dataset } from "../../../core/dataset/open.ts";
import { UserError } from "../../../core/errors.ts";
import type { RunFolder } from "../../../core/runs/folder.ts";
import type { ResolvedRun } from "../../../core/runs/resolve.ts";
import { readModel, type Model } from "../../checkpoint/model.ts";
import { readLastModel, startingModel } from "../start.ts";

interface Place {
  readonly run: ResolvedRun;
  readonly runFolder: RunFolder;
  readonly loaded: LoadedCurriculum;
  readonly dataset: Dataset;
}

/**
 * The model of a run at a step: 0 = what the run starts from, absent = its newest.
 * @throws UserError where the run has not begun, or has no such checkpoint.
 */
export async function modelAt(
  step: number | undefined,
  { run, runFolder, loaded, dataset }: Place,
): Promise<Model & { readonly step: number }> {
  const { chat } = loaded.curriculum.model;
  if ((await runFolder.readIfBegun()) === undefined)
    throw new UserError(`${runFolder.folder}: run "${run.name}" is not trained yet; train it first.`);
  if (step === undefined) return readLastModel(runFolder, run.name, chat);
  if (step === 0) return { ...(await startingModel(run, loaded.curriculum, dataset)), step };
  const whole = await runFolder.listCheckpoints();
  if (!whole.includes(step))
    throw new UserError(
      `${runFolder.folder}: run "${run.name}" has no checkpoint of step ${step}, but of ${whole.join(", ") || "none"}.`,
    );
  return { ...(await readModel(runFolder.checkpointFolder(step), chat)), step };
}
