import { config } from "@vscode/l10n";
import * as vscode from "vscode";
import { registerCommands } from "./commands/register.ts";
import { sentence } from "./errors.ts";
import { Host } from "./host.ts";
import { registerLanguageModelTools } from "./language-model-tools.ts";

/** Everything lives in one Host, disposed with the extension; runs in progress go on without it. */
export function activate(context: vscode.ExtensionContext): void {
  // For the parts that do not know VS Code.
  if (vscode.l10n.bundle) config({ contents: vscode.l10n.bundle });
  const log = vscode.window.createOutputChannel("Reasoning Curriculum", { log: true });
  context.subscriptions.push(log);
  try {
    const host = new Host(context.extensionUri, log, context.workspaceState);
    context.subscriptions.push(host, registerCommands(host), registerLanguageModelTools(host));
    host.ready.catch((error: unknown) => {
      explain(error, log);
    });
  } catch (error) {
    explain(error, log);
    throw error;
  }
}

function explain(error: unknown, log: vscode.LogOutputChannel): void {
  log.error(error instanceof Error ? error : String(error));
  const showLog = vscode.l10n.t("Show Log");
  const message = vscode.l10n.t("Reasoning Curriculum could not start. {0}", sentence(error));
  void vscode.window.showErrorMessage(message, showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}
