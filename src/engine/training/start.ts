import { readCurriculum, type LoadedCurriculum } from "../../core/curriculum/read.ts";
import { datasetHash } from "../../core/dataset/folder.ts";
import { generateDataset } from "../../core/dataset/generate.ts";
import { openDataset, type Dataset } from "../../core/dataset/open.ts";
import type { Device } from "../../core/devices/device.ts";
import { FieldError, UserError } from "../../core/errors.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import { resolveRun, type ResolvedRun } from "../../core/runs/resolve.ts";
import type { RunModel, RunRecord } from "../../core/runs/types.ts";
import { readCheckpoint, type ResumePoint, type TrainerState } from "../checkpoint/checkpoint.ts";
import { readModelConfig, readModelFiles, type Model } from "../checkpoint/model.ts";
import { readWeights } from "../checkpoint/weights.ts";
import { countParameters, initialWeights, parameterShapes } from "../model/parameters.ts";
import type { Engine, ModelConfig, Weights } from "../model/types.ts";
import { datasetProgress, type JobContext } from "./context.ts";
import { datasetTokenizer } from "./records.ts";
import type { RunDescription } from "./run-keeper.ts";

/** The run that a job is about, and its curriculum as the sweep gives it for this run. */
export async function readRun(job: {
  readonly curriculum: string;
  readonly run: string;
  readonly seeds?: number;
}): Promise<{ readonly loaded: LoadedCurriculum; readonly run: ResolvedRun }> {
  const file = await readCurriculum(job.curriculum, job.seeds);
  const run = resolveRun(file, job.run);
  return { loaded: { ...file, curriculum: run.curriculum }, run };
}

/** The engine on the device that a job asks for, for a model of the run's size. */
export async function engineFor(
  { threads, device }: { readonly threads: number; readonly device?: Device },
  { loaded, run }: Awaited<ReturnType<typeof readRun>>,
  { createEngine }: JobContext,
): Promise<Engine> {
  // A parent that is not there is complained of where it is read.
  const model = await expectedModel(run, loaded.curriculum).catch(() => undefined);
  return createEngine({ threads, device, parameters: model?.parameters });
}

/** The curriculum's dataset, generated if it is not there. */
export async function prepareDataset(
  { curriculum, name, root }: LoadedCurriculum,
  context: JobContext,
): Promise<Dataset> {
  const { folder } = await generateDataset(curriculum, name, root, {
    onProgress: datasetProgress(context.emit, `Generating ${name}`),
    signal: context.cancelled,
  });
  return openDataset(folder);
}

/** A model whose weights are not read yet. */
export interface StartingPoint extends Omit<Model, "weights"> {
  readonly readWeights: () => Promise<Weights>;
}

/** The model a run starts from, as `startingPoint`. */
export async function startingModel(
  run: ResolvedRun,
  curriculum: LoadedCurriculum["curriculum"],
  dataset: Dataset,
): Promise<Model> {
  const { readWeights, ...model } = await startingPoint(run, curriculum, dataset);
  return { ...model, weights: await readWeights() };
}

/**
 * What a run starts from: a new model with a tokenizer trained on the data, a pre-trained one, or its parent's last.
 * @throws UserError where the parent is not finished, or the pre-trained model cannot be read.
 */
export async function startingPoint(
  run: ResolvedRun,
  { model, modelFolder }: LoadedCurriculum["curriculum"],
  dataset: Dataset,
): Promise<StartingPoint> {
  if (run.parent) {
    const parent = new RunFolder(run.parent.folder);
    if ((await parent.readIfBegun())?.state !== "finished")
      throw new UserError(
        `${parent.folder}: run "${run.parent.name}" is not finished, and run "${run.name}" starts from it; train it first.`,
      );
    return (await lastModel(parent, run.parent.name, model.chat)).point;
  }
  if (model.pretrained !== undefined) {
    const inField = (error: Error): Error => new FieldError("model.pretrained", error.message);
    return readPoint(modelFolder!.path, model.chat, inField);
  }
  const tokenizer = await datasetTokenizer(dataset, model);
  const config: ModelConfig = { ...model, vocabularySize: tokenizer.vocabularySize };
  return { config, tokenizer, readWeights: () => Promise.resolve(initialWeights(config, run.seed)) };
}

/** @param explain says more of what is wrong with the folder's files */
async function readPoint(
  folder: string,
  chat: boolean | undefined,
  explain: (error: UserError) => Error,
): Promise<StartingPoint> {
  const explained = async <T>(read: Promise<T>): Promise<T> => {
    try {
      return await read;
    } catch (error) {
      throw error instanceof UserError ? explain(error) : error;
    }
  };
  const model = await explained(readModelFiles(folder, chat));
  return { ...model, folder, readWeights: () => explained(readWeights(folder, parameterShapes(model.config))) };
}

/** The newest model of a run, of a finished one its last. @throws UserError where it is missing or cannot be read. */
export async function readLastModel(
  folder: RunFolder,
  run: string,
  chat?: boolean,
): Promise<Model & { readonly step: number }> {
  const { point, step } = await lastModel(folder, run, chat);
  const { readWeights, ...model } = point;
  return { ...model, weights: await readWeights(), step };
}

async function lastModel(
  folder: RunFolder,
  run: string,
  chat?: boolean,
): Promise<{ readonly point: StartingPoint; readonly step: number }> {
  const { state, progress } = await folder.read();
  const whole = await folder.listCheckpoints();
  const step = state === "finished" ? progress.steps : whole.at(-1);
  if (step === undefined) throw new UserError(`${folder.folder}: run "${run}" has no checkpoint; train it first.`);
  const checkpoint = folder.checkpointFolder(step);
  const again = `train run "${run}" again, from the checkpoint before`;
  if (!whole.includes(step)) throw new UserError(`${checkpoint}: this checkpoint is not whole; ${again}.`);
  const explain = ({ message }: UserError): Error =>
    new UserError(`${withoutStop(message)}; delete ${checkpoint} and ${again}.`);
  return { point: await readPoint(checkpoint, chat, explain), step };
}

/**
 * The newest checkpoint that can be read; undefined where there is none yet.
 * @throws UserError where there are some, and none can be read.
 */
export async function newestCheckpoint(folder: RunFolder, emit: JobContext["emit"]): Promise<ResumePoint | undefined> {
  const damage: string[] = [];
  for (const step of (await folder.listCheckpoints()).reverse()) {
    try {
      const checkpoint = await readCheckpoint(folder.checkpointFolder(step));
      for (const message of damage)
        emit({
          type: "log",
          level: "warning",
          message: `${withoutStop(message)}; training goes on from the checkpoint of step ${step}.`,
        });
      return checkpoint;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      damage.push(error.message);
    }
  }
  if (damage.length === 0) return undefined;
  throw new UserError(
    `${withoutStop(damage[0]!)}, and no earlier checkpoint is whole; delete ${folder.folder} to train the run anew.`,
  );
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, "");

/** What `run.json` says of a new run while it waits for its device, before anything is loaded. */
export async function expectedRecord(
  run: ResolvedRun,
  { curriculum, name, file }: LoadedCurriculum,
  { engine, threads }: { engine: Engine; threads: number },
): Promise<RunDescription> {
  return {
    formatVersion: 1,
    id: run.id,
    name: run.name,
    curriculum: { name, file },
    ...(run.parent && { parent: run.parent.id }),
    dataset: { name, hash: datasetHash(curriculum), folder: run.datasetFolder },
    seed: run.seed,
    specHash: run.specHash,
    config: run.spec,
    model: await expectedModel(run, curriculum),
    evaluate: curriculum.evaluate,
    engine: { name: engine.name, device: engine.device, threads },
    versions: { node: process.versions.node, engine: engine.name },
    progress: { step: 0, steps: run.spec.steps, seconds: 0 },
    createdAt: new Date().toISOString(),
  };
}

/** Of a new model with the largest vocabulary that it can have but for names. */
async function expectedModel(
  { parent }: ResolvedRun,
  { model, modelFolder }: LoadedCurriculum["curriculum"],
): Promise<RunModel> {
  if (parent) return (await new RunFolder(parent.folder).read()).model;
  const config = model.pretrained === undefined ? model : await readModelConfig(modelFolder!.path);
  return { ...model, ...config, parameters: countParameters(config) };
}

/** What `run.json` says of a run that begins, or goes on from a checkpoint. */
export function recordOf(
  run: ResolvedRun,
  { curriculum, name, file }: LoadedCurriculum,
  { dataset, model, engine, threads }: { dataset: Dataset; model: ModelConfig; engine: Engine; threads: number },
  previous?: RunRecord,
  resumed?: TrainerState,
): RunDescription {
  const { manifest, folder } = dataset;
  return {
    formatVersion: 1,
    id: run.id,
    name: run.name,
    curriculum: { name, file },
    ...(run.parent && { parent: run.parent.id }),
    dataset: { name: manifest.name, hash: manifest.hash, folder },
    seed: run.seed,
    specHash: run.specHash,
    config: run.spec,
    model: { ...curriculum.model, ...model, parameters: countParameters(model) },
    evaluate: curriculum.evaluate,
    engine: { name: engine.name, device: engine.device, threads },
    versions: { node: process.versions.node, engine: engine.name, generator: manifest.generator },
    progress: {
      step: resumed?.global_step ?? 0,
      steps: run.spec.steps,
      seconds: resumed?.seconds ?? 0,
      ...(resumed && { checkpoint: resumed.global_step }),
    },
    createdAt: previous?.createdAt ?? new Date().toISOString(),
  };
}
