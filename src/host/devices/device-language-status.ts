import { freemem, totalmem } from "node:os";
import * as vscode from "vscode";
import type { Device } from "../../core/devices/device.ts";
import { curriculumExtension } from "../../core/curriculum/read.ts";
import { formatBytes } from "../../core/format.ts";
import { queryGpus } from "../../jobs/devices/nvidia-smi.ts";
import { commandId, prefix } from "../ids.ts";

/** In a curriculum, under `{}` of the status bar: what runs would train on, asked for when the curriculum is looked at. */
export function deviceLanguageStatus(): vscode.Disposable {
  const selector = { pattern: `**/*${curriculumExtension}` };
  const item = vscode.languages.createLanguageStatusItem(`${prefix}.device`, selector);
  item.name = vscode.l10n.t("Reasoning Curriculum: device");
  item.command = { command: commandId("doctor"), title: vscode.l10n.t("Doctor") };
  const update = async (editor = vscode.window.activeTextEditor): Promise<void> => {
    if (!editor?.document.fileName.endsWith(curriculumExtension)) return;
    const device = vscode.workspace.getConfiguration(prefix).get<Device>("device", "auto");
    item.text = vscode.l10n.t("Device: {0}", device);
    item.detail = await machine();
  };
  void update();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor((editor) => update(editor)),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(`${prefix}.device`) && update()),
  );
}

async function machine(): Promise<string> {
  const gpus = await queryGpus();
  const free = vscode.l10n.t("{0} free of {1}", formatBytes(freemem()), formatBytes(totalmem()));
  const cards = gpus.map(({ name, memory }) => {
    const left = vscode.l10n.t("{0} free of {1}", formatBytes(memory.total - memory.used), formatBytes(memory.total));
    return `${name}: ${left}`;
  });
  return [...cards, free].join(", ");
}
