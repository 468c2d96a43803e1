import type { AuditReport } from "../types.ts";

const EXAMPLES = 5;

/** Counts how often something that must hold was looked at and did not hold, and keeps the first offenders. */
export class Check {
  readonly name: string;
  #checked = 0;
  #violations = 0;
  readonly #examples: string[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** `offence` is a sentence naming file and record. */
  expect(holds: boolean, offence: () => string): void {
    this.#checked++;
    if (holds) return;
    this.#violations++;
    if (this.#examples.length < EXAMPLES) this.#examples.push(offence());
  }

  result(): AuditReport["checks"][number] {
    return { name: this.name, checked: this.#checked, violations: this.#violations, examples: this.#examples };
  }
}
