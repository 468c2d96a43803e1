import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { exportFormats, type ExportFormat } from "../../core/dataset/export/format.ts";
import { UserError } from "../../core/errors.ts";
import { formatCount } from "../../core/format.ts";
import { logFile } from "../../jobs/plan.ts";
import type { Task } from "../../jobs/tasks.ts";
import type { Host } from "../host.ts";
import { requireTrust } from "../jobs/jobs.ts";
import { pickDataset } from "./targets.ts";

const { t } = vscode.l10n;

/** Writing datasets for other software. */
export function exportCommands(host: Host) {
  return {
    /** (curriculum or dataset folder?, format?, folder to export into?) → the new folder in it. */
    async exportDataset(argument?: unknown, format?: unknown, parent?: unknown): Promise<string | undefined> {
      requireTrust();
      const dataset = await pickDataset(host, argument);
      if (!dataset) return undefined;
      const { folder, manifest } = dataset;
      const chosen = format === undefined ? await pickFormat() : namedFormat(format);
      if (!chosen) return undefined;
      const into = typeof parent === "string" ? parent : await pickFolder(manifest.name);
      if (into === undefined) return undefined;
      const task: Task = {
        key: "export",
        label: t("Export {0}", manifest.name),
        job: { kind: "export", dataset: folder, format: chosen, out: join(into, `${manifest.name}-${chosen}`) },
        logFile: logFile(dirname(dirname(dirname(folder))), basename(folder)),
        needs: [],
      };
      const [outcome] = await host.jobs.run([task], { title: t("Exporting {0}", manifest.name) });
      const result = outcome?.result;
      if (result?.kind !== "export") return undefined;
      offerFolder(
        t("{0} holds {1} questions of {2}.", basename(result.folder), formatCount(result.questions), manifest.name),
        vscode.Uri.file(result.folder),
      );
      return result.folder;
    },
  };
}

function namedFormat(name: unknown): ExportFormat {
  const format = exportFormats.find((known) => known === name);
  if (!format) throw new UserError(`There is no such format of exports: name one of ${exportFormats.join(", ")}.`);
  return format;
}

async function pickFormat(): Promise<ExportFormat | undefined> {
  const items: Readonly<Record<ExportFormat, vscode.QuickPickItem>> = {
    llamafactory: { label: "LLaMA-Factory", detail: t("Alpaca-style JSON with its dataset_info.json, for SFT") },
    trl: { label: "TRL", detail: t("JSONL of prompts and completions, plain and as messages, for SFT and GRPO") },
    verl: { label: "verl", detail: t("Parquet with its reward fields and the reward function, for GRPO and PPO") },
    jsonl: { label: "JSONL", detail: t("Whole records, to read with anything") },
  };
  const picked = await vscode.window.showQuickPick(
    exportFormats.map((format) => ({ ...items[format], format })),
    { placeHolder: t("Export for what? Each comes with a dataset card."), matchOnDetail: true },
  );
  return picked?.format;
}

async function pickFolder(name: string): Promise<string | undefined> {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  const picked = await vscode.window.showOpenDialog({
    title: t("Where to export {0}: a new folder is made in the one you choose", name),
    openLabel: t("Export Here"),
    canSelectFiles: false,
    canSelectFolders: true,
    ...(workspace && { defaultUri: workspace.uri }),
  });
  return picked?.[0]?.fsPath;
}

function offerFolder(message: string, folder: vscode.Uri): void {
  const [readCard, openFolder] = [t("Open Dataset Card"), t("Open Folder")];
  const card = vscode.Uri.joinPath(folder, "README.md");
  void vscode.window.showInformationMessage(message, readCard, openFolder).then(async (choice) => {
    if (choice === readCard) await vscode.commands.executeCommand("markdown.showPreview", card);
    if (choice !== openFolder) return;
    // In the explorer where it is part of the workspace, which works remotely and in a browser too.
    if (vscode.workspace.getWorkspaceFolder(folder)) await vscode.commands.executeCommand("revealInExplorer", card);
    else await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow: true });
  });
}
