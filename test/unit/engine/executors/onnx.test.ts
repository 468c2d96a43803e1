import assert from "node:assert/strict";
import { createOnnxExecutor } from "../../../../src/engine/executors/onnx/executor.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";

const executor = createOnnxExecutor({ threads: 1 });

describe("ONNX executor", () => {
  it("runs one graph on any size of a named axis", async () => {
    const x = ops.input("x", ["rows", 4]);
    const program = await executor.compile({ y: ops.sum(ops.reshape(x, ["rows", 2, 2]), [2]) });
    for (const rows of [1, 3]) {
      const data = Float32Array.from({ length: rows * 4 }, (_, i) => i);
      const { y } = await program.run({ x: { shape: [rows, 4], data } });
      assert.deepEqual(y!.shape, [rows, 2, 1]);
      assert.deepEqual(
        [...y!.data],
        Array.from({ length: rows * 2 }, (_, i) => 4 * i + 1),
      );
    }
    await program.dispose();
  });

  it("writes outputs where it is told to, and keeps integers", async () => {
    const x = ops.input("x", [3], "int32");
    const program = await executor.compile({ twice: ops.add(x, x), half: ops.mul(ops.cast(x, "float32"), 0.5) });
    const into = { half: { shape: [3], data: new Float32Array(3) } };
    const { twice } = await program.run({ x: { shape: [3], data: Int32Array.of(1, 2, -3) } }, into);
    assert.deepEqual([...into.half.data], [0.5, 1, -1.5]);
    assert.deepEqual(twice!.data, Int32Array.of(2, 4, -6));
    await program.dispose();
  });

  it("names an input that was not fed", async () => {
    const program = await executor.compile({ y: ops.exp(ops.input("x", [1])) });
    await assert.rejects(program.run({}), /input x was not fed/);
    await program.dispose();
  });

  it("gives the same bytes on one thread and on two", async () => {
    const [a, b] = [ops.input("a", [64, 96]), ops.input("b", [96, 80])];
    const wave = (n: number): Float32Array => Float32Array.from({ length: n }, (_, i) => Math.sin(i));
    const feeds = { a: { shape: [64, 96], data: wave(64 * 96) }, b: { shape: [96, 80], data: wave(96 * 80) } };
    const results = [];
    for (const threads of [1, 2]) {
      const program = await createOnnxExecutor({ threads }).compile({ y: ops.softmax(ops.matmul(a, b)) });
      results.push((await program.run(feeds))["y"]!.data);
      await program.dispose();
    }
    assert.deepEqual(results[0], results[1]);
  });
});
