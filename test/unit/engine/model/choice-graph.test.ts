import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../../../../src/engine/executors/executor.ts";
import { createOnnxExecutor } from "../../../../src/engine/executors/onnx/executor.ts";
import { createTfjsExecutor } from "../../../../src/engine/executors/tfjs/executor.ts";
import { checkGreedyChoice, checkSampledChoice } from "./choice-checks.ts";

const executors: Record<string, Executor> = {
  "ONNX Runtime": createOnnxExecutor({ threads: 1 }),
  "TensorFlow.js": createTfjsExecutor(tf),
};

for (const [name, executor] of Object.entries(executors))
  describe(`the choice of tokens in a graph of ${name}`, function () {
    this.timeout(60_000);

    it("is the host's by the same probabilities and the same number", () => checkSampledChoice(executor, 60));

    it("is the host's most probable token", () => checkGreedyChoice(executor, 30));
  });
