import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { LoadedCurriculum } from "../core/curriculum/read.ts";
import type { EvaluateSpec } from "../core/curriculum/schema.ts";
import { datasetFolder } from "../core/dataset/folder.ts";
import { RunFolder } from "../core/runs/folder.ts";
import { resolveRun, runsInOrder, type ResolvedRun } from "../core/runs/resolve.ts";
import type { EvaluationSummary } from "../core/runs/types.ts";
import type { ProbeJob } from "../protocol/worker.ts";
import type { Task } from "./tasks.ts";

export interface PlanOptions {
  /** Names of runs; their forebears come along. Without it: all. */
  readonly runs?: readonly string[];
  /** The last thing to do with each run. */
  readonly until?: "train" | "evaluate";
}

/**
 * What is still missing of a curriculum, each task after those it needs: the data, the runs in the order of their
 * lineage (stopped and failed ones are resumed), their evaluations.
 * @throws UserError if a run does not exist or its `run.json` is damaged.
 */
export async function planCurriculum(loaded: LoadedCurriculum, options: PlanOptions = {}): Promise<Task[]> {
  const { runs = runsInOrder(loaded.curriculum), until = "evaluate" } = options;
  const wanted = new Set(runs.map((name) => resolveRun(loaded, name).name));
  const needed = withForebears(loaded, wanted);
  const tasks: Task[] = [];
  const add = (task: Omit<Task, "needs">, needs: readonly string[]): void => {
    const planned = new Set(tasks.map(({ key }) => key));
    tasks.push({ ...task, needs: needs.filter((key) => planned.has(key)) });
  };

  const dataset = datasetFolder(loaded.curriculum, loaded.name, loaded.root);
  if (!existsSync(join(dataset, "manifest.json"))) add(generateTask(loaded), []);
  const toEvaluate = new Set<string>();
  for (const run of until === "train" ? [] : needed.filter(({ name }) => wanted.has(name))) {
    const newest = (await new RunFolder(run.folder).readEvaluations()).at(-1);
    if (newest?.step !== run.spec.steps || !isEvaluatedAs(newest, loaded.curriculum.evaluate)) toEvaluate.add(run.name);
  }
  const toTrain = await runsToTrain(needed, toEvaluate);

  // Training comes first, so that the longest chain of runs is never kept waiting by an evaluation.
  for (const run of needed) {
    const begun = toTrain.get(run.name);
    if (begun === undefined) continue;
    add(trainTask(loaded, run, begun), ["generate", ...(run.parent ? [`train:${run.parent.name}`] : [])]);
  }
  for (const run of needed.filter(({ name }) => toEvaluate.has(name))) {
    add(evaluateTask(loaded, run), ["generate", `train:${run.name}`]);
  }
  return tasks;
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

export function generateTask({ curriculum, name, file, root }: LoadedCurriculum, out?: string): Task {
  const folder = out ?? datasetFolder(curriculum, name, root);
  return {
    key: "generate",
    label: "Generate data",
    job: { kind: "generate", curriculum: file, ...(out !== undefined && { out }) },
    logFile: logFile(root, basename(folder)),
    needs: [],
  };
}

/** Where the worker of a run (by its id) or a dataset (by its folder's name) writes what went wrong. */
export function logFile(root: string, name: string): string {
  return join(root, ".curriculum", "logs", `${name}.log`);
}

function trainTask({ file, root }: LoadedCurriculum, { name, id }: ResolvedRun, begun: boolean): Omit<Task, "needs"> {
  return {
    key: `train:${name}`,
    label: `${begun ? "Resume" : "Train"} ${name}`,
    job: { kind: "train", curriculum: file, run: name },
    logFile: logFile(root, id),
  };
}

function evaluateTask({ file, root }: LoadedCurriculum, { name, id }: ResolvedRun): Omit<Task, "needs"> {
  return {
    key: `evaluate:${name}`,
    label: `Evaluate ${name}`,
    job: { kind: "evaluate", curriculum: file, run: name },
    logFile: logFile(root, id),
  };
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
    job: { kind: "probe", curriculum: loaded.file, run: name, ...settings },
    logFile: logFile(loaded.root, id),
    needs: [],
  };
}

function withForebears(loaded: LoadedCurriculum, wanted: ReadonlySet<string>): ResolvedRun[] {
  const needed = new Set(wanted);
  const order = runsInOrder(loaded.curriculum);
  for (const name of order.toReversed()) {
    const { parent } = resolveRun(loaded, name);
    if (parent && needed.has(name)) needed.add(parent.name);
  }
  return order.filter((name) => needed.has(name)).map((name) => resolveRun(loaded, name));
}

function isEvaluatedAs(evaluation: EvaluationSummary, spec: EvaluateSpec): boolean {
  return (
    evaluation.questionsPerCell === spec.questions &&
    evaluation.maxNewTokens === spec.maxNewTokens &&
    evaluation.samplesPerQuestion === spec.samples &&
    evaluation.temperature === spec.temperature &&
    (!spec.atoms || evaluation.atoms !== undefined)
  );
}
