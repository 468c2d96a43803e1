import * as vscode from "vscode";

/** Plain data, so that it can be kept for the next time. */
export interface SearchItem<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
}

export interface SearchButton {
  readonly icon: string;
  readonly color?: string;
  readonly tooltip: string;
  /** What the button does with the text as it is; the search is then made anew. */
  readonly press: (text: string) => void;
}

export interface Found<T> {
  readonly title?: string;
  readonly items: readonly SearchItem<T>[];
  /** Shown above the others while there is no text. */
  readonly recent?: readonly SearchItem<T>[];
  readonly buttons?: readonly SearchButton[];
}

type Item<T> = vscode.QuickPickItem & { readonly found?: SearchItem<T> };

/** A quick pick over more items than a list holds; `search` answers each change of the text. */
export function pickBySearch<T>(
  placeholder: string,
  text: string,
  search: (text: string) => Promise<Found<T>>,
): Promise<SearchItem<T> | undefined> {
  const pick = vscode.window.createQuickPick<Item<T>>();
  pick.placeholder = placeholder;
  pick.value = text;

  return new Promise((resolve, reject) => {
    let updates = 0;
    /** Whether the list belongs to the text as it is now. */
    let current = false;
    /** Enter was pressed before it did: the first match is meant. */
    let accepted = false;
    let pressed: readonly SearchButton[] = [];

    const choose = (item: Item<T> | undefined): void => {
      if (!item?.found) return;
      resolve(item.found);
      pick.hide();
    };
    const first = (): Item<T> | undefined => pick.items.find(({ found }) => found);
    const update = async (): Promise<void> => {
      const mine = ++updates;
      pick.busy = true;
      const found = await search(pick.value);
      if (mine !== updates) return;
      pick.items = itemsOf(found, pick.value === "");
      pick.title = found.title;
      pressed = found.buttons ?? [];
      pick.buttons = pressed.map(buttonOf);
      pick.busy = false;
      current = true;
      if (accepted) choose(first());
    };
    const refresh = (): void => {
      current = accepted = false;
      update().catch((error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
        pick.hide();
      });
    };

    pick.onDidChangeValue(refresh);
    pick.onDidTriggerButton((button) => {
      pressed[pick.buttons.indexOf(button)]?.press(pick.value);
      refresh();
    });
    pick.onDidAccept(() => {
      // A list that has just been replaced has nothing selected yet.
      if (current) choose(pick.selectedItems[0] ?? first());
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

function itemsOf<T>({ items, recent = [] }: Found<T>, isEmpty: boolean): Item<T>[] {
  const { t } = vscode.l10n;
  // The search has matched already; VS Code's own filter would drop what it matched in other fields.
  const rows = (list: readonly SearchItem<T>[]): Item<T>[] =>
    list.map((found) => {
      const { label, description, detail } = found;
      return { label, alwaysShow: true, found, ...(description && { description }), ...(detail && { detail }) };
    });
  if (items.length === 0) return [{ label: t("Nothing found"), alwaysShow: true }];
  if (!isEmpty || recent.length === 0) return rows(items);
  const separator = (label: string): Item<T> => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [separator(t("recently opened")), ...rows(recent), separator(t("all")), ...rows(items)];
}

function buttonOf({ icon, color, tooltip }: SearchButton): vscode.QuickInputButton {
  return {
    iconPath: new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color)),
    tooltip,
  };
}
