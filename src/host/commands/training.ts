import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { UserError } from "../../core/errors.ts";
import { isActive } from "../../core/runs/folder.ts";
import type { LoadedCurriculum } from "../../core/curriculum/read.ts";
import { withSeeds } from "../../core/curriculum/sweep/seeds.ts";
import { defaultProbeQuestions } from "../../core/runs/probe.ts";
import { resolveRuns, selectRuns } from "../../core/runs/resolve.ts";
import { resolveDatasets } from "../../core/dataset/resolve.ts";
import { renderAudit } from "../../core/dataset/audit/report.ts";
import type { AuditReport } from "../../core/dataset/types.ts";
import { generateTask, logFile, planCurriculum, probeTask } from "../../jobs/plan.ts";
import type { Task, TaskOutcome } from "../../jobs/tasks.ts";
import { documentUri } from "../documents/uri.ts";
import type { Host } from "../host.ts";
import { commandId } from "../ids.ts";
import { curriculumFileOf, type RunView } from "../runs/view.ts";
import { loadCurriculum, pickDataset, pickRun } from "./targets.ts";

const { t } = vscode.l10n;

/** Long work: data, training, evaluation, each in processes of its own. */
export function trainingCommands(host: Host) {
  /** Starts the missing part of a run's plan; resolves when its own process is there, of several the first. */
  async function startTraining(loaded: LoadedCurriculum, name: string): Promise<string> {
    const runs = selectRuns(loaded, [name]);
    const keys = new Set(runs.map((run) => `train:${run.name}`));
    const tasks = await planCurriculum(loaded, { runs: [name], until: "train" });
    if (tasks.length === 0)
      throw new UserError(`${name} is trained already: evaluate it, or change its configuration.`);
    let ended: Promise<unknown> | undefined;
    const started = new Promise<void>((resolve) => {
      const onStarted = (task: Task): void => {
        void host.refresh();
        if (keys.has(task.key)) resolve();
      };
      ended = host.jobs.run(tasks, { onStarted }).finally(() => host.refresh());
    });
    await Promise.race([started, ended]);
    // From here on nobody waits for the run; it shows in the Runs view.
    ended?.catch((error: unknown) => {
      host.showError(error, "trainRun");
    });
    return runs[0]!.id;
  }

  return {
    /** (curriculum?) → folder of the dataset. */
    async generateDataset(argument?: unknown): Promise<string | undefined> {
      const loaded = await loadCurriculum(host, argument);
      if (!loaded) return undefined;
      const title = t("Generating the data of {0}", loaded.name);
      const tasks = resolveDatasets(loaded).map((dataset) => generateTask(loaded, dataset));
      const [outcome] = await host.jobs.run(tasks, { title });
      await host.datasets.refresh();
      return outcome?.result?.kind === "generate" ? outcome.result.folder : undefined;
    },

    /** (curriculum or dataset folder?) → the report. */
    async auditDataset(argument?: unknown): Promise<AuditReport | undefined> {
      const dataset = await pickDataset(host, argument);
      if (!dataset) return undefined;
      const { folder, manifest } = dataset;
      const root = dirname(dirname(dirname(folder)));
      const task: Task = {
        key: "audit",
        label: t("Audit {0}", manifest.name),
        job: { kind: "audit", dataset: folder },
        logFile: logFile(root, basename(folder)),
        needs: [],
      };
      const [outcome] = await host.jobs.run([task], { title: t("Auditing {0}", manifest.name) });
      if (outcome?.result?.kind !== "audit") return undefined;
      await showAudit(host, manifest.name, outcome.result.report);
      return outcome.result.report;
    },

    /** (curriculum?) → the keys of the tasks that ended well. */
    async runCurriculum(argument?: unknown): Promise<string[] | undefined> {
      const loaded = await loadCurriculum(host, argument);
      if (!loaded) return undefined;
      const tasks = await planCurriculum(loaded);
      if (tasks.length === 0) {
        offerComparison(t("{0}: nothing is missing, every run is trained and evaluated.", loaded.name), loaded);
        return [];
      }
      const onStarted = (): void => void host.refresh();
      const outcomes = await host.jobs.run(tasks, { title: t("Running {0}", loaded.name), onStarted });
      await host.refresh();
      const done = finished(outcomes);
      if (done.length === tasks.length) offerComparison(t("{0} has run to its end.", loaded.name), loaded);
      return done;
    },

    /** (curriculum?, run name?) → id of the run, once its process has started; of a swept run, of the first. */
    async trainRun(argument?: unknown, runName?: unknown): Promise<string | undefined> {
      const loaded = await loadCurriculum(host, argument);
      if (!loaded) return undefined;
      const name = typeof runName === "string" ? runName : await pickRunName(host, loaded);
      return name === undefined ? undefined : startTraining(loaded, name);
    },

    /** (run?) → id of the run, once its process has started or, where it is paused, was asked to go on. */
    async resumeRun(argument?: unknown): Promise<string | undefined> {
      await host.runs.refresh();
      const view = await pickRun(host, argument, t("Resume which run?"), isResumable);
      if (!view) return undefined;
      if (!isResumable(view))
        throw new UserError(`${view.record.name} is ${view.record.state}: there is nothing to resume.`);
      if (view.record.state === "paused") {
        await host.jobs.goOn(view);
        return view.record.id;
      }
      const { loaded, name } = await curriculumOf(host, view);
      return startTraining(loaded, name);
    },

    /** (run?, "all" for each checkpoint that is kept?) → folder of the run, once it is evaluated. */
    async evaluateRun(argument?: unknown, checkpoints?: unknown): Promise<string | undefined> {
      const view = await pickRun(host, argument, t("Evaluate which run?"), ({ record }) => record.state === "finished");
      if (!view) return undefined;
      const { loaded, name } = await curriculumOf(host, view);
      const all = checkpoints === "all" ? ({ checkpoints } as const) : {};
      const tasks = await planCurriculum(loaded, { runs: [name], ...all });
      if (tasks.length === 0) {
        void vscode.window.showInformationMessage(t("{0} is evaluated already.", name));
        return view.folder;
      }
      const outcomes = await host.jobs.run(tasks, { title: t("Evaluating {0}", name) });
      await host.runs.refresh();
      return finished(outcomes).length === tasks.length ? view.folder : undefined;
    },

    /** (run?, questions of each skill and level?) → folder of the run, once its newest model has been looked into. */
    async probeRun(argument?: unknown, count?: unknown): Promise<string | undefined> {
      const view = await pickRun(
        host,
        argument,
        t("Probe which run?"),
        ({ record }) => record.progress.checkpoint !== undefined,
      );
      if (!view) return undefined;
      // A menu's second argument is a list of rows.
      const questions = typeof count === "number" ? count : await askProbeQuestions();
      if (questions === undefined) return undefined;
      const { loaded, name } = await curriculumOf(host, view);
      const task = probeTask(loaded, name, { questions, headQuestions: questions });
      const outcomes = await host.jobs.run([task], { title: t("Probing {0}", name) });
      return finished(outcomes).includes(task.key) ? view.folder : undefined;
    },

    /** (run?) → id of the run that was asked to stop; asked again, it ends at once. */
    async stopRun(argument?: unknown): Promise<string | undefined> {
      await host.runs.refresh();
      const view = await pickRun(host, argument, t("Stop which run?"), ({ record }) => isActive(record));
      if (!view) return undefined;
      const { name, id } = view.record;
      const message = {
        asked: t("{0} finishes its step and writes a checkpoint. Stop it again to end it now.", name),
        ended: t("{0} was ended; it resumes from its last checkpoint.", name),
      }[await host.jobs.stop(view)];
      vscode.window.setStatusBarMessage(message, 5000);
      return id;
    },

    /** (run?) → id of the run that was asked to pause. */
    async pauseRun(argument?: unknown): Promise<string | undefined> {
      await host.runs.refresh();
      const view = await pickRun(host, argument, t("Pause which run?"), ({ record }) => record.state === "running");
      if (!view) return undefined;
      await host.jobs.pause(view);
      const message = t("{0} finishes its step and waits, with all in memory.", view.record.name);
      vscode.window.setStatusBarMessage(message, 5000);
      return view.record.id;
    },
  };
}

function isResumable({ record }: RunView): boolean {
  return record.state === "stopped" || record.state === "failed" || record.state === "paused";
}

function finished(outcomes: readonly TaskOutcome[]): string[] {
  return outcomes.filter(({ state }) => state === "finished").map(({ task }) => task.key);
}

/** The curriculum of a run, and what it calls it. @throws UserError if it no longer describes this run. */
async function curriculumOf(
  host: Host,
  view: RunView,
): Promise<{ readonly loaded: LoadedCurriculum; readonly name: string }> {
  const { record } = view;
  const file = await loadCurriculum(host, curriculumFileOf(view));
  for (const loaded of file ? [file, ...seededFor(file, record.seed)] : []) {
    const run = resolveRuns(loaded).find(({ id }) => id === record.id);
    if (run) return { loaded, name: run.name };
  }
  throw new UserError(
    `${record.curriculum.name} has changed since ${record.id} was started: restore its configuration, or train ${record.name} anew.`,
  );
}

/** The curriculum as `--seeds` makes it for a run with a later seed than its own. */
function seededFor(loaded: LoadedCurriculum, seed: number): LoadedCurriculum[] {
  const seeds = seed - loaded.curriculum.seed + 1;
  const isSwept = Object.hasOwn(loaded.curriculum.sweep ?? {}, "seed");
  return seeds < 2 || seeds > mostSeeds || isSwept ? [] : [withSeeds(loaded, seeds)];
}

const mostSeeds = 20;

async function askProbeQuestions(): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    prompt: t("Held-out questions of each skill and level. All are asked once more for each attention head."),
    value: String(defaultProbeQuestions),
    validateInput: (value) => (/^[1-9]\d*$/.test(value) ? undefined : t("A whole number of at least 1.")),
  });
  return text === undefined ? undefined : Number(text);
}

async function pickRunName(host: Host, loaded: LoadedCurriculum): Promise<string | undefined> {
  const items = resolveRuns(loaded).map(({ id, name, spec: { method, steps }, parent }) => {
    const state = host.runs.byId(id)?.record.state;
    const from = parent?.name ?? "base";
    const detail = t("{0} from {1}, {2} steps", method.toUpperCase(), from, steps);
    return { label: name, description: state ?? t("not trained"), detail };
  });
  if (items.length === 0) throw new UserError(`${loaded.name} has no runs: write one under "runs".`);
  return (await vscode.window.showQuickPick(items, { placeHolder: t("Train which run?") }))?.label;
}

function offerComparison(message: string, { file }: LoadedCurriculum): void {
  const compare = t("Compare");
  void vscode.window.showInformationMessage(message, compare).then((choice) => {
    if (choice === compare) void vscode.commands.executeCommand(commandId("compareRuns"), vscode.Uri.file(file));
  });
}

async function showAudit(host: Host, name: string, report: AuditReport): Promise<void> {
  const text = renderAudit(report);
  host.log.info(`${name}: ${text}`);
  const uri = vscode.Uri.from(documentUri(t("Audit of {0}", name), { kind: "report", text }));
  await vscode.window.showTextDocument(uri, { preview: true });
  const broken = report.checks.filter(({ violations }) => violations > 0);
  if (broken.length > 0) {
    throw new UserError(
      `${name} breaks ${broken.length} of ${report.checks.length} rules, first: ${broken[0]!.name}. The report names the records; generate the data again to be rid of them.`,
    );
  }
  void vscode.window.showInformationMessage(t("{0} keeps all {1} rules.", name, report.checks.length));
}
