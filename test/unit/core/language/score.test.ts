import assert from "node:assert/strict";
import fc from "fast-check";
import { parseChain } from "../../../../src/core/language/parse.ts";
import { scoreHops } from "../../../../src/core/language/score.ts";
import { renderStatement, type Statement } from "../../../../src/core/language/statement.ts";
import { fakeGraph, inUse } from "./fake-graph.ts";

const graph = fakeGraph(40);
const state = (subject: number, relation: string): Statement =>
  renderStatement(graph, subject, graph.relation(relation), { world: 0, spec: inUse(1), key: "" });

const [a, b, c] = [state(1, "spouse"), state(2, "boss"), state(3, "phone")];
const wrong = state(4, "rival");
const score = (stated: readonly Statement[], gold: readonly Statement[] = [a, b, c]) =>
  scoreHops(parseChain(stated.map(({ text }) => text).join(" "), graph), gold);

describe("the score of a chain's hops", () => {
  it("is full for the gold chain, whatever else is said", () => {
    assert.deepEqual(score([a, b, c]), { right: 3, total: 3 });
    assert.deepEqual(score([a, wrong, b, c]), { right: 3, total: 3 });
    assert.deepEqual(score([a, a, b, c, c]), { right: 3, total: 3 });
    assert.deepEqual(scoreHops(parseChain(`Hm. ${a.text} Well, maybe.`, graph), [a]), { right: 1, total: 1 });
  });

  it("takes a hop from its other end, but no other relation", () => {
    const name = (person: number) => graph.people[person]!.name;
    const friend = a.triple.object as number;
    const say = (text: string) => scoreHops(parseChain(text, graph), [a]).right;
    assert.equal(say(`${name(friend)} is married to ${name(1)}.`), 1);
    assert.equal(say(`${name(friend)} lives next door to ${name(1)}.`), 0);
  });

  it("names the first hop that is wrong, missing or out of its place", () => {
    assert.deepEqual(score([a, wrong, c]), { right: 2, total: 3, firstWrong: 1 });
    assert.deepEqual(score([wrong, b, c]), { right: 2, total: 3, firstWrong: 0 });
    assert.deepEqual(score([a, c]), { right: 2, total: 3, firstWrong: 1 });
    assert.deepEqual(score([a, b]), { right: 2, total: 3, firstWrong: 2 });
    assert.deepEqual(score([b, a]), { right: 1, total: 3, firstWrong: 1 });
    assert.deepEqual(score([c, a, b]), { right: 2, total: 3, firstWrong: 2 });
    assert.deepEqual(score([]), { right: 0, total: 3, firstWrong: 0 });
  });

  it("counts every gold hop that is left, whichever are replaced", () => {
    const stated = fc.subarray([0, 1, 2, 3, 4]);
    fc.assert(
      fc.property(stated, fc.boolean(), (kept, replace) => {
        const gold = [1, 2, 3, 5, 6].map((person) => state(person, "spouse"));
        const said = gold.flatMap((hop, i) => (kept.includes(i) ? [hop] : replace ? [wrong] : []));
        const { right, total, firstWrong } = score(said, gold);
        assert.deepEqual([right, total], [kept.length, 5]);
        assert.equal(
          firstWrong,
          [0, 1, 2, 3, 4].find((i) => !kept.includes(i)),
        );
      }),
    );
  });
});
