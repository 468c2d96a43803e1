import { existsSync } from "node:fs";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { UserError } from "../../core/errors.ts";
import { isActive } from "../../core/runs/folder.ts";
import { logFile } from "../../jobs/plan.ts";
import type { Host } from "../host.ts";
import { curriculumFileOf } from "../runs/view.ts";
import { isTreeNode } from "../trees/node.ts";
import { pickRun, runOf } from "./targets.ts";

const { t } = vscode.l10n;

/** A run's folder: showing it and its log, deleting it. */
export function runCommands(host: Host) {
  return {
    /** (run?) → folder of the run. */
    async revealRun(argument?: unknown): Promise<string | undefined> {
      const folder = brokenFolder(argument) ?? (await pickRun(host, argument, t("Reveal which run?")))?.folder;
      if (folder === undefined) return undefined;
      const uri = vscode.Uri.file(folder);
      // In the explorer, so that it works in a remote workspace and in a browser too.
      const target = host.runs.get(folder) ? vscode.Uri.joinPath(uri, "run.json") : uri;
      await vscode.commands.executeCommand("revealInExplorer", target);
      return folder;
    },

    /** (run?) → path of what its worker has said. */
    async openRunLog(argument?: unknown): Promise<string | undefined> {
      const view = await pickRun(host, argument, t("The log of which run?"));
      if (!view) return undefined;
      const file = logFile(dirname(curriculumFileOf(view)), view.record.id);
      if (!existsSync(file)) throw new UserError(`${file}: there is no log of ${view.record.name} here.`);
      const editor = await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: true });
      // What was said last is what is looked for.
      const end = editor.document.lineAt(editor.document.lineCount - 1).range;
      editor.revealRange(end);
      return file;
    },

    /** (run?) → folder that was deleted; asks first. */
    async deleteRun(argument?: unknown): Promise<string | undefined> {
      const folder =
        brokenFolder(argument) ??
        (await pickRun(host, argument, t("Delete which run?"), ({ record }) => !isActive(record)))?.folder;
      if (folder === undefined) return undefined;
      const view = host.runs.get(folder);
      if (view && isActive(view.record))
        throw new UserError(`${view.record.name} is ${view.record.state}: stop it first.`);
      const children = host.runs.views.filter(({ record }) => view && record.parent === view.record.id);
      const detail = [
        t("Its metrics, checkpoints and evaluations go to the trash."),
        ...(children.length === 0
          ? []
          : [t("Runs that start from it: {0}.", children.map((c) => c.record.name).join(", "))]),
      ].join(" ");
      const message = t("Delete {0}?", view?.record.name ?? folder);
      const confirm = t("Move to Trash");
      if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, confirm)) !== confirm)
        return undefined;
      if (!(await trash(vscode.Uri.file(folder)))) return undefined;
      await host.runs.refresh();
      return folder;
    },
  };

  /** Runs that cannot be read are rows of the tree, but no views. */
  function brokenFolder(argument: unknown): string | undefined {
    if (!isTreeNode(argument) || argument.target?.kind !== "run" || runOf(host, argument)) return undefined;
    return argument.target.folder;
  }
}

/** True when the folder is gone. Remote machines may have no trash: then a second question is asked. */
async function trash(folder: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: true });
    return true;
  } catch {
    const message = t("There is no trash here. Delete the run for good?");
    const confirm = t("Delete Permanently");
    if ((await vscode.window.showWarningMessage(message, { modal: true }, confirm)) !== confirm) return false;
    await vscode.workspace.fs.delete(folder, { recursive: true });
    return true;
  }
}
