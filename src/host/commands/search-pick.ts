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

  return new Promise((resolve, reject) => {
    let updates = 0;
    /** Whether the list belongs to the text as it is now. */
    let current = false;
    /** Enter was pressed before it did: the first match is meant. */
    let accepted = false;

    const choose = (item: SearchItem<T> | undefined): void => {
      resolve(item?.value);
      pick.hide();
    };
    const update = async (): Promise<void> => {
      const mine = ++updates;
      pick.busy = true;
      for (let shown = -1, complete = false; !complete;) {
        const result = await search(pick.value);
        if (mine !== updates) return;
        ({ complete } = result);
        // The search has matched already; VS Code's own filter would drop what it matched in other fields.
        if (result.items.length > shown) pick.items = result.items.map((item) => ({ ...item, alwaysShow: true }));
        shown = result.items.length;
        current = complete || shown > 0;
        if (accepted && shown > 0) choose(result.items[0]);
      }
      pick.busy = false;
    };
    const refresh = (): void => {
      current = accepted = false;
      update().catch((error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
        pick.hide();
      });
    };

    pick.onDidChangeValue(refresh);
    pick.onDidAccept(() => {
      // A list that has just been replaced has nothing selected yet.
      if (current) choose(pick.selectedItems[0] ?? pick.items[0]);
      else accepted = true;
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
