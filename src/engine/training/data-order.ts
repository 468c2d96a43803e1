import { z } from "zod";
import type { DataMix } from "../../core/curriculum/schema.ts";
import { createRandom } from "../../core/random.ts";

/** Kinds of training records, as the curriculum's `data` names them. */
export const recordKinds = ["biographies", "mem", "ctx", "comp"] as const;
export type RecordKind = (typeof recordKinds)[number];

const recordReference = z.object({ kind: z.enum(recordKinds), index: z.int().min(0) }).readonly();

/** Where a run's data order stands. */
export const dataOrderState = z
  .object({
    /** How many records of each kind have been drawn. */
    drawn: z.partialRecord(z.enum(recordKinds), z.int().min(0)).readonly(),
    /** Drawn, but not yet trained on for want of room in the batch. */
    carried: z.array(recordReference).readonly(),
  })
  .readonly();

/** A record by its place among those of its kind. */
export type RecordReference = z.infer<typeof recordReference>;
export type DataOrderState = z.infer<typeof dataOrderState>;

/**
 * In which order a run sees its records: each kind goes through its own sequence of epochs, each epoch shuffled anew. A
 * function of seed and state alone, so a resumed run sees what the uninterrupted one would have.
 */
export class DataOrder {
  private readonly drawn: Partial<Record<RecordKind, number>>;
  private carried: readonly RecordReference[];
  private readonly quotas: ReadonlyMap<RecordKind, number>;
  private readonly records: Readonly<Record<RecordKind, { readonly length: number }>>;
  private readonly seed: number;
  private readonly epochs = new Map<RecordKind, { epoch: number; order: readonly number[] }>();

  /** Each kind with a weight needs at least one record. */
  constructor(
    records: Readonly<Record<RecordKind, { readonly length: number }>>,
    mix: DataMix,
    batchSize: number,
    seed: number,
    state: DataOrderState = { drawn: {}, carried: [] },
  ) {
    this.records = records;
    this.quotas = quotas(mix, batchSize);
    this.seed = seed;
    this.drawn = { ...state.drawn };
    this.carried = state.carried;
  }

  get state(): DataOrderState {
    return { drawn: { ...this.drawn }, carried: this.carried };
  }

  /** Passes over all records, on average. */
  get epoch(): number {
    const kinds = [...this.quotas.keys()];
    const drawn = kinds.reduce((sum, kind) => sum + (this.drawn[kind] ?? 0), 0);
    return drawn / kinds.reduce((sum, kind) => sum + this.records[kind].length, 0);
  }

  /** The next batch: what was carried over, then each kind's share. */
  draw(): RecordReference[] {
    const batch = [...this.carried];
    this.carried = [];
    for (const [kind, quota] of this.quotas)
      for (let i = 0; i < quota; i++) batch.push({ kind, index: this.next(kind) });
    return batch;
  }

  /** Puts records at the head of the next batch. */
  carry(records: readonly RecordReference[]): void {
    this.carried = records.map(({ kind, index }) => ({ kind, index }));
  }

  private next(kind: RecordKind): number {
    const position = this.drawn[kind] ?? 0;
    this.drawn[kind] = position + 1;
    const size = this.records[kind].length;
    const epoch = Math.floor(position / size);
    let current = this.epochs.get(kind);
    if (current?.epoch !== epoch) {
      const all = Array.from({ length: size }, (_, index) => index);
      current = { epoch, order: createRandom(this.seed, "order", kind, epoch).shuffle(all) };
      this.epochs.set(kind, current);
    }
    return current.order[position % size]!;
  }
}

/** Records of each kind in a batch, by the method of the largest remainder; only kinds with at least one. */
export function quotas(mix: DataMix, batchSize: number): Map<RecordKind, number> {
  const total = recordKinds.reduce((sum, kind) => sum + mix[kind], 0);
  const shares = recordKinds.map((kind) => ({ kind, exact: total > 0 ? (batchSize * mix[kind]) / total : 0 }));
  const counts = new Map(shares.map(({ kind, exact }) => [kind, Math.floor(exact)]));
  const missing = Math.round(shares.reduce((sum, { exact }) => sum + exact - Math.floor(exact), 0));
  const byRemainder = [...shares].sort((a, b) => (b.exact % 1) - (a.exact % 1));
  for (const { kind } of byRemainder.slice(0, missing)) counts.set(kind, counts.get(kind)! + 1);
  return new Map([...counts].filter(([, count]) => count > 0));
}

/** A kind of record that has a weight and yet no place in a batch, if there is one. */
export function crowdedOut(mix: DataMix, batchSize: number): RecordKind | undefined {
  const placed = quotas(mix, batchSize);
  return recordKinds.find((kind) => mix[kind] > 0 && !placed.has(kind));
}
