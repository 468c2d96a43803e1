import type { Tensor, Tensors } from "../executors/executor.ts";
import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import type { Workspace } from "./caches.ts";
import { greedyChoice, sampledChoice, type ChoiceNodes } from "./choice-graph.ts";
import { elements } from "./parameters.ts";
import { greedyToken, likelyTokens, sampleAmong, sampleToken } from "./sampling.ts";
import type { GenerateOptions } from "./types.ts";

/** Tokens to be chosen, one after the other, from rows of the next token's probabilities. */
export interface Draws {
  /** Several may be of one row. */
  readonly rows: Int32Array;
  /** In [0, 1), one a draw; without meaning where the most probable token is chosen. */
  readonly uniforms: Float64Array;
}

export interface Choice {
  readonly token: number;
  /** Before any truncation. */
  readonly logProbability: number;
}

/** How a graph that computes probabilities and the host come to the next tokens between them. */
export interface TokenChoice {
  readonly name: string;
  /** What the graph gives back of its probabilities [..., vocabulary]. */
  outputs(probabilities: Node): Readonly<Record<string, Node>>;
  /** What the graph is fed for it. */
  feeds(draws: Draws): Tensors;
  /** Where the graph is to write it, for probabilities of a shape. */
  places(shape: readonly number[]): Tensors;
  /** Draw by draw. */
  choices(outputs: Tensors, draws: Draws): Choice[];
}

type ChoiceOptions = Pick<GenerateOptions, "temperature" | "truncation">;

/**
 * A device with memory of its own chooses in the graph, so that the vocabulary's probabilities need not cross the bus; not
 * where they are truncated, for that takes them sorted. The processor leaves it to the host, which reads them where they
 * are and adds them up in float64: seeds go on giving the samples that published figures are of.
 */
export function tokenChoice(options: ChoiceOptions, hasDevice: boolean, workspace: Workspace): TokenChoice {
  if (!hasDevice || (options.truncation !== undefined && options.temperature !== 0)) return onHost(options, workspace);
  return options.temperature === 0 ? greedyOnDevice : sampledOnDevice;
}

function onHost({ temperature, truncation }: ChoiceOptions, workspace: Workspace): TokenChoice {
  const tokenOf = ({ data, shape }: Tensor, row: number, uniform: number): number => {
    const probabilities = data as Float32Array;
    const size = shape.at(-1)!;
    const start = row * size;
    if (temperature === 0) return greedyToken(probabilities, start, size);
    if (truncation === undefined) return sampleToken(probabilities, start, size, uniform);
    return sampleAmong(likelyTokens(probabilities, start, size, truncation), probabilities, start, uniform);
  };
  return {
    name: "on the host",
    outputs: (probabilities) => ({ probabilities }),
    feeds: () => ({}),
    places: (shape) => ({ probabilities: { shape, data: workspace.take("probabilities", elements(shape)) } }),
    choices: ({ probabilities }, { rows, uniforms }) =>
      Array.from(rows, (row, i) => {
        const token = tokenOf(probabilities!, row, uniforms[i]!);
        return { token, logProbability: Math.log(probabilities!.data[row * probabilities!.shape.at(-1)! + token]!) };
      }),
  };
}

const onDevice = (name: string, choose: (probabilities: Node) => ChoiceNodes): TokenChoice => ({
  name,
  outputs: (probabilities) => ({ ...choose(probabilities) }),
  feeds: ({ rows, uniforms }) => ({
    draws: { shape: [rows.length], data: rows },
    uniforms: { shape: [rows.length], data: Float32Array.from(uniforms) },
  }),
  places: () => ({}),
  choices: ({ token, logProbability }) =>
    Array.from(token!.data, (chosen, i) => ({ token: chosen, logProbability: logProbability!.data[i]! })),
});

const draws = ops.input("draws", ["draws"], "int32");

const greedyOnDevice = onDevice("greedy", (probabilities) => greedyChoice(probabilities, draws));

const sampledOnDevice = onDevice("sampled", (probabilities) =>
  sampledChoice(probabilities, draws, ops.input("uniforms", ["draws"])),
);
