import type { PackedBatch, PolicyBatch } from "../model/types.ts";

/** Tokens to train on, the end of text included. */
export interface Sequence {
  readonly tokens: Int32Array;
  /** The loss is on tokens[trainedFrom …]; at least 1, as nothing predicts the first token. */
  readonly trainedFrom: number;
}

/** Rows × length of a packed batch. */
export interface BatchShape {
  readonly rows: number;
  readonly length: number;
}

export interface RolloutCompletion {
  readonly tokens: Int32Array;
  readonly logProbabilities: Float32Array;
  readonly advantage: number;
}

/** A prompt with completions sampled for it. */
export interface RolloutGroup<C extends RolloutCompletion = RolloutCompletion> {
  readonly prompt: Int32Array;
  readonly completions: readonly C[];
}

/** How many positions a sequence takes up: its last token is a target alone. */
export const positionsOf = ({ tokens }: Sequence): number => tokens.length - 1;

interface Fit<S> {
  /** `at`: index of the first position within rows × length. */
  readonly placed: readonly { readonly sequence: S; readonly at: number }[];
  readonly left: readonly S[];
  /** Positions taken in each row. */
  readonly used: readonly number[];
}

/** First-fit decreasing: the longest first, each into the first of at most `rows` rows that has room for it. */
function fit<S extends Sequence>(sequences: readonly S[], length: number, rows = Infinity): Fit<S> {
  const placed: { sequence: S; at: number }[] = [];
  const left: S[] = [];
  const used: number[] = [];
  for (const sequence of sequences.toSorted((a, b) => positionsOf(b) - positionsOf(a))) {
    const size = positionsOf(sequence);
    let row = used.findIndex((taken) => taken + size <= length);
    if (row < 0 && used.length < rows && size <= length) row = used.push(0) - 1;
    if (row < 0) {
      left.push(sequence);
      continue;
    }
    placed.push({ sequence, at: row * length + used[row]! });
    used[row]! += size;
  }
  return { placed, left, used };
}

/** How many rows of a length `packSequences` fills with these sequences. */
export const rowsNeeded = (sequences: readonly Sequence[], length: number): number =>
  fit(sequences, length).used.length;

/**
 * Packs sequences into rows of a fixed length. The weights are the mean over the trained tokens.
 * @returns the batch, the sequences that found no room, and the number of tokens in the batch.
 */
export function packSequences<S extends Sequence>(
  sequences: readonly S[],
  { rows, length }: BatchShape,
): { batch: PackedBatch; left: readonly S[]; tokens: number } {
  const batch = emptyBatch(rows, length);
  const { placed, left, used } = fit(sequences, length, rows);
  const trained = placed.reduce((sum, { sequence }) => sum + sequence.tokens.length - sequence.trainedFrom, 0);
  placed.forEach(({ sequence, at }, segment) => {
    const { tokens, trainedFrom } = sequence;
    write(batch, at, { tokens, segment, prefix: segment, position: 0 });
    batch.weights.fill(1 / trained, at + trainedFrom - 1, at + positionsOf(sequence));
  });
  return { batch, left, tokens: used.reduce((sum, taken) => sum + taken, 0) };
}

/**
 * Packs groups so that the completions of a group in one row share one copy of the prompt. The prompt's last token is
 * not shared: each completion begins with its own copy, because that is where its first token is predicted.
 * @param weightOf the weight of each token of a completion
 */
export function packGroups<C extends RolloutCompletion>(
  groups: readonly RolloutGroup<C>[],
  length: number,
  weightOf: (completion: C) => number,
): PolicyBatch {
  const { pieces, rows } = layOutGroups(groups, length);
  const shape = emptyBatch(rows, length);
  const size = shape.rows * length;
  const batch = {
    ...shape,
    advantages: new Float32Array(size),
    oldLogProbabilities: new Float32Array(size),
    referenceLogProbabilities: new Float32Array(size),
  };
  for (const { at, completion, ...piece } of pieces) {
    write(batch, at, piece);
    if (completion === undefined) continue;
    batch.weights.fill(weightOf(completion), at, at + completion.tokens.length);
    batch.advantages.fill(completion.advantage, at, at + completion.tokens.length);
    batch.oldLogProbabilities.set(completion.logProbabilities, at);
  }
  return batch;
}

interface Piece {
  /** Inputs and, shifted by one, targets. */
  readonly tokens: Int32Array;
  readonly segment: number;
  readonly prefix: number;
  /** Position of the first token. */
  readonly position: number;
}

interface PlacedPiece<C> extends Piece {
  readonly at: number;
  readonly completion?: C;
}

function layOutGroups<C extends RolloutCompletion>(
  groups: readonly RolloutGroup<C>[],
  length: number,
): { pieces: PlacedPiece<C>[]; rows: number } {
  const used: number[] = [];
  const pieces: PlacedPiece<C>[] = [];
  let segment = 0;
  for (const { prompt, completions } of groups) {
    const shared = prompt.length - 1;
    /** Segment of this prompt's copy in each row that has one. */
    const copies = new Map<number, number>();
    for (const completion of completions) {
      const size = completion.tokens.length;
      let row = used.findIndex((taken, r) => taken + size + (copies.has(r) ? 0 : shared) <= length);
      if (row < 0) row = used.push(0) - 1;
      const copy = copies.get(row) ?? segment++;
      if (!copies.has(row)) {
        pieces.push({ at: row * length + used[row]!, tokens: prompt, segment: copy, prefix: copy, position: 0 });
        used[row]! += shared;
        copies.set(row, copy);
      }
      const tokens = Int32Array.of(prompt[shared]!, ...completion.tokens);
      const at = row * length + used[row]!;
      pieces.push({ at, tokens, segment: segment++, prefix: copy, position: shared, completion });
      used[row]! += size;
    }
  }
  return { pieces, rows: used.length };
}

function emptyBatch(rows: number, length: number): PackedBatch {
  const size = rows * length;
  return {
    rows,
    length,
    tokens: new Int32Array(size),
    segments: new Int32Array(size).fill(-1),
    prefixes: new Int32Array(size).fill(-1),
    positions: new Int32Array(size),
    targets: new Int32Array(size),
    weights: new Float32Array(size),
  };
}

function write(batch: PackedBatch, at: number, { tokens, segment, prefix, position }: Piece): void {
  const size = tokens.length - 1;
  batch.tokens.set(tokens.subarray(0, size), at);
  batch.targets.set(tokens.subarray(1), at);
  batch.segments.fill(segment, at, at + size);
  batch.prefixes.fill(prefix, at, at + size);
  for (let i = 0; i < size; i++) batch.positions[at + i] = position + i;
}
