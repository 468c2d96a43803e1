import type { WriteStream } from "node:tty";
import type { TaskState } from "../../jobs/tasks.ts";
import { describeOutcome, describeProgress, progressAfter, type TaskProgress } from "./progress.ts";
import type { Reporter } from "./reporter.ts";
import { styleFor } from "./style.ts";

const barWidth = 24;
const redrawMilliseconds = 100;
const marks: Readonly<Record<TaskState, string>> = { finished: "✓", stopped: "■", failed: "✗", skipped: "–" };

/** A bar for each running task at the bottom of the terminal; what has happened scrolls up above them. */
export function terminalReporter(stream: WriteStream): Reporter {
  const style = styleFor(stream);
  const colours = { finished: style.green, stopped: style.yellow, failed: style.red, skipped: style.dim };
  const running = new Map<string, TaskProgress>();
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;

  const erase = (): void => {
    if (drawn > 0) stream.write(`\u001b[${drawn}F\u001b[J`);
    drawn = 0;
  };
  const draw = (): void => {
    timer = undefined;
    erase();
    const labelWidth = Math.max(0, ...[...running.values()].map(({ task }) => task.label.length));
    const lines = [...running.values()].slice(0, Math.max(1, stream.rows - 1)).map((progress) => {
      const text = ` ${describeProgress(progress)}`;
      const label = progress.task.label.padEnd(labelWidth);
      // A line that wraps could not be erased.
      const room = Math.max(0, stream.columns - labelWidth - barWidth - 3);
      return `${label} ${style.cyan(bar(progress))}${text.length > room ? `${text.slice(0, Math.max(0, room - 1))}…` : text}\n`;
    });
    stream.write(lines.join(""));
    drawn = lines.length;
  };
  const redraw = (): void => {
    timer ??= setTimeout(draw, redrawMilliseconds).unref();
  };
  const print = (line: string): void => {
    erase();
    stream.write(`${line}\n`);
    draw();
  };

  return {
    event(task, event) {
      if (event.type === "ended") {
        running.delete(task.key);
        const { state } = event.outcome;
        print(`${colours[state](marks[state])} ${describeOutcome(event.outcome)}`);
        return;
      }
      running.set(task.key, progressAfter(task, running.get(task.key), event));
      if (event.type === "log") {
        const paint = { info: style.dim, warning: style.yellow, error: style.red }[event.level];
        print(`${paint(event.level === "info" ? "·" : `${event.level}:`)} ${task.label}: ${event.message}`);
      }
      redraw();
    },
    note: print,
    end() {
      clearTimeout(timer);
      erase();
    },
  };
}

function bar({ done, total }: TaskProgress): string {
  const filled = total > 0 ? Math.round((Math.min(done, total) / total) * barWidth) : 0;
  return "█".repeat(filled) + "░".repeat(barWidth - filled);
}
