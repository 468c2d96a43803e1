import * as vscode from "vscode";
import type { Host } from "../host.ts";
import { commandId, type CommandName } from "../ids.ts";
import { curriculumCommands } from "./curriculum.ts";
import { datasetDocumentCommands } from "./dataset-documents.ts";
import { deviceCommands } from "./devices.ts";
import { documentCommands } from "./documents.ts";
import { downloadCommands } from "./download.ts";
import { explorerCommands } from "./explorer.ts";
import { exportCommands } from "./export.ts";
import { importCommands } from "./import.ts";
import { runCommands } from "./runs.ts";
import { supportCommands } from "./support.ts";
import { sweepCommands } from "./sweeps.ts";
import { trainingCommands } from "./training.ts";
import { viewCommands } from "./views.ts";

/** Takes what the palette, a tree row, a lens or a test hands it; gives back what it made, undefined if given up. */
export type Handler = (...args: readonly unknown[]) => unknown;

export function registerCommands(host: Host): vscode.Disposable {
  const handlers: Readonly<Record<CommandName, Handler>> = {
    ...curriculumCommands(host),
    ...trainingCommands(host),
    ...exportCommands(host),
    ...importCommands(host),
    ...downloadCommands(host),
    ...runCommands(host),
    ...viewCommands(host),
    ...documentCommands(host),
    ...datasetDocumentCommands(host),
    ...explorerCommands(host),
    ...sweepCommands(host),
    ...supportCommands(host),
    ...deviceCommands(host),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) =>
      vscode.commands.registerCommand(commandId(name as CommandName), (...args: unknown[]) =>
        guarded(host, name, handler, args),
      ),
    ),
  );
}

/** Waits for the first look at the disk; what goes wrong is shown in one sentence, the rest goes to the log. */
async function guarded(host: Host, name: string, handler: Handler, args: readonly unknown[]): Promise<unknown> {
  try {
    await host.ready;
    return await handler(...args);
  } catch (error) {
    host.showError(error, name);
    return undefined;
  }
}
