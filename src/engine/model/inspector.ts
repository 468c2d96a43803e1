import type { Executor, Program, Tensors } from "../executors/executor.ts";
import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { weightInputs } from "./decoder-graphs.ts";
import { columnsOf, decoder, outputLayer, packedMask, selfAttention } from "./qwen2.ts";
import type { Inspection, Inspector, ModelConfig, Weights, WrittenAnswer } from "./types.ts";

/** Elements of the vocabulary's distributions held at once. */
const maxLogits = 1 << 24;

export async function createInspector(executor: Executor, config: ModelConfig): Promise<Inspector> {
  const program = await executor.compile(inspectionGraph(config));
  return {
    async inspect(weights, answers) {
      const longest = Math.max(1, ...answers.map(({ answer }) => answer.length));
      const rows = Math.max(1, Math.floor(maxLogits / (longest * config.vocabularySize)));
      const inspections: Inspection[] = [];
      for (let start = 0; start < answers.length; start += rows)
        inspections.push(...(await inspectRows(program, config, weights, answers.slice(start, start + rows))));
      return inspections;
    },
    dispose: () => program.dispose(),
  };
}

/**
 * Rows of a prompt and its answer, padded at their ends with segment -1, to `prompt.i` and `answer.i` [rows, hidden] of
 * the embedding and each layer, and `entropy` [places]. `last` [rows] and `places` count tokens over all rows;
 * `shares` [rows, 1, length] are the weights of each row's mean.
 */
function inspectionGraph(config: ModelConfig): Record<string, Node> {
  const input = (name: string): Node => ops.input(name, ["rows", "length"], "int32");
  const weights = weightInputs(config);
  const segments = input("segments");
  const mask = packedMask(segments, ops.input("columns", ["length"], "int32"));
  const last = ops.input("last", ["rows"], "int32");
  const shares = ops.input("shares", ["rows", 1, "length"]);
  const flat = (x: Node): Node => ops.reshape(x, ["rows·length", config.hiddenSize]);
  const states: Record<string, Node> = {};
  let layer = 0;
  const hidden = decoder(config, weights, input("tokens"), input("positions"), selfAttention(config, mask), {
    observe: (residual) => {
      states[`prompt.${layer}`] = ops.gather(flat(residual), last);
      states[`answer.${layer}`] = ops.reshape(ops.matmul(shares, residual), ["rows", config.hiddenSize]);
      layer++;
    },
  });
  const predicting = ops.gather(flat(hidden), ops.input("places", ["places"], "int32"));
  const distribution = ops.logSoftmax(outputLayer(config, weights, predicting));
  const entropy = ops.neg(ops.sum(ops.mul(ops.exp(distribution), distribution), [1]));
  return { ...states, entropy: ops.reshape(entropy, ["places"]) };
}

async function inspectRows(
  program: Program,
  config: ModelConfig,
  weights: Weights,
  answers: readonly WrittenAnswer[],
): Promise<Inspection[]> {
  const outputs = await program.run({ ...Object.fromEntries(weights), ...feedsOf(answers) });
  const layers = config.numHiddenLayers + 1;
  let first = 0;
  return answers.map(({ answer }, row) => {
    const entropies = (outputs["entropy"]!.data as Float32Array).slice(first, first + answer.length);
    first += answer.length;
    const states = (name: "prompt" | "answer"): Float32Array => {
      const joined = new Float32Array(layers * config.hiddenSize);
      for (let layer = 0; layer < layers; layer++) {
        const { data } = outputs[`${name}.${layer}`]!;
        joined.set(data.subarray(row * config.hiddenSize, (row + 1) * config.hiddenSize), layer * config.hiddenSize);
      }
      return joined;
    };
    return { prompt: states("prompt"), answer: states("answer"), entropies };
  });
}

/** A token is predicted from the place before its own. */
function feedsOf(answers: readonly WrittenAnswer[]): Tensors {
  const rows = answers.length;
  const length = Math.max(...answers.map(({ prompt, answer }) => prompt.length + answer.length));
  const column = columnsOf(length);
  const tokens = new Int32Array(rows * length);
  const positions = new Int32Array(rows * length);
  const segments = new Int32Array(rows * length).fill(-1);
  const shares = new Float32Array(rows * length);
  const places: number[] = [];
  answers.forEach(({ prompt, answer }, row) => {
    const start = row * length;
    tokens.set(prompt, start);
    tokens.set(answer, start + prompt.length);
    positions.set(column, start);
    segments.fill(0, start, start + prompt.length + answer.length);
    for (let i = 0; i < answer.length; i++) {
      const place = start + prompt.length - 1 + i;
      shares[place] = 1 / answer.length;
      places.push(place);
    }
  });
  return {
    tokens: { shape: [rows, length], data: tokens },
    positions: { shape: [rows, length], data: positions },
    segments: { shape: [rows, length], data: segments },
    columns: { shape: [length], data: column },
    last: { shape: [rows], data: Int32Array.from(answers, ({ prompt }, row) => row * length + prompt.length - 1) },
    shares: { shape: [rows, 1, length], data: shares },
    places: { shape: [places.length], data: Int32Array.from(places) },
  };
}
