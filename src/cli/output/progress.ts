import { formatCount, formatDuration } from "../../core/format.ts";
import type { Task, TaskEvent, TaskOutcome } from "../../jobs/tasks.ts";

/** Where a running task stands. */
export interface TaskProgress {
  readonly task: Task;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly secondsLeft?: number;
  /** "loss 0.512", "reward 0.25". */
  readonly metric?: string;
  /** Why nothing goes on: "paused". */
  readonly waiting?: string | undefined;
}

/** The task's standing after an event; unchanged by events that say nothing of it. */
export function progressAfter(task: Task, before: TaskProgress | undefined, event: TaskEvent): TaskProgress {
  const progress = before ?? { task, done: 0, total: 0, unit: "" };
  if (event.type === "progress") {
    const { done, total, unit, secondsLeft } = event;
    const { metric } = progress;
    return {
      task,
      done,
      total,
      unit,
      ...(secondsLeft !== undefined && { secondsLeft }),
      ...(metric !== undefined && { metric }),
    };
  }
  if (event.type === "waiting") return { ...progress, waiting: event.reason };
  if (event.type === "metric") {
    const name = ["reward", "loss"].find((candidate) => event.row[candidate] !== undefined);
    const going = name === undefined ? progress : { ...progress, metric: `${name} ${event.row[name]!.toFixed(3)}` };
    return { ...going, waiting: undefined };
  }
  return progress;
}

/** "301 of 700 steps, loss 0.512, 2 min 3 s left". */
export function describeProgress({ done, total, unit, metric, waiting, secondsLeft }: TaskProgress): string {
  if (waiting !== undefined) return waiting;
  return [
    total > 0 ? `${formatCount(done)} of ${formatCount(total)} ${unit}` : "starting",
    ...(metric === undefined ? [] : [metric]),
    ...(secondsLeft === undefined ? [] : [`${formatDuration(Math.ceil(secondsLeft))} left`]),
  ].join(", ");
}

const endings: Readonly<Record<TaskOutcome["state"], string>> = {
  finished: "done",
  stopped: "stopped",
  failed: "FAILED",
  skipped: "skipped",
};

/** "Train sft-comp: done in 2 min 3 s". */
export function describeOutcome({ task, state, seconds, error }: TaskOutcome): string {
  const time = state === "skipped" ? "" : ` ${state === "finished" ? "in" : "after"} ${formatDuration(seconds)}`;
  const reason = error === undefined ? "" : `: ${error}`;
  return `${task.label}: ${endings[state]}${time}${reason}`;
}
