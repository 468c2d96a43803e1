import assert from "node:assert/strict";
import fc from "fast-check";
import { Postings } from "../../../../src/host/reader/postings.ts";

describe("postings", () => {
  it("list the items of each key once, ascending, and none of a key that there is not", () => {
    const keys = fc.array(fc.array(fc.nat(9), { maxLength: 5 }), { maxLength: 30 });
    fc.assert(
      fc.property(keys, (keysOfItems) => {
        const postings = new Postings(10, (add) => {
          keysOfItems.forEach((own, item) => {
            for (const key of own) add(key, item);
          });
        });
        for (let key = 0; key < 12; key++) {
          const items = keysOfItems.flatMap((own, item) => (own.includes(key) ? [item] : []));
          assert.deepEqual([...postings.of(key)], items);
          assert.equal(postings.count(key), items.length);
        }
      }),
    );
  });
});
