import * as vscode from "vscode";

/** In milliseconds: files that change together are answered once. */
const debounce = 100;

/** Watches files and calls `settled` shortly after the last change; `changed` hears of each file. */
export function watchFiles(
  pattern: string,
  settled: () => void,
  changed?: (file: vscode.Uri) => void,
): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  let soon: NodeJS.Timeout | undefined;
  const later = (file: vscode.Uri): void => {
    changed?.(file);
    clearTimeout(soon);
    soon = setTimeout(settled, debounce);
  };
  watcher.onDidCreate(later);
  watcher.onDidChange(later);
  watcher.onDidDelete(later);
  return new vscode.Disposable(() => {
    clearTimeout(soon);
    watcher.dispose();
  });
}
