import { spawn } from "node:child_process";
import { createLineSplitter } from "../ndjson.ts";

export interface InstallerOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Each line that the command writes. */
  readonly onLine: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The first error that a program has told of, its stack and Node's own words about it left aside. */
export function toldError(lines: readonly string[]): string | undefined {
  const told = /^(?:\w*Error): (.+)$/;
  return lines.map((line) => told.exec(line)?.[1]).find((message) => message !== undefined);
}

/** Runs a command to its end. @returns the lines that it wrote; undefined where all went well */
export function runInstaller(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, onLine, signal }: InstallerOptions,
): Promise<readonly string[] | undefined> {
  return new Promise((resolve, reject) => {
    // npm is a script on Windows, which a shell alone starts.
    const shell = process.platform === "win32" && command === "npm";
    const child = spawn(command, [...args], {
      env,
      shell,
      windowsHide: true,
      ...(cwd && { cwd }),
      ...(signal && { signal }),
    });
    const lines: string[] = [];
    const splitters = [child.stdout, child.stderr].map((stream) => {
      const splitter = createLineSplitter((line) => {
        lines.push(line);
        onLine(line);
      });
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        splitter.push(chunk);
      });
      return splitter;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      for (const splitter of splitters) splitter.flush();
      resolve(code === 0 ? undefined : lines);
    });
  });
}
