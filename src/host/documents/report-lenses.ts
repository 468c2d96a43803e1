import * as vscode from "vscode";
import { commandId, type CommandName } from "../ids.ts";

/** What a report says to type into a terminal, and the command that does the same here. */
const commands = {
  "install tensorflow": "installTensorflow",
  "install cuda": "installCuda",
} as const satisfies Readonly<Record<string, CommandName>>;

/** Over a report: the commands that it names. */
export function reportLenses(text: string): vscode.CodeLens[] {
  const { t } = vscode.l10n;
  const titles = {
    installTensorflow: t("$(cloud-download) Install TensorFlow.js…"),
    installCuda: t("$(cloud-download) Install ONNX Runtime's CUDA provider…"),
  };
  // A long line is broken between words.
  const said = text.replaceAll(/\s+/g, " ");
  const top = new vscode.Range(0, 0, 0, 0);
  return Object.entries(commands)
    .filter(([typed]) => said.includes(typed))
    .map(([, name]) => new vscode.CodeLens(top, { command: commandId(name), title: titles[name] }));
}
