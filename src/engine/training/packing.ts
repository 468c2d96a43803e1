import type { PackedBatch, PolicyBatch, Prompts } from "../model/types.ts";

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
    write(batch, at, { tokens, segment, position: 0 });
    batch.weights.fill(1 / trained, at + trainedFrom - 1, at + positionsOf(sequence));
  });
  return { batch, left, tokens: used.reduce((sum, taken) => sum + taken, 0) };
}

/**
 * Packs completions into rows that each go on from one prompt: a group's completions share its prompt but for its last
 * token, of which each begins with a copy, because that is where its first token is predicted.
 * @param length of the rows, at least that of the longest completion
 * @param weightOf the weight of each token of a completion
 */
export function packGroups<C extends RolloutCompletion>(
  groups: readonly RolloutGroup<C>[],
  length: number,
  weightOf: (completion: C) => number,
): PolicyBatch & { readonly prompts: Prompts } {
  const rowsOf = groups.map(({ completions }) => fit(completions.map(asSequence), length));
  const rows = rowsOf.reduce((sum, { used }) => sum + used.length, 0);
  const size = rows * length;
  const batch = {
    ...emptyBatch(rows, length),
    advantages: new Float32Array(size),
    oldLogProbabilities: new Float32Array(size),
    referenceLogProbabilities: new Float32Array(size),
    prompts: sharedPrompts(
      groups,
      rowsOf.map(({ used }) => used.length),
    ),
  };
  let firstRow = 0;
  groups.forEach(({ prompt }, g) => {
    const { placed, used } = rowsOf[g]!;
    placed.forEach(({ sequence: { completion }, at: within }, segment) => {
      const at = firstRow * length + within;
      const end = at + completion.tokens.length;
      const tokens = Int32Array.of(prompt.at(-1)!, ...completion.tokens);
      write(batch, at, { tokens, segment, position: prompt.length - 1 });
      batch.weights.fill(weightOf(completion), at, end);
      batch.advantages.fill(completion.advantage, at, end);
      batch.oldLogProbabilities.set(completion.logProbabilities, at);
    });
    firstRow += used.length;
  });
  return batch;
}

/** A completion as it takes up room: one position for each token, where it is predicted. */
const asSequence = <C extends RolloutCompletion>(completion: C): Sequence & { readonly completion: C } => ({
  tokens: Int32Array.of(0, ...completion.tokens),
  trainedFrom: 1,
  completion,
});

/** All but the last token of each prompt. */
function sharedPrompts(groups: readonly { readonly prompt: Int32Array }[], rows: readonly number[]): Prompts {
  const lengths = Int32Array.from(groups, ({ prompt }) => prompt.length - 1);
  const length = Math.max(1, ...lengths);
  const tokens = new Int32Array(groups.length * length);
  groups.forEach(({ prompt }, g) => {
    tokens.set(prompt.subarray(0, -1), g * length);
  });
  const ofRow = Int32Array.from(rows.flatMap((count, g) => new Array<number>(count).fill(g)));
  return { count: groups.length, length, tokens, lengths, ofRow };
}

interface Piece {
  /** Inputs and, shifted by one, targets. */
  readonly tokens: Int32Array;
  readonly segment: number;
  /** Position of the first token. */
  readonly position: number;
}

/** Tokens that a model reads of a batch, padding left out. */
export const countRead = ({ segments, prompts }: PackedBatch): number =>
  segments.filter((segment) => segment >= 0).length + (prompts?.lengths.reduce((sum, size) => sum + size, 0) ?? 0);

function emptyBatch(rows: number, length: number): PackedBatch {
  const size = rows * length;
  return {
    rows,
    length,
    tokens: new Int32Array(size),
    segments: new Int32Array(size).fill(-1),
    positions: new Int32Array(size),
    targets: new Int32Array(size),
    weights: new Float32Array(size),
  };
}

function write(batch: PackedBatch, at: number, { tokens, segment, position }: Piece): void {
  const size = tokens.length - 1;
  batch.tokens.set(tokens.subarray(0, size), at);
  batch.targets.set(tokens.subarray(1), at);
  batch.segments.fill(segment, at, at + size);
  for (let i = 0; i < size; i++) batch.positions[at + i] = position + i;
}
