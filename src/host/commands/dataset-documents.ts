import { basename } from "node:path";
import * as vscode from "vscode";
import { UserError } from "../../core/errors.ts";
import { formatCount } from "../../core/format.ts";
import { listDatasets, type GeneratedDataset } from "../data/datasets.ts";
import { actionUri } from "../documents/provider.ts";
import { fileAction } from "../documents/summary.ts";
import type { Host } from "../host.ts";
import { isTreeNode } from "../trees/node.ts";
import { pickDataset, shownDataset } from "./targets.ts";

const { t } = vscode.l10n;

/** Whole datasets and their files as documents. */
export function datasetDocumentCommands(host: Host) {
  return {
    /** (curriculum or dataset folder?, path of a file?) → URI of the opened document. */
    async openDatasetFile(argument?: unknown, path?: unknown): Promise<vscode.Uri | undefined> {
      const dataset = await pickDataset(host, argument);
      if (!dataset) return undefined;
      const chosen = typeof path === "string" ? path : await pickFile(dataset);
      if (chosen === undefined) return undefined;
      const uri = fileUri(dataset, chosen);
      await vscode.window.showTextDocument(uri, { preview: true });
      return uri;
    },

    /** (dataset folder or row?, other dataset's folder?) → URIs of the two summaries in the diff editor. */
    async diffDatasets(argument?: unknown, other?: unknown): Promise<readonly vscode.Uri[] | undefined> {
      const datasets = await listDatasets(host.curricula.roots);
      if (datasets.length < 2) {
        throw new UserError("There is one dataset at most to compare: change the curriculum and generate another.");
      }
      const given = typeof argument === "string" || isTreeNode(argument) ? argument : shownDataset(host);
      const left =
        given === undefined ? await pick(datasets, t("Compare which dataset?")) : await pickDataset(host, given);
      if (!left) return undefined;
      const others = datasets.filter(({ folder }) => folder !== left.folder);
      const right =
        typeof other === "string"
          ? await pickDataset(host, other)
          : await pick(others, t("Compare {0} with which?", basename(left.folder)));
      if (!right) return undefined;
      const uris = [left, right].map(summaryUri);
      await vscode.commands.executeCommand("vscode.diff", ...uris, `${nameOf(left)} ↔ ${nameOf(right)}`);
      return uris;
    },
  };
}

const summary = "manifest.json";

function nameOf({ folder }: GeneratedDataset): string {
  return basename(folder);
}

function summaryUri({ folder }: GeneratedDataset): vscode.Uri {
  return actionUri({ name: basename(folder), target: { kind: "dataset", dataset: folder } });
}

/** The document of a file, or the file itself where it is small. */
function fileUri({ folder, manifest }: GeneratedDataset, path: string): vscode.Uri {
  const action = fileAction(folder, path);
  if (action) return actionUri(action);
  if (!manifest.files.some((file) => file.path === path)) {
    throw new UserError(`${folder}: there is no file ${path}; the dataset's summary lists them.`);
  }
  return vscode.Uri.joinPath(vscode.Uri.file(folder), path);
}

async function pickFile(dataset: GeneratedDataset): Promise<string | undefined> {
  const { folder, manifest } = dataset;
  const items = manifest.files.flatMap(({ path, records, bytes }) =>
    fileAction(folder, path)
      ? [{ label: path, description: t("{0} records, {1} bytes", formatCount(records), formatCount(bytes)) }]
      : [],
  );
  const placeHolder = t("Open which file of {0}?", basename(folder));
  return (await vscode.window.showQuickPick([{ label: summary, description: t("summary") }, ...items], { placeHolder }))
    ?.label;
}

async function pick(datasets: readonly GeneratedDataset[], placeHolder: string): Promise<GeneratedDataset | undefined> {
  const items = datasets.map((dataset) => ({
    label: basename(dataset.folder),
    description: t("{0} people", formatCount(dataset.manifest.counts.people)),
    detail: vscode.workspace.asRelativePath(dataset.folder),
    dataset,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.dataset;
}
