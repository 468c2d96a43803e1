import { findNodeAtLocation, parseTree } from "jsonc-parser";

/** Where the runs of a curriculum stand in its text; also in a text with errors, as far as it can be read. */
export function runPlaces(text: string): ReadonlyMap<string, number> {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const runs = tree && findNodeAtLocation(tree, ["runs"]);
  return new Map(
    (runs?.children ?? []).flatMap(({ offset, children }) => {
      const name: unknown = children?.[0]?.value;
      return typeof name === "string" ? [[name, offset] as const] : [];
    }),
  );
}
