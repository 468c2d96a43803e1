import type { Random } from "../random.ts";
import type { Range } from "./people.ts";

/** One random cycle through the people of a range (Sattolo's algorithm): everybody's object is somebody else. */
export function drawCycle(row: Int32Array, { first, count }: Range, random: Random): void {
  for (let i = 0; i < count; i++) row[first + i] = first + i;
  for (let i = count - 1; i > 0; i--) {
    const j = random.integer(i);
    const swapped = row[first + i]!;
    row[first + i] = row[first + j]!;
    row[first + j] = swapped;
  }
}

/** A random perfect matching: a symmetric relation. `count` is even. */
export function drawMatching(row: Int32Array, { first, count }: Range, random: Random): void {
  const ids = random.shuffle(Array.from({ length: count }, (_, i) => first + i));
  for (let i = 0; i < count; i += 2) {
    row[ids[i]!] = ids[i + 1]!;
    row[ids[i + 1]!] = ids[i]!;
  }
}

/** Values drawn independently, or all different where `unique` and the pool allow. */
export function drawValues(
  row: Int32Array,
  { first, count }: Range,
  pool: number,
  unique: boolean,
  random: Random,
): void {
  if (unique && pool >= count) {
    const indices = random.sample(
      Array.from({ length: pool }, (_, i) => i),
      count,
    );
    for (let i = 0; i < count; i++) row[first + i] = indices[i]!;
  } else {
    for (let i = 0; i < count; i++) row[first + i] = random.integer(pool);
  }
}

/** The same relation seen from its objects, for the people of a range that it maps onto itself. */
export function invert(row: Int32Array, { first, count }: Range, into: Int32Array): void {
  for (let i = first; i < first + count; i++) into[row[i]!] = i;
}
