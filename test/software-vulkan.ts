import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";

/**
 * Environment of a process in which Vulkan finds SwiftShader alone, a GPU computed by the processor: the one that comes
 * with the Chromium from npm. Undefined where that does not run.
 */
export function softwareVulkan(cache = path.resolve(".cache")): NodeJS.ProcessEnv | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const folder = path.join(cache, "swiftshader");
  if (!existsSync(path.join(folder, "libvk_swiftshader.so"))) {
    const main = createRequire(import.meta.url).resolve("@sparticuz/chromium");
    const packed = main.replace(/(@sparticuz[/\\]chromium[/\\]).*$/, "$1bin/swiftshader.tar.br");
    mkdirSync(folder, { recursive: true });
    execFileSync("tar", ["-x", "-C", folder], { input: brotliDecompressSync(readFileSync(packed)) });
  }
  return {
    ...process.env,
    VK_ICD_FILENAMES: path.join(folder, "vk_swiftshader_icd.json"),
    LD_LIBRARY_PATH: folder,
  };
}
