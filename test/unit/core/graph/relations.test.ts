import assert from "node:assert/strict";
import { relations } from "../../../../src/core/graph/relations.ts";

const byName = new Map(relations.map((relation) => [relation.name, relation]));
const inGroup = (group: string, person: boolean) =>
  relations.filter((relation) => relation.group === group && (relation.object === "person") === person).length;

describe("the 39 relations", () => {
  it("are the paper's: 20 parametric and 19 contextual, 16 of them between people", () => {
    assert.equal(byName.size, 39);
    assert.deepEqual([inGroup("parametric", true), inGroup("parametric", false)], [6, 14]);
    assert.deepEqual([inGroup("contextual", true), inGroup("contextual", false)], [10, 9]);
  });

  it("have inverses that agree, and never in the same group unless symmetric", () => {
    for (const { name, group, inverse } of relations) {
      if (inverse === undefined) continue;
      assert.equal(byName.get(inverse)?.inverse, name);
      if (inverse !== name) assert.notEqual(byName.get(inverse)?.group, group);
    }
  });

  it("can be gone on from exactly where they lead to a person", () => {
    for (const { name, object, inverse, reference } of relations) {
      assert.equal(reference !== undefined, object === "person", name);
      assert.equal(inverse !== undefined, object === "person", name);
    }
  });

  it("never share a wording", () => {
    const wordings = relations.flatMap(({ statements, questions, reference }) => [
      ...statements,
      ...questions,
      ...(reference ? [reference.noun, reference.clause, reference.relative!] : []),
    ]);
    assert.equal(new Set(wordings).size, wordings.length);
  });

  it("have three wordings each, and a long phrase can end the first and the last question", () => {
    for (const { name, statements, questions } of relations) {
      assert.deepEqual([statements.length, questions.length], [3, 3], name);
      for (const wording of [questions[0]!, questions[2]!]) assert.match(wording, / \{subject\}\?$/);
    }
  });

  for (const { name, statements, questions, reference } of relations) {
    it(`${name}: slots where names and long noun phrases fit`, () => {
      for (const wording of statements) assert.match(wording, /^\{subject\}('s | )[^{}"]+ (\{a\} )?\{object\}\.$/);
      for (const wording of questions) assert.match(wording, /^[A-Z][^{}"]* \{subject\}( [^{}"']+)?\?$/);
      if (!reference) return;
      assert.match(reference.clause, /^the person [^{}"']+ \{subject\}$/);
      assert.match(reference.relative!, /^the person ([a-z]+ )?whom \{subject\} [^{}"']+$/);
    });
  }
});
