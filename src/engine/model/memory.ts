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
  /** Completions written side by side, and the tokens of each with its prompt. */
  readonly sampling?: { readonly completions: number; readonly tokens: number } | undefined;
}

/** In bytes. */
export interface MemoryEstimate {
  /** Weights, moments and sums of gradients: there all the time. */
  readonly state: number;
  /** Gradients, and what the update makes of them. */
  readonly update: number;
  /** What the layers hold for the gradient. */
  readonly activations: number;
  /** The vocabulary, where it is predicted and where tokens are looked up. */
  readonly vocabulary: number;
  /** Keys, values and probabilities of completions. */
  readonly sampling: number;
  /** Graphs, and JavaScript's own heap. */
  readonly program: number;
}

const floatBytes = 4;
const programFloats = 25e6;

/**
 * What training takes at its peak, about. The factors are fitted to the process's peak with ONNX Runtime 1.30 on the CPU,
 * see test/bench/RESULTS.md; those of `sampling` are counted, not measured.
 */
export function estimateMemory(plan: MemoryPlan): MemoryEstimate {
  const { model, batch, gradientAccumulation: parts = 1, recomputeActivations = false, lora } = plan;
  const size = trainedSize(plan);
  const parted = isParted(size.weights, parts);
  // A graph in one piece leaves its memory to an arena, which takes twice what is needed at once.
  const isLean = parted || recomputeActivations || lora !== undefined;
  const rows = microRows(batch.rows, parts);
  const places = (batch.places * rows) / Math.max(1, batch.rows);
  return {
    state: floatBytes * stateFloats(plan, size, parted),
    update: floatBytes * (parted ? 6 * Math.min(size.weights, chunkSize) : 14 * size.weights),
    activations: floatBytes * rows * batch.length * activationFloats(plan, isLean),
    vocabulary: floatBytes * vocabularyFloats(plan, { ...batch, rows, places }, isLean),
    sampling: floatBytes * samplingFloats(model, plan.sampling),
    program: floatBytes * programFloats,
  };
}

export const totalMemory = ({ state, update, activations, vocabulary, sampling, program }: MemoryEstimate): number =>
  state + update + activations + vocabulary + sampling + program;

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

function stateFloats(
  { model, lora, gradientAccumulation: parts = 1, reference = false }: MemoryPlan,
  { weights, moments, largest }: TrainedSize,
  parted: boolean,
): number {
  const base = countParameters(model);
  // With an adapter: the base and, once more, what the adapter is merged into. The reference is the base then.
  const untrained = lora ? 2 * base : Number(reference) * base;
  const gradients = parted ? (parts > 1 ? 2 : 1) * weights : 0;
  const twins = parted ? 3 * largest : weights + moments;
  return untrained + weights + moments + twins + gradients;
}

/** For each token. */
function activationFloats({ model, batch, recomputeActivations = false }: MemoryPlan, isLean: boolean): number {
  const { hiddenSize, intermediateSize, numAttentionHeads, numHiddenLayers } = model;
  const layer = 17 * hiddenSize + 6 * intermediateSize + 4 * numAttentionHeads * batch.length;
  if (recomputeActivations) return 2 * numHiddenLayers * hiddenSize + layer;
  return numHiddenLayers * (isLean ? layer / 2 : layer);
}

function vocabularyFloats({ model, lora }: MemoryPlan, { rows, length, places }: BatchSize, isLean: boolean): number {
  const predicted = (isLean ? 6 : 10) * places * model.vocabularySize;
  const lookedUp = lora ? 0 : 2 * model.vocabularySize * model.hiddenSize;
  return predicted + lookedUp + rows * length;
}

/** Keys and values, and as much again where they are moved; the probabilities of the next token, in four forms. */
function samplingFloats(model: ModelConfig, sampling: MemoryPlan["sampling"]): number {
  if (sampling === undefined) return 0;
  const caches = 4 * model.numHiddenLayers * model.numKeyValueHeads * headSize(model) * sampling.tokens;
  return sampling.completions * (caches + 4 * model.vocabularySize);
}
