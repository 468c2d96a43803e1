import assert from "node:assert/strict";
import fc from "fast-check";
import { createOnnxExecutor } from "../../../../src/engine/executors/onnx/executor.ts";
import { createWebgpuExecutor } from "../../../../src/engine/executors/onnx/webgpu.ts";
import type { Executor } from "../../../../src/engine/executors/executor.ts";
import * as ops from "../../../../src/engine/graph/ops.ts";
import { assertClose, instanceOf, run, sampled, twoSteps } from "./compare.ts";
import { checkGreedyChoice, checkSampledChoice } from "../model/choice-checks.ts";
import { opCases } from "./op-cases.ts";

/* Run by webgpu.test.ts in a process in which there is a WebGPU adapter. */
const cpu = createOnnxExecutor({ threads: 1 });

describe("WebGPU executor", function () {
  this.timeout(120_000);
  let webgpu: Executor;
  before(async () => {
    webgpu = await createWebgpuExecutor({ name: "software", half: false });
  });

  describe("computes as the processor does", () => {
    for (const [name, arbitrary] of Object.entries(opCases))
      it(name, () =>
        fc.assert(
          fc.asyncProperty(arbitrary, fc.nat(), async (opCase, seed) => {
            const { outputs, feeds } = instanceOf(opCase, seed);
            assertClose(await run(webgpu, outputs, feeds), await run(cpu, outputs, feeds), 1e-4);
          }),
          { numRuns: 4, seed: 1 },
        ),
      );
  });

  it("keeps what it holds until it is asked for it", async () => {
    const x = ops.input("x", [4]);
    const program = await webgpu.compile({ y: ops.mul(x, 2), total: ops.sumAll(x) });
    const [a, b] = [Float32Array.of(1, 2, 3, 4), new Float32Array(4)].map((data) => ({ shape: [4], data }));
    await webgpu.memory!.hold({ a: a!, b: b! });
    a!.data.fill(0);
    const { total } = await program.run({ x: a! }, { y: b! });
    assert.deepEqual([...total!.data], [10]);
    assert.deepEqual([...b!.data], [0, 0, 0, 0]);
    await program.run({ x: b! }, { y: a! });
    const half = { shape: [2], data: a!.data.subarray(2) };
    const sum = await webgpu.compile({ total: ops.sumAll(ops.input("x", [2])) });
    assert.deepEqual([...(await sum.run({ x: half }))["total"]!.data], [28]);
    const middle = { shape: [1], data: b!.data.subarray(1, 2) };
    const doubled = await webgpu.compile({ y: ops.mul(ops.input("x", [1]), 2) });
    await doubled.run({ x: middle }, { y: middle });
    await doubled.dispose();
    assert.deepEqual([...(await sum.run({ x: { shape: [2], data: b!.data.subarray(0, 2) } }))["total"]!.data], [10]);
    await webgpu.memory!.download({ a: a!, b: b! });
    assert.deepEqual([...a!.data, ...b!.data], [4, 8, 12, 16, 2, 8, 6, 8]);
    await program.dispose();
    await sum.dispose();
  });

  for (const name of ["adamw", "muon"] as const)
    it(`takes the steps that the processor takes: SFT and policy, ${name}`, async () => {
      assertClose(await twoSteps(webgpu, name), await twoSteps(cpu, name), 1e-3);
    });

  it("chooses the token that the host would", async () => {
    await checkSampledChoice(webgpu, 3);
    await checkGreedyChoice(webgpu, 2);
  });

  for (const temperature of [0, 1])
    it(`samples what the processor samples at temperature ${temperature}`, async () => {
      assert.deepEqual(await sampled(webgpu, temperature), await sampled(cpu, temperature));
    });
});
