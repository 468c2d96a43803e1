import { readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { openDataset, type Dataset } from "../../../src/core/dataset/open.ts";
import { commandId, type CommandName } from "../../../src/host/ids.ts";

export const extensionId = "reasoning-curriculum.reasoning-curriculum";

export const workspaceFolder = vscode.workspace.workspaceFolders![0]!.uri;
export const curriculum = vscode.Uri.joinPath(workspaceFolder, "micro.curriculum.json");

export function command(name: CommandName, ...values: unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(commandId(name), ...values);
}

/** The first value that `probe` gives, asked again and again. */
export async function eventually<T>(what: string, probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const value = await probe();
    if (value !== undefined) return value;
    await sleep(50);
  }
  throw new Error(`Waited 20 s in vain for ${what}.`);
}

/** The dataset of the micro curriculum, made by the command the first time. */
export async function generatedDataset(): Promise<Dataset> {
  return openDataset((await command("generateDataset", curriculum.fsPath)) as string);
}

/** Folders of `.curriculum/<kind>/`. */
export async function foldersIn(kind: "datasets" | "runs"): Promise<string[]> {
  const parent = path.join(workspaceFolder.fsPath, ".curriculum", kind);
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(parent, name));
}

/** The open tabs of a kind of webview. */
export const tabsOf = (viewType: string): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes(viewType));

/** The first open tab of a kind of webview, once there is one. */
export const panelTab = (viewType: string): Promise<vscode.Tab> =>
  eventually(`a tab of ${viewType}`, () => tabsOf(viewType)[0]);
