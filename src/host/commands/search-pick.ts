import * as vscode from "vscode";

type SearchItem<T> = vscode.QuickPickItem & { readonly value: T };

/** What a search has found so far. */
export interface SearchResult<T> {
  readonly items: readonly SearchItem<T>[];
  /** Whether asking again would find no more. */
  readonly complete: boolean;
}

/**
 * A quick pick over more items than a list holds. `search` answers each change of the text, and is asked again until
 * it is complete or the text changes.
 */
export function pickBySearch<T>(
  placeholder: string,
  text: string,
  search: (query: string) => Promise<SearchResult<T>>,
): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<SearchItem<T>>();
  pick.placeholder = placeholder;
  pick.value = text;

  let updates = 0;
  const update = async (): Promise<void> => {
    const current = ++updates;
    pick.busy = true;
    for (let shown = -1, complete = false; !complete;) {
      const result = await search(pick.value);
      if (current !== updates) return;
      ({ complete } = result);
      // The search has matched already; VS Code's own filter would drop what it matched in other fields.
      if (result.items.length > shown) pick.items = result.items.map((item) => ({ ...item, alwaysShow: true }));
      shown = result.items.length;
    }
    pick.busy = false;
  };

  return new Promise((resolve, reject) => {
    const refresh = (): void => {
      update().catch((error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
        pick.hide();
      });
    };
    pick.onDidChangeValue(refresh);
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      updates++;
      resolve(undefined);
      pick.dispose();
    });
    refresh();
    pick.show();
  });
}
