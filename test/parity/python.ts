import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const isWindows = process.platform === "win32";

/** Of the tests. On Linux, PyTorch from PyPI brings CUDA's libraries along: 6 GB in all. */
const environment = path.join(here, "../../.cache/parity");
const bytesNeeded = 10e9;
const minutesToInstall = 8;

/** `pythonWith` for a suite, which is skipped where there is none, and says why. */
export function findPython(context: Mocha.Context, ...packages: readonly string[]): string {
  try {
    return pythonWith(...packages);
  } catch (error) {
    console.log(`  skipped: ${context.runnable().parent?.title}: ${(error as Error).message}`);
    return context.skip();
  }
}

/**
 * A Python that has the named packages: the one that PYTHON names or else the system's, if it has them as it is, or that
 * of the environment of the tests, which is made from PyPI when it is first needed.
 * @throws Error saying in one sentence why there is none.
 */
export function pythonWith(...packages: readonly string[]): string {
  const has = (python: string): boolean => spawnSync(python, ["-c", `import ${packages.join()}`]).status === 0;
  const system = process.env["PYTHON"] ?? (isWindows ? "python" : "python3");
  const own = path.join(environment, isWindows ? "Scripts/python.exe" : "bin/python");
  const ready = [system, own].find(has);
  if (ready !== undefined) return ready;
  failure ??= install(system, own);
  if (failure === "" && has(own)) return own;
  throw new Error(failure || `The environment lacks one of ${packages.join(", ")}.`);
}

/** What a script beside this file prints. @throws Error with the end of what it complains about. */
export function runScript(python: string, script: string, ...args: readonly string[]): string {
  return attempt(python, [path.join(here, script), ...args]);
}

/** Why there is no environment; "" where there is one. */
let failure: string | undefined;

function install(system: string, own: string): string {
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(environment, { recursive: true });
  const { bavail, bsize } = statfsSync(environment);
  if (bavail * bsize < bytesNeeded) return `PyTorch and what goes with it need ${bytesNeeded / 1e9} GB of disk`;
  console.log(
    `  Once: PyTorch, transformers, TRL and PEFT from PyPI into .cache/parity, for ${minutesToInstall} minutes at most.`,
  );
  const requirements = path.join(here, "requirements.txt");
  try {
    attempt(system, ["-m", "venv", environment]);
    const pip = ["-m", "pip", "install", "--quiet", "--no-cache-dir", "--retries", "1", "--requirement", requirements];
    attempt(own, pip, minutesToInstall);
    return "";
  } catch (error) {
    rmSync(environment, { recursive: true, force: true });
    return error instanceof Error ? error.message : String(error);
  }
}

function attempt(command: string, args: readonly string[], minutes = 5): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: minutes * 60_000,
    killSignal: "SIGKILL",
  });
  if (status === 0) return stdout;
  const reason = error?.message ?? stderr.trimEnd().split("\n").at(-1);
  throw new Error(`${[command, ...args.slice(0, 3)].join(" ")} failed: ${reason}`);
}
