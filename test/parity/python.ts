import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const environment = path.join(here, "../../.cache/parity");
const interpreter =
  process.platform === "win32" ? path.join(environment, "Scripts/python.exe") : path.join(environment, "bin/python");

const imports = "import torch, safetensors; from transformers import AutoModelForCausalLM, Qwen2ForCausalLM";

/**
 * A Python with torch and transformers: the one in .cache/parity, made at the first call from PyPI and from what the
 * system's Python (or the one named by PYTHON) has.
 * @throws Error saying what is missing.
 */
export function findPython(): string {
  if (succeeds(interpreter, "-c", imports)) return interpreter;
  rmSync(environment, { recursive: true, force: true });
  const system = process.env["PYTHON"] ?? (process.platform === "win32" ? "python" : "python3");
  attempt(system, "-m", "venv", "--system-site-packages", environment);
  attempt(interpreter, "-m", "pip", "install", "--quiet", "--requirement", path.join(here, "requirements.txt"));
  attempt(interpreter, "-c", imports);
  return interpreter;
}

/** Runs reference.py. */
export function runReference(python: string, ...args: readonly string[]): void {
  attempt(python, path.join(here, "reference.py"), ...args);
}

function succeeds(command: string, ...args: readonly string[]): boolean {
  return existsSync(command) && spawnSync(command, args).status === 0;
}

function attempt(command: string, ...args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trimEnd().split("\n").slice(-3).join("\n");
  throw new Error(`${[command, ...args.slice(0, 3)].join(" ")} failed: ${reason}`);
}
