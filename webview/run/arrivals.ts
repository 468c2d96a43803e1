/** Milliseconds between two drawings, at the least. */
const leastInterval = 200;
/** Drawing takes one part in so many of the time. */
const share = 8;

/** However fast items come, they are taken a few times a second, and not at all while nobody looks. */
export class Arrivals<Item> {
  readonly #take: (items: readonly Item[]) => void;
  #waiting: Item[] = [];
  #isDue = false;
  #interval = leastInterval;

  /** @param take draws what has come since */
  constructor(take: (items: readonly Item[]) => void) {
    this.#take = take;
  }

  add(items: readonly Item[]): void {
    this.#waiting.push(...items);
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => {
      requestAnimationFrame(() => {
        this.#draw();
      });
    }, this.#interval);
  }

  clear(): void {
    this.#waiting = [];
  }

  #draw(): void {
    this.#isDue = false;
    const items = this.#waiting;
    this.#waiting = [];
    if (items.length === 0) return;
    const started = performance.now();
    this.#take(items);
    // The drawing follows in a microtask.
    setTimeout(() => {
      this.#interval = Math.max(leastInterval, share * (performance.now() - started));
    });
  }
}
