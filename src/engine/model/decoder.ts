import type { Executor, Tensor } from "../executors/executor.ts";
import type { Node } from "../graph/node.ts";
import * as ops from "../graph/ops.ts";
import { allPlaces, feedsOf, rowsOf } from "./batch.ts";
import { Workspace } from "./caches.ts";
import { Generation, Sample, type DecoderPrograms, type Request } from "./generation.ts";
import { decodeGraph, prefillGraph, weightInputs } from "./decoder-graphs.ts";
import { predictPacked } from "./prediction.ts";
import { programs } from "./stepper.ts";
import { tokenChoice, type TokenChoice } from "./token-choice.ts";
import type { Decoder, ModelConfig } from "./types.ts";

/** Completions decoded side by side; more do not raise the speed, only the memory taken. */
export const maxRows = 512;
/** Elements of the vocabulary's log-probabilities held at once. */
export const maxLogits = 1 << 24;

export function createDecoder(executor: Executor, config: ModelConfig): Decoder {
  const { memory } = executor;
  const workspace = new Workspace();
  const compiled = programs(executor);
  const programsFor = async (choice: TokenChoice): Promise<DecoderPrograms> => {
    const [prefill, decode] = await Promise.all([
      compiled.get(`prefill, ${choice.name}`, () => prefillGraph(config, choice)),
      compiled.get(`decode, ${choice.name}`, () => decodeGraph(config, choice)),
    ]);
    return { prefill, decode, choice, memory, workspace };
  };
  const scoreGraph = (hasPrompts: boolean): { readonly target: Node } => {
    const inverseTemperature = ops.input("inverseTemperature", []);
    const { target } = predictPacked(config, weightInputs(config), { inverseTemperature, hasPrompts });
    return { target };
  };
  return {
    async generate(weights, prompts, options) {
      const choosing = await programsFor(tokenChoice(options, memory !== undefined, workspace));
      await memory?.hold(Object.fromEntries(weights));
      const requests = prompts.map((prompt) => ({
        prompt,
        samples: Array.from({ length: options.samplesPerPrompt }, () => new Sample()),
      }));
      const total = prompts.length * options.samplesPerPrompt;
      let done = 0;
      const finished = (): void => options.onProgress?.(++done, total);
      for (const chunk of chunks(requests, Math.max(1, Math.floor(maxRows / options.samplesPerPrompt))))
        await new Generation(config, choosing, weights, options, finished).run(chunk);
      return requests.map(({ samples }) => samples.map((sample) => sample.completion()));
    },
    async logProbabilities(weights, batch, temperature = 1) {
      await memory?.hold(Object.fromEntries(weights));
      const hasPrompts = batch.prompts !== undefined;
      const score = await compiled.get(`score, ${hasPrompts ? "after prompts" : "alone"}`, () =>
        scoreGraph(hasPrompts),
      );
      const result = new Float32Array(batch.rows * batch.length);
      const inverseTemperature: Tensor = { shape: [], data: Float32Array.of(1 / temperature) };
      const rows = Math.max(1, Math.floor(maxLogits / (batch.length * config.vocabularySize)));
      for (let start = 0; start < batch.rows; start += rows) {
        const part = rowsOf(batch, start, Math.min(batch.rows, start + rows));
        const feeds = { ...Object.fromEntries(weights), ...feedsOf(part, allPlaces(part)), inverseTemperature };
        const { target } = await score.run(feeds);
        result.set(target!.data.subarray(0, part.rows * part.length), start * batch.length);
      }
      return result;
    },
    dispose: () => compiled.dispose(),
  };
}

/** In groups of similar length, which need the least padding. */
function chunks(requests: readonly Request[], count: number): Request[][] {
  const sorted = requests.toSorted((a, b) => a.prompt.length - b.prompt.length);
  return Array.from({ length: Math.ceil(sorted.length / count) }, (_, i) => sorted.slice(i * count, (i + 1) * count));
}
