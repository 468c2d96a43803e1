import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import type { LoadedCurriculum } from "../../core/curriculum/read.ts";
import { readManifest } from "../../core/dataset/manifest.ts";
import { UserError } from "../../core/errors.ts";
import type { ExplorerFocus } from "../../protocol/panels.ts";
import type { CurriculumFile } from "../data/curricula.ts";
import { isGenerated, type CurriculumDataset, type GeneratedDataset } from "../data/datasets.ts";
import { documentTarget } from "../documents/uri.ts";
import type { Host } from "../host.ts";
import { describe } from "../trees/run-nodes.ts";
import { isTreeNode } from "../trees/node.ts";
import type { RunView } from "../runs/view.ts";

const { t } = vscode.l10n;

/**
 * The curriculum a command is about: the one it was called with (a path, a URI, a tree row), that of the active editor,
 * the only one, or the one the user picks; undefined if they pick none.
 */
export async function pickCurriculum(host: Host, argument: unknown): Promise<CurriculumFile | undefined> {
  const { curricula } = host;
  const path = pathOf(argument) ?? vscode.window.activeTextEditor?.document.uri.fsPath;
  const named = path === undefined ? undefined : curricula.get(path);
  if (named) return named;
  if (argument !== undefined && !isTreeNode(argument)) {
    throw new UserError(`${path ?? "This"} is no curriculum of this workspace: name a *.curriculum.json file in it.`);
  }
  return chooseCurriculum(host);
}

/** The only curriculum, or the one the user picks; undefined if they pick none. */
export async function chooseCurriculum({ curricula }: Host): Promise<CurriculumFile | undefined> {
  const [first, ...others] = curricula.all;
  if (!first) throw new UserError("There is no curriculum in this workspace: make one with Create Curriculum.");
  if (others.length === 0) return first;
  const items = curricula.all.map((file) => ({ label: file.name, description: file.place, file }));
  return (await vscode.window.showQuickPick(items, { placeHolder: t("Which curriculum?") }))?.file;
}

/** As saved, after saving what is being edited. @throws UserError if the file has errors. */
export async function loadCurriculum(host: Host, argument: unknown): Promise<LoadedCurriculum | undefined> {
  const picked = await pickCurriculum(host, argument);
  if (!picked) return undefined;
  const edited = vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.fsPath === picked.file);
  if (edited) {
    await edited.save();
    await host.curricula.refresh();
  }
  const { loaded, place, problem } = host.curricula.get(picked.file) ?? picked;
  if (!loaded) throw new UserError(`${place}: ${problem ?? "cannot be read"}`);
  return loaded;
}

/** The dataset of the curriculum a command is about, the one in a folder (a path, a tree row), or the one shown. */
export async function pickDataset(host: Host, argument: unknown): Promise<GeneratedDataset | undefined> {
  const path = argument === undefined ? shownDataset(host) : pathOf(argument);
  const byFolder = host.datasets.all.find(({ folder }) => folder === path);
  if (byFolder) return byFolder;
  // Of a former state of a curriculum.
  if (path !== undefined && basename(dirname(path)) === "datasets") {
    return { folder: path, manifest: await readManifest(path) };
  }
  const generated = host.curricula.all.filter(({ file }) => host.datasets.of(file).some(isGenerated));
  const [only] = generated;
  const chosen = argument === undefined && only && generated.length === 1 ? only : await pickCurriculum(host, argument);
  if (!chosen) return undefined;
  const datasets = host.datasets.of(chosen.file).filter(isGenerated);
  if (datasets.length === 0) throw new UserError(`${chosen.place} has no dataset yet: generate it first.`);
  return datasets.length === 1 ? datasets[0] : chooseDataset(datasets);
}

/** Of those that a curriculum sweeps, the one that the user picks. */
async function chooseDataset(
  datasets: readonly (CurriculumDataset & GeneratedDataset)[],
): Promise<GeneratedDataset | undefined> {
  const items = datasets.map((dataset) => ({
    label: dataset.settings,
    description: basename(dataset.folder),
    dataset,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: t("Which dataset?") }))?.dataset;
}

/** Folder of the dataset that the active panel or document is about. */
export function shownDataset({ panels }: Host): string | undefined {
  const explored = panels.exploredDataset;
  if (explored !== undefined) return explored;
  const uri = vscode.window.activeTextEditor?.document.uri;
  const target = uri && documentTarget(uri);
  return target && "dataset" in target ? target.dataset : undefined;
}

/** The run a command is about: by id or folder, by tree row, or picked among those that are `eligible`. */
export async function pickRun(
  host: Host,
  argument: unknown,
  placeHolder: string,
  eligible: (view: RunView) => boolean = () => true,
): Promise<RunView | undefined> {
  const named = runOf(host, argument);
  if (named) return named;
  if (argument !== undefined)
    throw new UserError(`There is no run ${pathOf(argument) ?? ""} in this workspace: see the Runs view.`);
  const views = host.runs.views.filter(eligible);
  if (views.length === 0) throw new UserError("No run can do this now: see the Runs view.");
  if (views.length === 1) return views[0];
  return (await vscode.window.showQuickPick(views.map(runItem), { placeHolder }))?.view;
}

export function runItem(view: RunView): vscode.QuickPickItem & { readonly view: RunView } {
  const { name, curriculum } = view.record;
  return { label: name, description: curriculum.name, detail: describe(view), view };
}

export function runOf(host: Host, argument: unknown): RunView | undefined {
  if (typeof argument === "string") return host.runs.byId(argument) ?? host.runs.get(argument);
  const path = pathOf(argument);
  return path === undefined ? undefined : host.runs.get(path);
}

/** The relation or path of a dataset that a command was called on, in the tree. */
export function focusOf(argument: unknown): ExplorerFocus {
  return isTreeNode(argument) && argument.target?.kind === "dataset" ? argument.target.focus : {};
}

function pathOf(argument: unknown): string | undefined {
  if (typeof argument === "string") return argument;
  if (argument instanceof vscode.Uri) return argument.fsPath;
  if (!isTreeNode(argument) || !argument.target) return undefined;
  return argument.target.kind === "curriculum" ? argument.target.file : argument.target.folder;
}
