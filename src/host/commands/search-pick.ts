import * as vscode from "vscode";

type SearchItem<T> = vscode.QuickPickItem & { readonly value: T };

/** A quick pick over more items than a list holds: `search` answers each change of the text. */
export function pickBySearch<T>(
  placeholder: string,
  text: string,
  search: (query: string) => readonly SearchItem<T>[],
): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<SearchItem<T>>();
  const update = (): void => {
    // The search has matched already; VS Code's own filter would drop what it matched in other fields.
    pick.items = search(pick.value).map((item) => ({ ...item, alwaysShow: true }));
  };
  pick.placeholder = placeholder;
  pick.value = text;
  update();
  pick.onDidChangeValue(update);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
