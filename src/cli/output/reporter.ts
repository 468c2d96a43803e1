import type { Task, TaskEvent } from "../../jobs/tasks.ts";
import { jsonReporter } from "./json-reporter.ts";
import { lineReporter } from "./line-reporter.ts";
import { terminalReporter } from "./terminal-reporter.ts";

/** Tells people or machines how tasks come along. */
export interface Reporter {
  event(task: Task, event: TaskEvent): void;
  /** A sentence beside the tasks. */
  note(message: string): void;
  end(): void;
}

/** JSON lines on standard output if asked for; bars on a terminal; plain lines elsewhere. People read standard error. */
export function createReporter(json: boolean): Reporter {
  if (json) return jsonReporter(process.stdout);
  const { stderr } = process;
  return stderr.isTTY && process.env["TERM"] !== "dumb" ? terminalReporter(stderr) : lineReporter(stderr);
}
