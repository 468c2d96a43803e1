import assert from "node:assert/strict";
import { createOnnxExecutor } from "../../../../src/engine/executors/onnx/executor.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";
import { allPlaces, feedsOf } from "../../../../src/engine/model/batch.ts";
import { predictPacked } from "../../../../src/engine/model/prediction.ts";
import { weightInputs } from "../../../../src/engine/model/decoder-graphs.ts";
import reference from "./qwen2.reference.json" with { type: "json" };
import { packRows, shakenWeights, tinyModel } from "./tiny.ts";

describe("Qwen2", () => {
  it("predicts what transformers does (kept by test/parity)", async () => {
    const { logits } = predictPacked(tinyModel, weightInputs(tinyModel));
    const program = await createOnnxExecutor({ threads: 1 }).compile({ distribution: ops.logSoftmax(logits) });
    const batch = packRows([[reference.tokens]], reference.tokens.length);
    const weights = Object.fromEntries(shakenWeights(tinyModel));
    const outputs = await program.run({ ...weights, ...feedsOf(batch, allPlaces(batch)) });
    await program.dispose();
    const own = outputs["distribution"]!.data;
    assert.equal(reference.logProbabilities.length, reference.tokens.length * tinyModel.vocabularySize);
    reference.logProbabilities.forEach((expected, i) => {
      assert.ok(Math.abs(own[i]! - expected) < 2e-5, `[${i}]: ${own[i]!} instead of ${expected}`);
    });
  });
});
