import assert from "node:assert/strict";
import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { trainBytePairs } from "../../../../src/engine/tokenizer/bpe.ts";
import { parseTokenizer, tokenizerConfig } from "../../../../src/engine/tokenizer/json.ts";
import { loadTokenizer, trainTokenizer } from "../../../../src/engine/tokenizer/tokenizer.ts";

const names = ["Anna Smith", "Anna Smithson", "Zoë O'Brien", "(555) 010-77*", "cat"];
const texts = [
  "Anna Smith shared a room with Zoë O'Brien. The roommate of Anna Smithson is the boss of Anna Smith.",
  "Who is the boss of the roommate of Anna Smith? So, the answer is: Anna Smithson",
  "The phone number of the boss is (555) 010-77*; the pet of the boss is a cat.",
];
const tokenizer = trainTokenizer(texts, { vocabularySize: 300, whole: names.map((name) => ` ${name}`) });

describe("tokenizer", () => {
  it("merges the most frequent pair first and breaks ties by the lower ids", () => {
    const { merges } = trainBytePairs(new Map(Object.entries({ xy: 5, ba: 3, ab: 3, aab: 2 })), 300);
    // ab occurs 3 + 2 times, as often as xy, and has the lower ids.
    assert.deepEqual(merges, [
      ["a", "b"],
      ["x", "y"],
      ["b", "a"],
      ["a", "ab"],
    ]);
  });

  it("does not depend on the order of words", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: fc.constantFrom("a", "b", "c") }), fc.nat(5))), (entries) => {
        const words = new Map(entries);
        const reversed = new Map([...words].reverse());
        assert.deepEqual(trainBytePairs(words, 270), trainBytePairs(reversed, 270));
      }),
    );
  });

  it("gives back every text", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...names.map((n) => ` ${n}`)))),
        (parts) => {
          const text = parts.join("");
          assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
        },
      ),
    );
  });

  it("gives names with their space one token, the longest name first, and keeps their pieces out of the vocabulary", () => {
    assert.equal(tokenizer.encode(" Anna Smith").length, 1);
    assert.equal(tokenizer.encode(" Anna Smithson").length, 1);
    assert.equal(tokenizer.encode(" (555) 010-77*").length, 1);
    assert.ok(tokenizer.encode("Anna Smith").length > 1);
    const vocabulary = Object.keys(tokenizer.toJSON().model.vocab);
    assert.ok(vocabulary.some((token) => token.includes("oss")));
    assert.ok(!vocabulary.some((token) => /nn|Sm|55/.test(token)));
  });

  it("is the same after a round trip through tokenizer.json", () => {
    const copy = loadTokenizer(parseTokenizer(JSON.parse(JSON.stringify(tokenizer))));
    for (const text of texts) assert.deepEqual(copy.encode(text), tokenizer.encode(text));
    assert.equal(copy.vocabularySize, tokenizer.vocabularySize);
    assert.equal(copy.endOfText, tokenizer.endOfText);
    const hub = new HuggingFaceTokenizer(tokenizer.toJSON(), tokenizerConfig);
    assert.equal(hub.token_to_id("<|endoftext|>"), tokenizer.endOfText);
  });
});
