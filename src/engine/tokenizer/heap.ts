/** A binary heap that pops the item that comes first in the given order. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  push(item: T): void {
    let i = this.#items.push(item) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#before(item, this.#items[parent]!)) break;
      this.#items[i] = this.#items[parent]!;
      i = parent;
    }
    this.#items[i] = item;
  }

  pop(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.#items.length) break;
      if (child + 1 < this.#items.length && this.#before(this.#items[child + 1]!, this.#items[child]!)) child++;
      if (!this.#before(this.#items[child]!, last)) break;
      this.#items[i] = this.#items[child]!;
      i = child;
    }
    this.#items[i] = last;
    return first;
  }
}
