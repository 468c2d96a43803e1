import type { Memento } from "vscode";
import type { SearchItem } from "./search-pick.ts";

interface Opened<T> {
  readonly dataset: string;
  readonly item: SearchItem<T>;
}

const most = { shown: 5, kept: 50 } as const;

/** What was picked last, by dataset; kept over reloads of the window. */
export class Recent<T> {
  readonly #state: Memento;
  readonly #key: string;

  /** @param key under which the workspace's state holds it */
  constructor(state: Memento, key: string) {
    this.#state = state;
    this.#key = key;
  }

  /** Newest first. */
  of(dataset: string): readonly SearchItem<T>[] {
    const own = this.#opened.filter((opened) => opened.dataset === dataset);
    return own.slice(0, most.shown).map(({ item }) => item);
  }

  async add(dataset: string, item: SearchItem<T>): Promise<void> {
    const others = this.#opened.filter((opened) => opened.dataset !== dataset || opened.item.value !== item.value);
    await this.#state.update(this.#key, [{ dataset, item }, ...others].slice(0, most.kept));
  }

  get #opened(): readonly Opened<T>[] {
    return this.#state.get<readonly Opened<T>[]>(this.#key, []);
  }
}
