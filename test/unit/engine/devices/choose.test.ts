import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { isSoftwareAdapter } from "../../../../src/core/devices/device.ts";
import { vulkanDevices } from "../../../../src/engine/devices/adapter.ts";
import { choose } from "../../../../src/engine/devices/choose.ts";
import { missingParts } from "../../../../src/engine/devices/cuda.ts";
import type { Survey } from "../../../../src/engine/devices/survey.ts";
import { softwareVulkan } from "../../../software-vulkan.ts";

const nothing: Survey = {
  webgpu: { missing: "no WebGPU adapter was found" },
  cuda: { ready: false, missing: ["cuDNN 9 (libcudnn.so.9)"] },
  tensorflow: undefined,
};
const adapter = (name: string): Survey => ({
  ...nothing,
  webgpu: { adapter: { name, software: isSoftwareAdapter(name), half: true } },
});

describe("choosing a device", () => {
  it("knows the renderers that compute on the processor by name", () => {
    const software = [
      "SwiftShader Device (Subzero)",
      "SwiftShader Device (LLVM 10.0.0)",
      "llvmpipe (LLVM 15.0.6, 256 bits)",
      "Microsoft Basic Render Driver",
      "Microsoft Basic Display Adapter",
      "WARP",
    ];
    for (const name of software) assert.ok(isSoftwareAdapter(name), name);
    const real = [
      "NVIDIA H200",
      "AMD Radeon RX 7900 XTX (RADV NAVI31)",
      "Intel(R) Arc(tm) A770 Graphics",
      "Apple M4 Pro",
    ];
    for (const name of real) assert.ok(!isSoftwareAdapter(name), name);
  });

  it("takes a GPU for auto, the processor where there is none or it is no GPU", () => {
    assert.equal(choose("auto", adapter("NVIDIA H200")), "webgpu");
    assert.equal(choose("auto", adapter("SwiftShader Device (Subzero)")), "cpu");
    assert.equal(choose("auto", nothing), "cpu");
  });

  it("says in one sentence why a device cannot be used, and which can", () => {
    assert.throws(() => choose("webgpu", adapter("SwiftShader Device (Subzero)")), {
      name: "UserError",
      message:
        "The device webgpu cannot be used here: SwiftShader Device (Subzero) is no GPU but computed by the processor; choose one of auto, cpu.",
    });
    assert.throws(() => choose("webgpu", nothing), /no WebGPU adapter was found; choose one of auto, cpu\.$/);
    assert.throws(
      () => choose("cuda", adapter("NVIDIA H200")),
      /missing is cuDNN 9 .*; choose one of auto, cpu, webgpu\.$/,
    );
  });

  it("names each part of CUDA that is missing, with its remedy", () => {
    const all = { driver: true, libraries: [], cudnn: true, provider: true };
    assert.deepEqual(missingParts(all), []);
    assert.match(missingParts({ ...all, provider: false }).join(), /reasoning-curriculum install cuda/);
    assert.match(missingParts({ ...all, libraries: ["libcublas.so.12"] }).join(), /CUDA 12 \(libcublas\.so\.12/);
  });

  it("reads the Vulkan loader's report: the device taken, else those listed", () => {
    const listed = [
      "[Vulkan Loader] INFO | DRIVER:       Sorted order:",
      "[Vulkan Loader] INFO | DRIVER:             [0] NVIDIA H200  ",
      "INFO | DRIVER:               [1] llvmpipe (LLVM 15.0.6, 256 bits)",
    ].join("\n");
    assert.deepEqual(vulkanDevices(listed), ["NVIDIA H200", "llvmpipe (LLVM 15.0.6, 256 bits)"]);
    const taken = `${listed}\nDRIVER:   Using "NVIDIA H200" with driver: "libGLX_nvidia.so.0"\n`;
    assert.deepEqual(vulkanDevices(taken), ["NVIDIA H200"]);
    assert.deepEqual(vulkanDevices(""), []);
  });

  it("finds and refuses a GPU that the processor computes", function () {
    this.timeout(60_000);
    const env = softwareVulkan();
    if (env === undefined) {
      console.warn("      skipped: SwiftShader from npm runs on Linux x64 alone");
      this.skip();
    }
    const file = new URL("../../../../src/engine/devices/choose.ts", import.meta.url).href;
    const script = `
      const { createEngineOn } = await import(${JSON.stringify(file)});
      for (const device of ["webgpu", "auto"])
        await createEngineOn({ threads: 1, device, parameters: 1e9 }).then((engine) => console.log(engine.device), (error) => console.log(error.message));
    `;
    const run = (more: NodeJS.ProcessEnv): string =>
      spawnSync(process.execPath, ["--import=tsx", "--input-type=module", "--eval", script], {
        env: { ...env, ...more },
        encoding: "utf8",
      }).stdout;
    assert.match(run({}), /^The device webgpu cannot be used here: SwiftShader Device .* processor; .*\ncpu\n$/);
    const allowed = run({ REASONING_CURRICULUM_SOFTWARE_GPU: "1" });
    assert.match(allowed, /^webgpu: SwiftShader Device .*\nwebgpu: SwiftShader Device .*\n$/);
  });
});
