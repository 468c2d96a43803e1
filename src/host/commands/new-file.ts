import { basename } from "node:path";
import * as vscode from "vscode";
import { curriculumExtension } from "../../core/curriculum/read.ts";

const { t } = vscode.l10n;

/** The workspace folder for a new file: the only one, or the one the user picks; undefined if they pick none. */
export async function pickWorkspaceFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  return folder?.uri;
}

/** A name for a curriculum that the folder does not hold yet; undefined if the user gives up. */
export function askForName(folder: vscode.Uri, value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: t("Name of the curriculum"),
    value,
    validateInput: async (name) => {
      if (!/^[\w-]+$/.test(name)) return t("A name holds letters, digits, - and _ and becomes a file name.");
      const taken = await exists(curriculumUri(folder, name));
      return taken ? t("{0} is in {1} already.", name + curriculumExtension, basename(folder.fsPath)) : "";
    },
  });
}

/** Of a curriculum's file in a folder. */
export function curriculumUri(folder: vscode.Uri, name: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, name + curriculumExtension);
}

export function exists(file: vscode.Uri): Thenable<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
