import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { MetricRow } from "../../../src/core/runs/types.ts";
import type { Job, WorkerEvent } from "../../../src/protocol/worker.ts";

const worker = fileURLToPath(new URL("../../../src/engine/worker.ts", import.meta.url));

/** Where the workers of tests queue, apart from those of the user. */
export const temporary = mkdtempSync(join(tmpdir(), "worker-"));

/** Runs a job in a worker; `onEvent` may kill or cancel it. Ends with all events and how the process ended. */
export function work(
  job: Job,
  onEvent: (event: WorkerEvent, child: ChildProcessWithoutNullStreams) => void = () => undefined,
): Promise<{ events: WorkerEvent[]; code: number | null; signal: NodeJS.Signals | null }> {
  const child = spawn(process.execPath, ["--import", "tsx", worker], { env: { ...process.env, TMPDIR: temporary } });
  const events: WorkerEvent[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const event = JSON.parse(line) as WorkerEvent;
    events.push(event);
    onEvent(event, child);
  });
  child.stdin.on("error", () => undefined);
  child.stdin.write(`${JSON.stringify({ id: 7, type: "start", job })}\n`);
  return new Promise((resolve) =>
    child.on("close", (code, signal) => {
      resolve({ events, code, signal });
    }),
  );
}

export const atStep =
  (step: number, act: (child: ChildProcessWithoutNullStreams) => void) =>
  (event: WorkerEvent, child: ChildProcessWithoutNullStreams): void => {
    if (event.type === "metric" && event.row.step === step) act(child);
  };

/** What must be the same however often a run was interrupted. */
export const curve = (rows: readonly MetricRow[]): Record<string, number>[] => {
  const clocks = new Set(["time", "step_time", "tokens_per_second", "memory"]);
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !clocks.has(name))));
};
