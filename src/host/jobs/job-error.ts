import { UserError } from "../../core/errors.ts";
import type { TaskOutcome } from "../../jobs/tasks.ts";

/** A job that failed, in a sentence, and how. */
export class JobError extends UserError {
  constructor(
    message: string,
    readonly outcome: TaskOutcome,
  ) {
    super(message);
  }
}
