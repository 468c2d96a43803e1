import { t } from "@vscode/l10n";
import type { TaskEvent } from "../../jobs/tasks.ts";
import { roughDuration, percent } from "../runs/view.ts";

/** What a progress notification is told: text, and how much to add to its bar (0…100 in all). */
export interface ProgressReport {
  readonly message: string;
  readonly increment: number;
}

/** Of what is large enough to be counted on. */
function amount({ done, total, unit }: Extract<TaskEvent, { readonly type: "progress" }>): string {
  return unit === "MB" ? `, ${t("{0} of {1} MB", done, total)}` : "";
}

/** Joins the progress of the tasks of one plan, each an equal share of the bar. */
export class PlanProgress {
  readonly #tasks: number;
  readonly #fractions = new Map<string, number>();
  readonly #messages = new Map<string, string>();
  #reported = 0;
  #ended = 0;

  /** @param tasks how many there are in the plan */
  constructor(tasks: number) {
    this.#tasks = tasks;
  }

  /** Undefined for events that change nothing to be seen. */
  update(key: string, label: string, event: TaskEvent): ProgressReport | undefined {
    if (event.type === "ended") {
      this.#fractions.set(key, 1);
      this.#messages.delete(key);
      this.#ended++;
    } else if (event.type === "progress") {
      const left = event.secondsLeft === undefined ? "" : `, ${t("{0} left", roughDuration(event.secondsLeft))}`;
      this.#fractions.set(key, event.total === 0 ? 0 : event.done / event.total);
      this.#say(key, event.label, `${percent(event.done, event.total)} %${amount(event)}${left}`);
    } else if (event.type === "waiting") {
      this.#say(key, `${label}:`, event.reason);
    } else if (event.type === "started") {
      this.#say(key, label);
    } else {
      return undefined;
    }
    const sum = [...this.#fractions.values()].reduce((total, fraction) => total + fraction, 0);
    const done = (100 * sum) / this.#tasks;
    const increment = Math.max(0, done - this.#reported);
    this.#reported += increment;
    const position = this.#tasks > 1 ? `${Math.min(this.#ended + 1, this.#tasks)}/${this.#tasks} · ` : "";
    return { message: position + [...this.#messages.values()].join(" · "), increment };
  }

  /** What is done is said by the notification's title, where it is about one task. */
  #say(key: string, label: string, how = ""): void {
    this.#messages.set(key, this.#tasks === 1 ? how : `${label} ${how}`.trimEnd());
  }
}
