import assert from "node:assert/strict";
import fc from "fast-check";
import { createLineSplitter } from "../../../src/jobs/ndjson.ts";

describe("createLineSplitter", () => {
  it("gives the same lines however the text is cut", () => {
    const line = fc.string().filter((text) => text.trim() !== "" && !text.includes("\n"));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(20)), fc.boolean(), (lines, cuts, ended) => {
        let text = lines.join("\n") + (ended ? "\n" : "");
        const got: string[] = [];
        const splitter = createLineSplitter((each) => got.push(each));
        for (const cut of cuts) {
          splitter.push(text.slice(0, cut));
          text = text.slice(cut);
        }
        splitter.push(text);
        splitter.flush();
        assert.deepEqual(got, lines);
      }),
    );
  });
});
