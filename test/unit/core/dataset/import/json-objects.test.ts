import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readObjects } from "../../../../../src/core/dataset/import/json-objects.ts";
import { inTemporaryFolder } from "../small.ts";

async function objectsOf(text: string) {
  let found: ReturnType<typeof readObjects> extends Generator<infer T> ? T[] : never = [];
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "x.json");
    writeFileSync(file, text);
    found = [...readObjects(file)];
    await Promise.resolve();
  });
  return found;
}

describe("readObjects", () => {
  it("reads the objects of an array, of lines, and of any layout of these", async () => {
    const object = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue());
    const layout = fc.constantFrom(
      (all: readonly object[]) => JSON.stringify(all),
      (all: readonly object[]) => JSON.stringify(all, null, 2),
      (all: readonly object[]) => all.map((one) => `${JSON.stringify(one)}\r\n`).join(""),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(object), layout, async (objects, write) => {
        const values = (await objectsOf(write(objects))).map(({ value }) => value);
        assert.deepEqual(values, JSON.parse(JSON.stringify(objects)));
      }),
      { numRuns: 30 },
    );
  });

  it("says on which line an object begins, and that one is cut short or broken", async () => {
    const found = await objectsOf('[\n{"a": "}"},\n{"a" 1},\n\n{"b": {');
    assert.deepEqual(found, [{ line: 2, value: { a: "}" } }, { line: 3 }, { line: 5 }]);
  });

  it("reads characters and objects that lie across two pieces of a file", async () => {
    const long = { text: "é".repeat(700_000), more: "{" };
    assert.deepEqual(
      (await objectsOf(JSON.stringify([long, long]))).map(({ value }) => value),
      [long, long],
    );
  });
});
