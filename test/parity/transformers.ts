import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { writeCheckpoint, type Model } from "../../src/engine/checkpoint/checkpoint.ts";
import { readSafetensors } from "../../src/engine/checkpoint/safetensors.ts";
import type { OptimizerConfig, StepResult, Weights } from "../../src/engine/model/types.ts";

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

/** What reference.py is asked about a model. */
export interface Request {
  readonly texts: readonly string[];
  readonly sequences: readonly { readonly tokens: readonly number[]; readonly trainedFrom: number }[];
  readonly optimizer: OptimizerConfig;
  /** Learning rates of the steps to take. */
  readonly rates: readonly number[];
}

export interface Answer {
  readonly texts: readonly { readonly ids: readonly number[]; readonly decoded: string }[];
  readonly steps: readonly Omit<StepResult, "entropy">[];
  /** `logProbabilities.<i>` of each sequence; weights and moments after the last step. */
  readonly tensors: Weights;
}

/** What transformers and PyTorch make of a model that they read from a checkpoint of ours. */
export async function askTransformers(python: string, folder: string, model: Model, request: Request): Promise<Answer> {
  const [checkpoint, question, output] = ["checkpoint", "request.json", "answer"].map((name) =>
    path.join(folder, name),
  );
  await writeCheckpoint(checkpoint!, {
    ...model,
    optimizer: { step: 0, slots: new Map() },
    state: { global_step: 0, optimizer_step: 0, seconds: 0, num_tokens: 0, data: { drawn: {}, carried: [] } },
  });
  await writeFile(question!, JSON.stringify(request));
  await mkdir(output!);
  attempt(python, path.join(here, "reference.py"), checkpoint!, question!, output!);
  const answer = JSON.parse(await readFile(path.join(output!, "answer.json"), "utf8")) as Omit<Answer, "tensors">;
  return { ...answer, tensors: await readSafetensors(path.join(output!, "tensors.safetensors")) };
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
