import { placesStep } from "./batch.ts";
import { maxLogits } from "./decoder.ts";
import { adapterShapes } from "./lora.ts";
import { microRows } from "./micro-batches.ts";
import { slotNames } from "./optimizer.ts";
import { countParameters, elements, headSize, isHiddenMatrix, parameterShapes } from "./parameters.ts";
import { chunkSize, isParted } from "./parted-step.ts";
import type { ModelConfig, OptimizerConfig } from "./types.ts";

/** Rows × length tokens, and in how many places of them the vocabulary is predicted. */
export interface BatchSize {
  readonly rows: number;
  readonly length: number;
  readonly places: number;
  /** What the rows go on from, if from anything. */
  readonly prompts?: { readonly count: number; readonly length: number } | undefined;
}

/** Prompts side by side, each with as many completions. */
export interface SamplingSize {
  readonly prompts: number;
  readonly promptLength: number;
  readonly samples: number;
  readonly newTokens: number;
}

/** What decides how much memory a run takes, on any device. */
export interface MemoryPlan {
  readonly model: ModelConfig;
  readonly optimizer: OptimizerConfig["name"];
  /** The largest batch of a step. */
  readonly batch: BatchSize;
  readonly lora?: { readonly rank: number; readonly targets?: readonly string[] | undefined } | undefined;
  readonly gradientAccumulation?: number | undefined;
  readonly recomputeActivations?: boolean | undefined;
  /** Whether the weights that the run began with are kept beside those that it trains. */
  readonly reference?: boolean | undefined;
  /** Whether the reference rates what is sampled. */
  readonly scoring?: boolean | undefined;
  /** One after the other. */
  readonly sampling?: readonly SamplingSize[] | undefined;
}

/** In bytes. */
export interface MemoryEstimate {
  /** Weights, moments and sums of gradients: there all the time. */
  readonly state: number;
  /** Gradients, as they are made. */
  readonly gradients: number;
  /** What the layers hold for the gradient. */
  readonly activations: number;
  /** The vocabulary, where it is predicted and where tokens are looked up. */
  readonly vocabulary: number;
  /** What the update makes of the gradients, once the activations are free. */
  readonly update: number;
  /** Keys, values and probabilities of completions; the reference's probabilities of them. */
  readonly sampling: number;
  /** Graphs, and JavaScript's own heap. */
  readonly program: number;
}

const bytes = (floats: number): number => 4 * floats;
const programSize = ({ numHiddenLayers }: ModelConfig): number => 20e6 + 0.5e6 * numHiddenLayers;

/**
 * What training takes at its peak, about: what a step holds is counted, how much of it there is at once is fitted to the
 * process's peak with ONNX Runtime 1.30 on the CPU, see test/bench/RESULTS.md.
 */
export function estimateMemory(plan: MemoryPlan): MemoryEstimate {
  const { model, gradientAccumulation: parts = 1, sampling = [], scoring = false } = plan;
  const trained = trainedSize(plan);
  const { weights, largest } = trained;
  const parted = isParted(weights, parts);
  const batch = partOf(plan.batch, parts);
  return {
    state: bytes(stateFloats(plan, trained, parted)),
    // In one graph those of single weights, and side by side; in parts they are added to sums as they come.
    gradients: bytes(parted ? Number(parts > 1) * weights : 2 * weights),
    activations: bytes(activationFloats(plan, batch)),
    vocabulary: bytes(vocabularyFloats(plan, batch)),
    update: bytes(parted ? 6 * Math.min(largest, chunkSize) : 4 * weights),
    sampling: bytes(
      Math.max(0, ...sampling.map((size) => samplingFloats(model, size))) +
        (scoring ? scoringFloats(model, plan.batch) : 0),
    ),
    program: bytes(programSize(model)),
  };
}

/** The update begins when activations are free again. */
export function totalMemory(estimate: MemoryEstimate): number {
  const { state, gradients, activations, vocabulary, update, sampling, program } = estimate;
  return state + gradients + Math.max(activations + vocabulary, update) + sampling + program;
}

/** Of a process that samples and does not train. */
export const samplingMemory = (model: ModelConfig, size: SamplingSize): number =>
  bytes(countParameters(model) + samplingFloats(model, size) + programSize(model));

interface TrainedSize {
  readonly weights: number;
  readonly moments: number;
  /** Elements of the largest. */
  readonly largest: number;
}

function trainedSize({ model, lora, optimizer }: MemoryPlan): TrainedSize {
  let [weights, moments, largest] = [0, 0, 0];
  for (const [name, shape] of lora ? adapterShapes(model, lora) : parameterShapes(model)) {
    const count = elements(shape);
    const isMuon = optimizer === "muon" && isHiddenMatrix(name, shape);
    weights += count;
    moments += count * slotNames[isMuon ? "muon" : "adamw"].length;
    largest = Math.max(largest, count);
  }
  return { weights, moments, largest };
}

/** What a graph writes is handed back once more, as a copy: the binding shares no memory with JavaScript. */
function stateFloats(
  { model, lora, gradientAccumulation: parts = 1, reference = false }: MemoryPlan,
  { weights, moments, largest }: TrainedSize,
  parted: boolean,
): number {
  const base = countParameters(model);
  // With an adapter: the base, what the adapter is merged into, and the copy. The reference is the base then.
  const untrained = lora ? 3 * base : Number(reference) * base;
  if (!parted) return untrained + 3 * (weights + moments);
  const gradients = (parts > 1 ? 2 : 1) * weights;
  return untrained + weights + moments + 3 * largest + gradients + weights;
}

/** The part of a batch that is computed at once. */
function partOf({ rows, length, places, prompts }: BatchSize, parts: number): BatchSize {
  const own = microRows(rows, parts);
  const share = own / Math.max(1, rows);
  return {
    rows: own,
    length,
    places: share * places,
    ...(prompts && { prompts: { ...prompts, count: Math.ceil(share * prompts.count) } }),
  };
}

/** What attention and the feed-forward layer work on, in any one layer. */
interface LayerSize {
  readonly tokens: number;
  /** Elements of keys and values, once for each row that attends to them. */
  readonly caches: number;
  readonly scores: number;
}

function layerSize(
  model: ModelConfig,
  { rows, length, prompts = { count: 0, length: 0 } }: Omit<BatchSize, "places">,
): LayerSize {
  const keys = prompts.length + length;
  const read = prompts.count * prompts.length;
  return {
    tokens: rows * length + read,
    caches: cacheFloats(model) * (rows * keys + read),
    scores: model.numAttentionHeads * (rows * length * keys + read * prompts.length),
  };
}

/** Keys and values of a token in one layer. */
const cacheFloats = (model: ModelConfig): number => 2 * model.numKeyValueHeads * headSize(model);

/** What the layer that is computed needs beside what it keeps. */
function workingFloats(model: ModelConfig, batch: Omit<BatchSize, "places">): number {
  const { tokens, caches, scores } = layerSize(model, batch);
  return Math.max(tokens * (3 * model.hiddenSize + 4 * model.intermediateSize), 3 * scores + caches);
}

/**
 * Each layer keeps what its weights' gradients are made of, the keys and values as they are attended to and the attention's
 * weights.
 */
function activationFloats({ model, recomputeActivations = false }: MemoryPlan, batch: BatchSize): number {
  const { hiddenSize, intermediateSize, numHiddenLayers } = model;
  const { tokens, caches, scores } = layerSize(model, batch);
  const kept = tokens * (7 * hiddenSize + 4 * intermediateSize) + caches + scores;
  const keptOfAll = recomputeActivations ? numHiddenLayers * tokens * hiddenSize + kept : numHiddenLayers * kept;
  return keptOfAll + workingFloats(model, batch);
}

/** Logits, their logarithms, probabilities, and a product of them; embeddings are looked up in a table as large as it. */
function vocabularyFloats({ model, lora }: MemoryPlan, { places }: BatchSize): number {
  const predicted = 4 * Math.max(places, placesStep) * model.vocabularySize;
  return predicted + (lora ? 0 : 2 * model.vocabularySize * model.hiddenSize);
}

/**
 * Keys and values, and as much again where they are handed over and moved; a layer as the prompts are read; the
 * probabilities of the next token, in four forms.
 */
function samplingFloats(model: ModelConfig, { prompts, promptLength, samples, newTokens }: SamplingSize): number {
  const caches = 2 * model.numHiddenLayers * cacheFloats(model) * (promptLength + samples * newTokens);
  const reading = workingFloats(model, { rows: prompts, length: promptLength });
  return prompts * (caches + 4 * samples * model.vocabularySize) + reading;
}

/** Logits, whose logarithms take their place, and a layer. */
const scoringFloats = (model: ModelConfig, batch: BatchSize): number =>
  Math.min(maxLogits, batch.rows * batch.length * model.vocabularySize) + workingFloats(model, batch);
