import type { TaskEvent } from "../../jobs/tasks.ts";
import type { Reporter } from "./reporter.ts";

/** One JSON object a line: `{ "task": "train:sft-comp", "type": "progress", … }`. */
export function jsonReporter(stream: NodeJS.WritableStream): Reporter {
  const print = (line: object): void => void stream.write(`${JSON.stringify(line)}\n`);
  return {
    event(task, event) {
      print({ task: task.key, ...fields(event) });
    },
    note(message) {
      print({ type: "log", level: "info", message });
    },
    end() {
      // Every line was whole.
    },
  };
}

function fields(event: TaskEvent): object {
  if (event.type !== "ended") return event;
  const { state, seconds, result, error, cause } = event.outcome;
  return { type: event.type, state, seconds, result, error, cause };
}
