import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

/** A virtual environment. */
export interface Environment {
  /** Of its folder in .cache. */
  readonly name: string;
  /** A statement that shows that all is there. */
  readonly imports: string;
  /** A file beside this one. */
  readonly requirements: string;
  /** Whether what the system's Python has counts too. */
  readonly systemPackages: boolean;
}

/**
 * The Python of an environment, made at the first call by the system's Python (or the one named by PYTHON) from PyPI.
 * @throws Error saying what is missing.
 */
export function findPython({ name, imports, requirements, systemPackages }: Environment): string {
  const folder = path.join(here, "../../.cache", name);
  const interpreter = path.join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (existsSync(interpreter) && spawnSync(interpreter, ["-c", imports]).status === 0) return interpreter;
  rmSync(folder, { recursive: true, force: true });
  const system = process.env["PYTHON"] ?? (process.platform === "win32" ? "python" : "python3");
  attempt(system, "-m", "venv", ...(systemPackages ? ["--system-site-packages"] : []), folder);
  attempt(interpreter, "-m", "pip", "install", "--quiet", "--requirement", path.join(here, requirements));
  attempt(interpreter, "-c", imports);
  return interpreter;
}

/** What a script beside this file prints. @throws Error with the end of what it complains about. */
export function runScript(python: string, script: string, ...args: readonly string[]): string {
  return attempt(python, path.join(here, script), ...args);
}

function attempt(command: string, ...args: readonly string[]): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (status === 0) return stdout;
  const reason = error?.message ?? stderr.trimEnd().split("\n").slice(-3).join("\n");
  throw new Error(`${[command, ...args.slice(0, 3)].join(" ")} failed: ${reason}`);
}
