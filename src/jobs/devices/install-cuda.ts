import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UserError } from "../../core/errors.ts";
import { runInstaller, toldError, type InstallerOptions } from "./run-installer.ts";

/** Of ONNX Runtime's own libraries in its package. */
const binaries = join("bin", "napi-v6", "linux", "x64");
const provider = "libonnxruntime_providers_cuda.so";

/**
 * Has onnxruntime-node fetch its CUDA provider from NuGet, as it does itself where it is installed online.
 * @throws UserError where there is none for this machine or it cannot be fetched
 */
export async function installCuda({ onLine, signal }: Pick<InstallerOptions, "onLine" | "signal">): Promise<void> {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new UserError("ONNX Runtime's CUDA provider for Node.js is there for Linux x64 alone: use --device webgpu.");
  const root = dirname(createRequire(import.meta.url).resolve("onnxruntime-node/package.json"));
  const written = await runInstaller(process.execPath, [join(root, "script", "install.js")], {
    cwd: root,
    env: { ...withoutNpm(), ELECTRON_RUN_AS_NODE: "1", ONNXRUNTIME_NODE_INSTALL: "cuda12" },
    // Its progress, not the traces of its errors.
    onLine: (line) => {
      if (/^(download|extract)/i.test(line)) onLine(line);
    },
    signal,
  });
  const folder = join(root, binaries);
  if (written === undefined && existsSync(join(folder, provider))) return;
  const reason = toldError(written ?? []);
  throw new UserError(
    `ONNX Runtime's CUDA provider was not fetched from api.nuget.org (${reason ?? "its installer does not say why"}): allow that host, or put libonnxruntime_providers_*.so of the NuGet package Microsoft.ML.OnnxRuntime.Gpu.Linux into ${folder}.`,
  );
}

/** npm hands its settings on, and one of them may be to fetch nothing. */
const withoutNpm = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_onnxruntime/i.test(name)));
