import { setImmediate } from "node:timers/promises";

/** Items between two turns of others. */
const STRIDE = 2000;

/** The items of a long work, with turns for others in between: a signal is heard, and ends it. @throws its reason */
export async function* inTurns<T>(items: Iterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  let count = 0;
  for (const item of items) {
    if (++count % STRIDE === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    yield item;
  }
}
