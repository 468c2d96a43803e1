import assert from "node:assert/strict";
import fc from "fast-check";
import { biographyOf } from "../../../../src/core/dataset/biography.ts";
import { dataSpec } from "../../../../src/core/dataset/folder.ts";
import { buildGraph } from "../../../../src/core/graph/build.ts";
import type { Statement } from "../../../../src/core/language/statement.ts";
import { smallCurriculum } from "./small.ts";

const curriculum = smallCurriculum();
const graph = buildGraph(curriculum);
const relationsOf = (statements: readonly Statement[]): string[] => statements.map(({ triple }) => triple.relation);
const texts = (statements: readonly Statement[]): string[] => statements.map(({ text }) => text).sort();

describe("biographyOf", () => {
  it("states the same facts in every version, and varies words and order only where that is asked for", () => {
    const person = fc.nat({ max: 29 });
    const version = fc.integer({ min: 1, max: 50 });
    let [reworded, reordered] = [0, 0];
    fc.assert(
      fc.property(person, version, fc.boolean(), fc.boolean(), (id, other, paraphrase, permute) => {
        const spec = dataSpec({ ...curriculum, biographies: { versions: 51, paraphrase, permute } });
        const [first, later] = [0, other].map((number) => biographyOf(graph, id, number, spec));
        assert.deepEqual(relationsOf(later!).sort(), relationsOf(first!).sort());
        if (!permute) assert.deepEqual(relationsOf(later!), relationsOf(first!));
        else if (relationsOf(later!).join() !== relationsOf(first!).join()) reordered++;
        if (!paraphrase) assert.deepEqual(texts(later!), texts(first!));
        else if (texts(later!).join() !== texts(first!).join()) reworded++;
      }),
      { seed: 3 },
    );
    assert.ok(reworded > 30 && reordered > 30, `${reworded} reworded, ${reordered} reordered`);
  });
});
