import { findNodeAtLocation, parseTree, type Node } from "jsonc-parser";
import type { Remedy } from "../../core/errors.ts";

/** What stands in a text at an offset, and what is to stand there. */
export interface Replacement {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/**
 * Sets the fields of a remedy in the text of a curriculum, and leaves the rest of it as it was laid out; empty where the
 * text has no such object.
 */
export function remedyEdit(text: string, { of, fields }: Remedy): readonly Replacement[] {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const object = tree && findNodeAtLocation(tree, of.split("."));
  if (object?.type !== "object") return [];
  const entries = Object.entries(fields).map(([name, value]) => ({
    value: findNodeAtLocation(object, [name]),
    name: JSON.stringify(name),
    content: written(value),
  }));
  const added = entries.filter(({ value }) => !value).map(({ name, content }) => `${name}: ${content}`);
  return [
    ...entries.flatMap(({ value, content }) => (value ? [{ ...placeOf(value), content }] : [])),
    ...(added.length > 0 ? [insertion(text, object, added)] : []),
  ];
}

/** After the last property, on lines of their own where that has one. */
function insertion(text: string, object: Node, properties: readonly string[]): Replacement {
  const last = object.children?.at(-1);
  if (!last) return { offset: object.offset + 1, length: 0, content: ` ${properties.join(", ")} ` };
  const line = /\r?\n[ \t]*$/.exec(text.slice(0, last.offset));
  const gap = line ? line[0] : " ";
  const content = properties.map((property) => `,${gap}${property}`).join("");
  return { offset: last.offset + last.length, length: 0, content };
}

const placeOf = ({ offset, length }: Node) => ({ offset, length });

/** On one line, as people write it. */
const written = (value: unknown): string => JSON.stringify(value, undefined, 1).replaceAll(/\n\s*/g, " ");
