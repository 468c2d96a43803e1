import { posix } from "node:path";
import * as vscode from "vscode";
import type { SaveRequest } from "../../protocol/panels.ts";

const filters: Readonly<Record<SaveRequest["mimeType"], Record<string, string[]>>> = {
  "image/svg+xml": { SVG: ["svg"] },
  "image/png": { PNG: ["png"] },
  "text/csv": { CSV: ["csv"] },
};

/** Asks where to save what a panel exports, beside `folder` at first. The dialog asks before it overwrites. */
export async function saveExport(request: SaveRequest, folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const name = posix.basename(request.suggestedName.replaceAll("\\", "/"));
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: filters[request.mimeType],
  });
  if (!target) return undefined;
  const encoding = request.mimeType === "image/png" ? "base64" : "utf8";
  await vscode.workspace.fs.writeFile(target, Buffer.from(request.content, encoding));
  return target;
}
