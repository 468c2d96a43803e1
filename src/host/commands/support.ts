import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { UserError } from "../../core/errors.ts";
import { documentUri } from "../documents/uri.ts";
import type { Host } from "../host.ts";

/** Looking after the extension itself. */
export function supportCommands(host: Host) {
  return {
    /** → what `reasoning-curriculum doctor` prints: engine, device, versions, memory. */
    async doctor(): Promise<string> {
      const cli = vscode.Uri.joinPath(host.extensionUri, "dist", "cli.js").fsPath;
      const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
      const location = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Doctor") };
      const text = await vscode.window.withProgress(location, async () => {
        try {
          return (await promisify(execFile)(process.execPath, [cli, "doctor"], { env })).stdout;
        } catch (error) {
          const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
          host.log.error([stdout, stderr].filter(Boolean).join("\n") || String(error));
          throw new UserError("The doctor found something that keeps training from working here: see the log.");
        }
      });
      const uri = vscode.Uri.from(documentUri(vscode.l10n.t("Doctor"), { kind: "report", text }));
      await vscode.window.showTextDocument(uri, { preview: true });
      return text;
    },

    showLog(): void {
      host.log.show();
    },

    /** Reads curricula, datasets and runs from disk again. */
    refresh: (): Promise<void> => host.refresh(),
  };
}
