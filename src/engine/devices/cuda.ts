import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

/** What ONNX Runtime's CUDA provider (1.30, CUDA 12) loads. */
const libraries = ["libcudart.so.12", "libcublas.so.12", "libcublasLt.so.12", "libcufft.so.11", "libcurand.so.10"];
const cudnn = "libcudnn.so.9";
const driver = "libcuda.so.1";

/** The command that fetches the provider, which is too large for npm. */
export const fetchProvider = "reasoning-curriculum install cuda";

export interface CudaFinding {
  /** Whether everything is there. */
  readonly ready: boolean;
  /** What is missing, each with its remedy; empty where ready. */
  readonly missing: readonly string[];
}

/** Looks for the driver, CUDA's libraries and ONNX Runtime's provider; loads nothing. */
export async function findCuda(): Promise<CudaFinding> {
  if (platform() !== "linux" || arch() !== "x64")
    return { ready: false, missing: ["ONNX Runtime's CUDA provider for Node.js, which there is for Linux x64 alone"] };
  const folders = await libraryFolders();
  const has = (name: string): boolean => folders.some((folder) => existsSync(join(folder, name)));
  const missing = missingParts({
    driver: has(driver),
    libraries: libraries.filter((name) => !has(name)),
    cudnn: has(cudnn),
    provider: existsSync(join(bindingFolder(), "libonnxruntime_providers_cuda.so")),
  });
  return { ready: missing.length === 0, missing };
}

/** @param found what of the parts is there; of the libraries, those that are not */
export function missingParts(found: {
  readonly driver: boolean;
  readonly libraries: readonly string[];
  readonly cudnn: boolean;
  readonly provider: boolean;
}): string[] {
  return [
    ...(found.driver ? [] : [`NVIDIA's driver (${driver})`]),
    ...(found.libraries.length === 0 ? [] : [`CUDA 12 (${found.libraries.join(", ")}; NVIDIA's CUDA toolkit 12)`]),
    ...(found.cudnn ? [] : [`cuDNN 9 (${cudnn})`]),
    ...(found.provider ? [] : [`ONNX Runtime's CUDA provider (\`${fetchProvider}\`)`]),
  ];
}

/** Where the loader looks. */
async function libraryFolders(): Promise<string[]> {
  const named = (process.env["LD_LIBRARY_PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const cached = await promisify(execFile)("/sbin/ldconfig", ["-p"]).then(
    ({ stdout }) => [...stdout.matchAll(/=> (.+)/g)].map(([, file]) => dirname(file!)),
    () => [],
  );
  return [...new Set([...named, bindingFolder(), ...cached])];
}

/** Of ONNX Runtime's own libraries. */
function bindingFolder(): string {
  const root = dirname(createRequire(import.meta.url).resolve("onnxruntime-node/package.json"));
  const binaries = join(root, "bin");
  const version = readdirSync(binaries).find((name) => name.startsWith("napi-"));
  return join(binaries, version ?? "napi-v6", platform(), arch());
}
