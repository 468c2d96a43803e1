import { formatCount } from "../../format.ts";

const examples = 3;

/** Counts what an import leaves out, by the reason, and keeps the first offenders. */
export class Refusals {
  readonly #byReason = new Map<string, { count: number; readonly first: string[] }>();

  /** @param place `train.json:12`. @param what a phrase, as "has no right answer" */
  add(place: string, what: string): void {
    // Names and numbers differ from record to record; the words in front of them are the reason.
    const reason = what.split(/ (?=[(\dA-Z])/, 1)[0]!;
    const known = this.#byReason.get(reason) ?? { count: 0, first: [] };
    this.#byReason.set(reason, known);
    known.count++;
    if (known.first.length < examples) known.first.push(`${place}: ${what}`);
  }

  get count(): number {
    return [...this.#byReason.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** One sentence a reason. */
  get sentences(): string[] {
    return [...this.#byReason.values()].map(({ count, first }) => {
      const left = count === 1 ? "1 record is left out" : `${formatCount(count)} records are left out`;
      return `${left}: ${first.join("; ")}${count > first.length ? "; …" : ""}.`;
    });
  }
}
