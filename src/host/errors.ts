import { UserError } from "../core/errors.ts";

/** One sentence for the user: a UserError's own words, else what went wrong in the program. */
export function sentence(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return `Something went wrong in Reasoning Curriculum: ${error instanceof Error ? error.message : String(error)}`;
}
