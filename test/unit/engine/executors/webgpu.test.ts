import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { softwareVulkan } from "../../../software-vulkan.ts";

const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");

describe("WebGPU executor, on a GPU computed by the processor", () => {
  it("computes, keeps, trains and samples as the processor does", function () {
    this.timeout(240_000);
    const env = softwareVulkan();
    if (env === undefined) {
      console.warn("      skipped: SwiftShader from npm runs on Linux x64 alone");
      this.skip();
    }
    const checks = `${import.meta.dirname}/webgpu-checks.ts`;
    const { status, stdout, stderr } = spawnSync(process.execPath, [mocha, "--import=tsx", checks], {
      env,
      encoding: "utf8",
    });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
  });
});
