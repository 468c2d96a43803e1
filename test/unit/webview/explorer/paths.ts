import fc from "fast-check";
import { levels, skills } from "../../../../src/core/dataset/types.ts";
import type { ExplorerRelation } from "../../../../src/protocol/panels.ts";
import { arrow, type PathRow } from "../../../../webview/explorer/model/paths.ts";

export const relations: readonly ExplorerRelation[] = ["boss", "child", "spouse", "rival", "city"].map(
  (name, position) => ({
    name,
    group: position < 2 ? "parametric" : "contextual",
    object: name === "city" ? "city" : "person",
    levels: { comp: levels[position % 3]! },
  }),
);

const leading = [0, 1, 2, 3];

/** A path through `relations`, by position: only the last one may lead to an attribute. */
export function row(id: string, hops: readonly number[], changes: Partial<PathRow> = {}): PathRow {
  const names = hops.map((hop) => relations[hop]!.name);
  const questions = { train: 4, test: 2 };
  const text = `${id} ${names.join(arrow)}`;
  return { id, skill: "comp", level: "iid", relations: hops, questions, names, text, ...changes };
}

export const arbitraryRows: fc.Arbitrary<PathRow[]> = fc
  .array(
    fc.record({
      hops: fc.tuple(fc.shuffledSubarray(leading, { maxLength: 4 }), fc.integer({ min: 0, max: 4 })),
      skill: fc.constantFrom(...skills),
      level: fc.constantFrom(...levels),
      questions: fc.record({ train: fc.integer({ min: 0, max: 3 }), test: fc.integer({ min: 0, max: 3 }) }),
    }),
    { maxLength: 40 },
  )
  .map((paths) =>
    paths.map(({ hops: [before, last], ...rest }, index) => row(`path-${index}`, [...before, last], rest)),
  );
