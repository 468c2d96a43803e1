import { describeOutcome, describeProgress, progressAfter, type TaskProgress } from "./progress.ts";
import type { Reporter } from "./reporter.ts";

/** At most one progress line of a task in this many seconds. */
const interval = 10;

/** Plain lines for logs: what happens, and now and then how far each task is. */
export function lineReporter(stream: NodeJS.WritableStream, now = () => performance.now() / 1000): Reporter {
  const print = (line: string): void => void stream.write(`${line}\n`);
  const standings = new Map<string, TaskProgress>();
  const printed = new Map<string, number>();
  return {
    event(task, event) {
      const progress = progressAfter(task, standings.get(task.key), event);
      standings.set(task.key, progress);
      switch (event.type) {
        case "started":
          printed.set(task.key, now());
          print(`${task.label}: started`);
          break;
        case "progress":
          if (now() - (printed.get(task.key) ?? -Infinity) < interval) break;
          printed.set(task.key, now());
          print(`${task.label}: ${describeProgress(progress)}`);
          break;
        case "waiting":
          print(`${task.label}: ${event.reason}`);
          break;
        case "log":
          print(`${task.label}: ${event.level === "info" ? "" : `${event.level}: `}${event.message}`);
          break;
        case "ended":
          print(describeOutcome(event.outcome));
          break;
        case "metric":
        case "done":
        case "error":
          break; // Told by progress lines and by the end.
      }
    },
    note: print,
    end() {
      // Nothing is left open.
    },
  };
}
