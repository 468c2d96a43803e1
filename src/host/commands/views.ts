import { basename, dirname, extname, join } from "node:path";
import * as vscode from "vscode";
import { UserError } from "../../core/errors.ts";
import { documentUri } from "../documents/uri.ts";
import type { Host } from "../host.ts";
import { reportFormats } from "../../report/format.ts";
import { curriculumFileOf, type RunView } from "../runs/view.ts";
import { thresholds } from "../thresholds.ts";
import { isTreeNode, type TreeNode } from "../trees/node.ts";
import { pickRun, runItem, runOf } from "./targets.ts";

const { t } = vscode.l10n;

/** Panels and documents about runs. */
export function viewCommands(host: Host) {
  return {
    /** (run?) → id of the run. */
    async openRunPanel(argument?: unknown): Promise<string | undefined> {
      const view = await pickRun(host, argument, t("Open which run?"));
      if (view) host.panels.openRun(view.record.id);
      return view?.record.id;
    },

    /** (run?, id of the run to compare with?) → id of the run. */
    async openAnalysis(argument?: unknown, reference?: unknown): Promise<string | undefined> {
      const view = await pickRun(
        host,
        argument,
        t("Analyze which run?"),
        ({ evaluatedStep }) => evaluatedStep !== undefined,
      );
      // A menu's second argument is a list of rows.
      if (view) host.panels.analyze(view.record.id, typeof reference === "string" ? reference : undefined);
      return view?.record.id;
    },

    /** (curriculum, run, or list of run ids?) → ids of the compared runs. */
    async compareRuns(argument?: unknown, selected?: unknown): Promise<readonly string[] | undefined> {
      const runs = givenRuns(argument, selected) ?? (await pickRuns(argument));
      if (!runs || runs.length === 0) return undefined;
      const ids = runs.map(({ record }) => record.id);
      await host.panels.compare(ids);
      return ids;
    },

    /** (run, or list of run ids?, file to write?) → the file: a page, or a notebook where its name says so. */
    async exportReport(argument?: unknown, selected?: unknown): Promise<string | undefined> {
      const one = Array.isArray(argument) ? undefined : runOf(host, argument);
      const runs = givenRuns(argument, selected) ?? (one ? [one] : await pickRuns(argument));
      const [first] = runs ?? [];
      if (!runs || !first) return undefined;
      const file = typeof selected === "string" ? selected : await pickReportFile(first, runs.length);
      if (file === undefined) return undefined;
      const format = reportFormats.find((known) => extname(file) === `.${known}`);
      if (!format) throw new UserError(`${file}: a report is *.html or *.ipynb; give it one of these names.`);
      const folders = runs.map(({ folder }) => folder);
      const title = { location: vscode.ProgressLocation.Window, title: t("Writing the report") };
      const text = await vscode.window.withProgress(title, () =>
        host.reader.call("report", folders, { file, format, thresholds: thresholds() }),
      );
      await vscode.workspace.fs.writeFile(vscode.Uri.file(file), Buffer.from(text));
      offerReport(file);
      return file;
    },

    /** (run?, step?) → URI of the opened document. */
    async openRollouts(argument?: unknown, step?: unknown): Promise<vscode.Uri | undefined> {
      const view = await pickRun(
        host,
        argument,
        t("Rollouts of which run?"),
        ({ record }) => record.config.method !== "sft",
      );
      if (!view) return undefined;
      const chosen = typeof step === "number" ? step : await pickStep(host, view);
      if (chosen === undefined) return undefined;
      const target = { kind: "rollouts", run: view.folder, step: chosen } as const;
      const uri = vscode.Uri.from(documentUri(`${view.record.name} step ${chosen}`, target));
      await vscode.window.showTextDocument(uri, { preview: true });
      return uri;
    },
  };

  /** Runs a command was called with; undefined where they are to be picked. */
  function givenRuns(argument: unknown, selected: unknown): readonly RunView[] | undefined {
    if (Array.isArray(argument)) {
      const views = argument.map((id) => runOf(host, id));
      const missing = views.indexOf(undefined);
      if (missing >= 0) throw new UserError(`Run ${missing + 1} of those to compare is not in this workspace.`);
      return views.filter((view) => view !== undefined);
    }
    const rows = Array.isArray(selected) ? (selected as readonly TreeNode[]) : host.runTree.selection;
    const views = isTreeNode(argument) ? rows.flatMap((row) => runOf(host, row) ?? []) : [];
    return views.length > 1 ? views : undefined;
  }

  /** Asks, with the runs of the same curriculum, the run itself and those compared now checked. */
  async function pickRuns(argument: unknown): Promise<readonly RunView[] | undefined> {
    const run = runOf(host, argument);
    const file = argument instanceof vscode.Uri ? argument.fsPath : curriculumOf(argument);
    const name = run?.record.curriculum.name ?? (file === undefined ? undefined : host.curricula.get(file)?.name);
    const views = host.runs.views;
    if (views.length === 0) throw new UserError("There are no runs to compare yet: train some first.");
    const compared = new Set(host.panels.comparedRuns);
    const items = views.map((view) => ({
      ...runItem(view),
      picked:
        compared.size > 0 && !run && name === undefined
          ? compared.has(view.record.id)
          : (name ?? view.record.curriculum.name) === view.record.curriculum.name,
    }));
    const options = {
      canPickMany: true,
      placeHolder: t("Which runs side by side? The first is the baseline."),
    } as const;
    return (await vscode.window.showQuickPick(items, options))?.map(({ view }) => view);
  }
}

async function pickReportFile(run: RunView, count: number): Promise<string | undefined> {
  const curriculum = curriculumFileOf(run);
  const name = count === 1 ? run.record.name : run.record.curriculum.name;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(dirname(curriculum), `${name}-report.html`)),
    filters: { [t("Page")]: ["html"], [t("Notebook")]: ["ipynb"] },
    title: t("Export Report"),
  });
  return target?.fsPath;
}

function offerReport(file: string): void {
  const open = t("Open");
  void vscode.window.showInformationMessage(t("{0} is written.", basename(file)), open).then((choice) => {
    const uri = vscode.Uri.file(file);
    if (choice !== open) return undefined;
    return extname(file) === ".ipynb"
      ? vscode.commands.executeCommand("vscode.open", uri)
      : vscode.env.openExternal(uri);
  });
}

function curriculumOf(argument: unknown): string | undefined {
  return isTreeNode(argument) && argument.target?.kind === "curriculum" ? argument.target.file : undefined;
}

async function pickStep({ reader }: Host, { folder, record }: RunView): Promise<number | undefined> {
  const steps = await reader.call("rolloutSteps", folder);
  if (steps.length === 0)
    throw new UserError(`${record.name} has no rollouts: GRPO runs write them with their first step.`);
  const items = steps.map(({ step, reward }) => ({
    label: t("Step {0}", step),
    description: t("mean reward {0}", reward.toFixed(3)),
    step,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: t("Rollouts of which step?") }))?.step;
}
