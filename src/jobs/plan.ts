import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { atomsFile } from "../core/analysis/build-tallies.ts";
import type { LoadedCurriculum } from "../core/curriculum/read.ts";
import { UserError } from "../core/errors.ts";
import { resolveDatasets, type ResolvedDataset } from "../core/dataset/resolve.ts";
import { RunFolder } from "../core/runs/folder.ts";
import { resolveRun, resolveRuns, selectRuns, type ResolvedRun } from "../core/runs/resolve.ts";
import type { EvaluationSummary } from "../core/runs/types.ts";
import type { ProbeJob } from "../protocol/worker.ts";
import type { Task } from "./tasks.ts";

export interface PlanOptions {
  /** Runs as `selectRuns` takes them; their forebears come along. Without it: all. */
  readonly runs?: readonly string[];
  /** The last thing to do with each run. */
  readonly until?: "train" | "evaluate";
  /** The checkpoints to evaluate, in place of each run's last. */
  readonly checkpoints?: number | "all";
}

/**
 * What is still missing of a curriculum, each task after those it needs: the data, the runs in the order of their
 * lineage (stopped and failed ones are resumed), their evaluations.
 * @throws UserError if a run does not exist or its `run.json` is damaged.
 */
export async function planCurriculum(loaded: LoadedCurriculum, options: PlanOptions = {}): Promise<Task[]> {
  const { runs, until = "evaluate", checkpoints } = options;
  const chosen = runs ? selectRuns(loaded, runs) : resolveRuns(loaded);
  const wanted = new Set(chosen.map(({ name }) => name));
  const needed = withForebears(loaded, wanted);
  const tasks: Task[] = [];
  const add = (task: Omit<Task, "needs">, needs: readonly string[]): void => {
    const planned = new Set(tasks.map(({ key }) => key));
    tasks.push({ ...task, needs: needs.filter((key) => planned.has(key)) });
  };

  const datasets = resolveDatasets(loaded);
  const keys = new Map(datasets.map((dataset) => [dataset.folder, generateKey(dataset)]));
  for (const dataset of missingDatasets(datasets, needed)) add(generateTask(loaded, dataset), []);
  const isLast = until === "evaluate" && checkpoints === undefined;
  const toEvaluate = isLast ? await runsToEvaluate(chosen) : new Set<string>();
  const toTrain = await runsToTrain(needed, toEvaluate);

  // Training comes first, so that the longest chain of runs is never kept waiting by an evaluation.
  for (const run of needed) {
    const begun = toTrain.get(run.name);
    if (begun === undefined) continue;
    add(trainTask(loaded, run, begun), [
      keys.get(run.datasetFolder)!,
      ...(run.parent ? [`train:${run.parent.name}`] : []),
    ]);
  }
  for (const run of needed.filter(({ name }) => toEvaluate.has(name))) {
    add(evaluateTask(loaded, run), [keys.get(run.datasetFolder)!, `train:${run.name}`]);
  }
  if (checkpoints !== undefined)
    for (const run of chosen)
      for (const step of await missingSteps(run, checkpoints)) add(evaluateTask(loaded, run, step), []);
  return tasks;
}

/** Those that the runs need; without any runs, all. */
function missingDatasets(datasets: readonly ResolvedDataset[], runs: readonly ResolvedRun[]): ResolvedDataset[] {
  const used = new Set(runs.map(({ datasetFolder }) => datasetFolder));
  return datasets.filter(
    ({ folder }) => (runs.length === 0 || used.has(folder)) && !existsSync(join(folder, "manifest.json")),
  );
}

/** The names of those whose last model is not evaluated as their curriculum asks. */
async function runsToEvaluate(runs: readonly ResolvedRun[]): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  for (const run of runs) {
    const newest = (await new RunFolder(run.folder).readEvaluations()).at(-1);
    if (newest?.step !== run.spec.steps || !isEvaluatedAs(newest, run)) missing.add(run.name);
  }
  return missing;
}

/** Runs that are not finished, or whose last checkpoint is gone and still needed; and whether they have begun. */
async function runsToTrain(
  runs: readonly ResolvedRun[],
  toEvaluate: ReadonlySet<string>,
): Promise<ReadonlyMap<string, boolean>> {
  const toTrain = new Map<string, boolean>();
  for (const { name, folder: path, spec } of runs.toReversed()) {
    const folder = new RunFolder(path);
    const record = await folder.readIfBegun();
    const isNeeded = toEvaluate.has(name) || runs.some((run) => run.parent?.name === name && toTrain.has(run.name));
    const isUsable =
      record?.state === "finished" && (!isNeeded || (await folder.listCheckpoints()).includes(spec.steps));
    if (!isUsable) toTrain.set(name, record !== undefined);
  }
  return toTrain;
}

/** @param out the dataset's folder, in place of the one in `.curriculum/datasets` */
export function generateTask(loaded: LoadedCurriculum, dataset: ResolvedDataset, out?: string): Task {
  const { hash, folder, settings } = dataset;
  return {
    key: generateKey(dataset),
    label: `Generate data${settings === "" ? "" : ` ${settings}`}`,
    job: {
      kind: "generate",
      ...sourceOf(loaded),
      ...(settings !== "" && { dataset: hash }),
      ...(out !== undefined && { out }),
    },
    logFile: logFile(loaded.root, basename(out ?? folder)),
    needs: [],
  };
}

const generateKey = ({ settings }: ResolvedDataset): string => (settings === "" ? "generate" : `generate:${settings}`);

/** What a worker reads to have the same curriculum. */
const sourceOf = ({ file, seeds }: LoadedCurriculum) => ({
  curriculum: file,
  ...(seeds !== undefined && { seeds }),
});

/** Where the worker of a run (by its id) or a dataset (by its folder's name) writes what went wrong. */
export function logFile(root: string, name: string): string {
  return join(root, ".curriculum", "logs", `${name}.log`);
}

function trainTask(loaded: LoadedCurriculum, { name, id, folder }: ResolvedRun, begun: boolean): Omit<Task, "needs"> {
  return {
    key: `train:${name}`,
    label: `${begun ? "Resume" : "Train"} ${name}`,
    job: { kind: "train", ...sourceOf(loaded), run: name },
    logFile: logFile(loaded.root, id),
    runFolder: folder,
  };
}

/** @param step of the checkpoint, if not the last */
function evaluateTask(loaded: LoadedCurriculum, { name, id }: ResolvedRun, step?: number): Omit<Task, "needs"> {
  return {
    key: step === undefined ? `evaluate:${name}` : `evaluate:${name}@${step}`,
    label: step === undefined ? `Evaluate ${name}` : `Evaluate ${name}, step ${step}`,
    job: { kind: "evaluate", ...sourceOf(loaded), run: name, ...(step !== undefined && { step }) },
    logFile: logFile(loaded.root, id),
  };
}

/** Steps of whole checkpoints, or that one, that are not evaluated yet. @throws UserError where there is none. */
async function missingSteps(run: ResolvedRun, checkpoints: number | "all"): Promise<number[]> {
  const folder = new RunFolder(run.folder);
  const kept = await folder.listCheckpoints();
  const steps = checkpoints === "all" ? kept : kept.filter((step) => step === checkpoints);
  if (steps.length === 0)
    throw new UserError(
      `${run.folder}: run "${run.name}" has no such checkpoint, but of ${kept.length === 0 ? "no step" : `step ${kept.join(", ")}`}.`,
    );
  const evaluations = await folder.readEvaluations();
  return steps.filter((step) => {
    const found = evaluations.find((evaluation) => evaluation.step === step);
    return !found || !isEvaluatedAs(found, run);
  });
}

/** Looking into a run's model, whatever was seen of it before. */
export function probeTask(
  loaded: LoadedCurriculum,
  run: string,
  settings: Pick<ProbeJob, "questions" | "headQuestions" | "step">,
): Task {
  const { name, id } = resolveRun(loaded, run);
  return {
    key: `probe:${name}`,
    label: `Probe ${name}`,
    job: { kind: "probe", ...sourceOf(loaded), run: name, ...settings },
    logFile: logFile(loaded.root, id),
    needs: [],
  };
}

function withForebears(loaded: LoadedCurriculum, wanted: ReadonlySet<string>): ResolvedRun[] {
  const needed = new Set(wanted);
  const all = resolveRuns(loaded);
  for (const { name, parent } of all.toReversed()) if (parent && needed.has(name)) needed.add(parent.name);
  return all.filter(({ name }) => needed.has(name));
}

function isEvaluatedAs(evaluation: EvaluationSummary, { folder, curriculum }: ResolvedRun): boolean {
  const spec = curriculum.evaluate;
  const atoms = join(new RunFolder(folder).evaluationFolder(evaluation.step), atomsFile);
  return (
    evaluation.questionsPerCell === spec.questions &&
    evaluation.maxNewTokens === spec.maxNewTokens &&
    evaluation.samplesPerQuestion === spec.samples &&
    evaluation.temperature === spec.temperature &&
    (!spec.atoms || (evaluation.atoms !== undefined && existsSync(atoms)))
  );
}
