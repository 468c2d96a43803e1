import type { Check } from "./check.ts";
import type { WrittenGraph } from "./world.ts";

/** A single line, neither empty nor with space around it. */
const plain = /^\S(.*\S)?$/;

/** A name means one person, and a value is listed once for its kind: else an answer could mean two things. */
export function checkNames({ people, values }: WrittenGraph, check: Check): void {
  const names = new Set<string>();
  people.forEach(({ id, name }, position) => {
    check.expect(id === position, () => `people.jsonl: person ${id} is out of order.`);
    check.expect(!names.has(name), () => `people.jsonl: the name ${name} occurs twice.`);
    check.expect(plain.test(name), () => `people.jsonl: ${JSON.stringify(name)} is no name on a line of its own.`);
    names.add(name);
  });
  for (const [kind, own] of Object.entries(values)) {
    check.expect(new Set(own).size === own.length, () => `values.jsonl: a ${kind} occurs twice.`);
    for (const value of own) {
      check.expect(
        plain.test(value),
        () => `values.jsonl: ${JSON.stringify(value)} is no ${kind} on a line of its own.`,
      );
    }
  }
}
