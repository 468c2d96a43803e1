import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { platform } from "node:os";
import { isSoftwareAdapter } from "../../core/devices/device.ts";
import { inHalf } from "../graph/mixed-precision.ts";
import { input, matmul } from "../graph/ops.ts";
import { lower } from "../executors/onnx/lower.ts";
import { encodeModel } from "../executors/onnx/proto.ts";
import "../executors/onnx/no-telemetry.ts";

/** What WebGPU runs on here. */
export interface Adapter {
  /** "NVIDIA H200". */
  readonly name: string;
  /** Whether it is computed by the processor: slower than the processor itself. */
  readonly software: boolean;
  /** Whether its shaders have fp16. */
  readonly half: boolean;
}

export type AdapterFinding = { readonly adapter: Adapter } | { readonly missing: string };

/** Milliseconds; drivers are loaded and a shader is compiled. */
const patience = 30_000;

/**
 * Takes a WebGPU device in a process of its own, for drivers may end a process that asks for one, and says which it is.
 * ONNX Runtime does not tell its name: on Linux the Vulkan loader does, elsewhere the system.
 */
export async function findAdapter(): Promise<AdapterFinding> {
  const product = matmul(input("x", [1, 1]), input("x", [1, 1]));
  const models = [product, ...inHalf([product], "float16")].map((y) =>
    Buffer.from(encodeModel(lower({ y }))).toString("base64"),
  );
  const library = createRequire(import.meta.url).resolve("onnxruntime-node");
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1", VK_LOADER_DEBUG: "all" };
  const { failed, stdout, stderr } = await output(process.execPath, ["--eval", probe, library, ...models], env);
  if (failed) return { missing: reason(stderr) };
  const names = platform() === "linux" ? vulkanDevices(stderr) : await systemAdapters();
  const name = names.find((one) => !isSoftwareAdapter(one)) ?? names[0] ?? "an adapter of unknown name";
  return { adapter: { name, software: isSoftwareAdapter(name), half: stdout.includes("half") } };
}

const probe = `
const [, library, single, half] = process.argv;
const { InferenceSession, Tensor } = require(library);
const square = async (model) => {
  const options = { executionProviders: ["webgpu"], logSeverityLevel: 4 };
  const session = await InferenceSession.create(Buffer.from(model, "base64"), options);
  return (await session.run({ x: new Tensor("float32", Float32Array.of(3), [1, 1]) })).y.data[0];
};
square(single)
  .then((y) => square(half).then((z) => z === 9 && console.log("half"), () => undefined).then(() => process.exit(y === 9 ? 0 : 1)))
  .catch((error) => { console.error(error.message); process.exit(1); });
`;

function reason(stderr: string): string {
  if (/No supported adapters|Failed to get a WebGPU adapter/.test(stderr)) {
    const seen = vulkanDevices(stderr);
    return seen.length === 0 ? "no WebGPU adapter was found" : `${seen.join(", ")} lacks what WebGPU needs`;
  }
  if (/unsupported: 'webgpu'|not (supported|available)/.test(stderr)) return "this build of ONNX Runtime has no WebGPU";
  return "WebGPU does not compute";
}

/** The device that was taken, or else all that there are, from what the Vulkan loader reports of itself. */
export function vulkanDevices(report: string): string[] {
  const taken = [...report.matchAll(/Using "(.+)" with driver/g)].map(([, name]) => name!);
  const listed = [...report.matchAll(/\[\d+\] (.+?)\s*$/gm)].map(([, name]) => name!);
  return [...new Set(taken.length > 0 ? taken : listed)];
}

/** Names as the system's own tools have them; empty where they say nothing. */
async function systemAdapters(): Promise<string[]> {
  if (platform() === "win32") {
    const query = "(Get-CimInstance Win32_VideoController).Name";
    const { stdout } = await output("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", query]);
    return stdout.split(/\r?\n/).filter((line) => line.trim() !== "");
  }
  const { stdout } = await output("system_profiler", ["SPDisplaysDataType"]);
  return [...stdout.matchAll(/Chipset Model: (.+)/g)].map(([, name]) => name!);
}

function output(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly failed: boolean; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    const options = { env, timeout: patience, windowsHide: true, maxBuffer: 1 << 26 };
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ failed: error !== null, stdout, stderr });
    });
  });
}
