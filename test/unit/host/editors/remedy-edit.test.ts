import assert from "node:assert/strict";
import { parse } from "jsonc-parser";
import { remedyEdit } from "../../../../src/host/editors/remedy-edit.ts";

describe("setting the fields of a remedy", () => {
  const fields = { recomputeActivations: true, lora: { rank: 8 } };
  const apply = (text: string): string =>
    remedyEdit(text, { of: "runs.a", fields, effect: "would fit" })
      .toSorted((a, b) => b.offset - a.offset)
      .reduce((edited, { offset, length, content }) => {
        return edited.slice(0, offset) + content + edited.slice(offset + length);
      }, text);
  const set = (text: string): Record<string, unknown> => {
    const edited = apply(text);
    const errors: [] = [];
    const { runs } = parse(edited, errors, { allowTrailingComma: true }) as { runs: { a: Record<string, unknown> } };
    assert.deepEqual(errors, [], edited);
    return runs.a;
  };

  it("adds them on lines of their own where the others have theirs, and leaves comments and commas alone", () => {
    const text = '{\n\t"runs": {\n\t\t"a": {\n\t\t\t"steps": 3, // few\n\t\t\t"data": { "mem": 1 },\n\t\t},\n\t},\n}\n';
    assert.equal(
      apply(text),
      text.replace(
        '"data": { "mem": 1 }',
        '"data": { "mem": 1 },\n\t\t\t"recomputeActivations": true,\n\t\t\t"lora": { "rank": 8 }',
      ),
    );
    assert.deepEqual(set(text), { steps: 3, data: { mem: 1 }, ...fields });
    assert.deepEqual(set(text.replaceAll("\n", "\r\n")), { steps: 3, data: { mem: 1 }, ...fields });
  });

  it("adds them on the line where all stands on one", () => {
    const text = '{ "runs": { "a": { "steps": 3 }, "b": {} } }';
    assert.equal(
      apply(text),
      '{ "runs": { "a": { "steps": 3, "recomputeActivations": true, "lora": { "rank": 8 } }, "b": {} } }',
    );
    assert.deepEqual(set('{ "runs": { "a": {} } }'), fields);
  });

  it("puts them in the place of those that are there", () => {
    const text = '{ "runs": { "a": { "lora": { "rank": 64, "alpha": 8 }, "steps": 3 } } }';
    assert.deepEqual(set(text), { lora: { rank: 8 }, steps: 3, recomputeActivations: true });
  });

  it("does nothing where there is no such run any more", () => {
    for (const text of ["", "{", '{ "runs": 7 }', '{ "runs": { "b": {} } }', '{ "runs": { "a": 7 } }'])
      assert.deepEqual(remedyEdit(text, { of: "runs.a", fields, effect: "" }), [], text);
  });
});
