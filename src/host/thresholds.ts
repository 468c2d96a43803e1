import * as vscode from "vscode";
import { defaultThresholds, thresholdsFrom } from "../core/analysis/thresholds.ts";
import type { Thresholds } from "../core/analysis/types.ts";
import { prefix } from "./ids.ts";

const key = "thresholds";

/** The thresholds of verdicts and diagnoses, as the settings have them. */
export function thresholds(): Thresholds {
  return thresholdsFrom(vscode.workspace.getConfiguration(prefix).get<Record<string, unknown>>(key, {}));
}

/** Keeps in the workspace's settings what differs from the defaults; without a workspace, in the user's. */
export async function setThresholds(wanted: Thresholds): Promise<void> {
  const changed = Object.entries(wanted).filter(
    ([name, value]) => value !== defaultThresholds[name as keyof Thresholds],
  );
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  const value = changed.length === 0 ? undefined : Object.fromEntries(changed);
  await vscode.workspace.getConfiguration(prefix).update(key, value, target);
}

export function onThresholds(changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${prefix}.${key}`)) changed();
  });
}
