import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { levels, skills } from "../../../../src/core/dataset/types.ts";
import {
  activeFilters,
  facetCounts,
  filterPaths,
  fixedHops,
  noFilters,
  passageLabel,
  togglePassage,
  type Filters,
} from "../../../../webview/explorer/model/filters.ts";
import type { PathRow } from "../../../../webview/explorer/model/paths.ts";
import { arbitraryRows, relations, row } from "./paths.ts";

const rows = [
  row("a", [0, 2, 4]),
  row("b", [2, 0, 3], { skill: "mem", questions: { train: 0, test: 5 } }),
  row("c", [3, 0, 2], { skill: "ctx", level: "zero-shot" }),
];
const shown = (filters: Partial<Filters>) => filterPaths(rows, { ...noFilters, ...filters }).map(({ id }) => id);

const name = fc.constantFrom(...relations.map((relation) => relation.name));
const arbitraryFilters: fc.Arbitrary<Filters> = fc.record(
  {
    text: fc.constantFrom("", "boss", "PATH-1 spouse"),
    skills: fc.subarray([...skills]),
    levels: fc.subarray([...levels]),
    hops: fc.subarray([1, 2, 3, 4, 5]),
    trained: fc.subarray([true, false]),
    passages: fc.uniqueArray(
      fc.record(
        { relations: fc.array(name, { minLength: 1, maxLength: 2 }), hop: fc.integer({ min: 0, max: 4 }) },
        { requiredKeys: ["relations"], noNullPrototype: true },
      ),
      { maxLength: 2, selector: passageLabel },
    ),
  },
  { noNullPrototype: true },
);

/** Passages and search by string, facets by value. */
function passes(path: PathRow, { text, passages, ...choices }: Filters): boolean {
  const joined = ` ${path.names.join(" ")} `;
  const facets: readonly (readonly [readonly unknown[], unknown])[] = [
    [choices.skills, path.skill],
    [choices.levels, path.level],
    [choices.hops, path.names.length],
    [choices.trained, path.questions.train > 0],
  ];
  return (
    facets.every(([chosen, value]) => chosen.length === 0 || chosen.includes(value)) &&
    passages.every(({ relations: wanted, hop }) =>
      hop === undefined
        ? joined.includes(` ${wanted.join(" ")} `)
        : path.names.slice(hop, hop + wanted.length).join() === wanted.join(),
    ) &&
    (text === "" ||
      text
        .toLowerCase()
        .split(" ")
        .every((word) => `${path.id}${joined}`.includes(word)))
  );
}

describe("filterPaths", () => {
  it("shows what a check of each path by itself lets through", () => {
    fc.assert(
      fc.property(arbitraryRows, arbitraryFilters, (paths, filters) => {
        assert.deepEqual(
          filterPaths(paths, filters),
          paths.filter((path) => passes(path, filters)),
        );
      }),
    );
  });

  it("finds relations anywhere, at a hop, and one after the other", () => {
    assert.deepEqual(shown({ passages: [{ relations: ["boss"] }] }), ["a", "b", "c"]);
    assert.deepEqual(shown({ passages: [{ relations: ["boss"], hop: 1 }] }), ["b", "c"]);
    assert.deepEqual(shown({ passages: [{ relations: ["boss", "spouse"] }] }), ["a", "c"]);
  });

  it("searches for all words, in any case", () => {
    assert.deepEqual(shown({ text: " BOSS  city " }), ["a"]);
  });
});

describe("facetCounts", () => {
  it("tell what each choice alone would show, the other filters as they are", () => {
    fc.assert(
      fc.property(arbitraryRows, arbitraryFilters, (paths, filters) => {
        const counts = facetCounts(paths, filters, 5);
        for (const [skill, count] of counts.skills)
          assert.equal(count, filterPaths(paths, { ...filters, skills: [skill] }).length);
        for (const [trained, count] of counts.trained)
          assert.equal(count, filterPaths(paths, { ...filters, trained: [trained] }).length);
        assert.deepEqual([...counts.hops.keys()], [1, 2, 3, 4, 5]);
      }),
    );
  });
});

describe("passages", () => {
  it("are asked for and no longer asked for", () => {
    const passage = { relations: ["boss"] };
    const asked = togglePassage(noFilters, passage);
    assert.deepEqual(asked.passages, [passage]);
    assert.deepEqual(togglePassage(asked, passage), noFilters);
  });

  it("have one relation at a hop: another takes its place", () => {
    const first = togglePassage(noFilters, { relations: ["boss"], hop: 1 });
    const both = togglePassage(togglePassage(first, { relations: ["child"], hop: 0 }), {
      relations: ["rival"],
      hop: 1,
    });
    assert.deepEqual(fixedHops(both), [
      { relations: ["child"], hop: 0 },
      { relations: ["rival"], hop: 1 },
    ]);
  });
});

describe("activeFilters", () => {
  it("are as many as what is set, and taking each away in turn leaves none", () => {
    fc.assert(
      fc.property(arbitraryFilters, (filters) => {
        let left = filters;
        for (let count = activeFilters(filters).length; count > 0; count--) {
          assert.equal(activeFilters(left).length, count);
          left = activeFilters(left)[0]!.without;
        }
        assert.deepEqual(left, noFilters);
      }),
    );
  });
});
