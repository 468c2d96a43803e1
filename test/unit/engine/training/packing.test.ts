import assert from "node:assert/strict";
import fc from "fast-check";
import { countRead, packGroups, packSequences, type Sequence } from "../../../../src/engine/training/packing.ts";

const sequence = (trainedFrom: number, ...tokens: number[]): Sequence => ({
  tokens: Int32Array.from(tokens),
  trainedFrom,
});

describe("packing", () => {
  it("packs the longest first, each into the first row with room, with loss on the trained tokens alone", () => {
    const { batch, left, tokens } = packSequences(
      [sequence(2, 1, 2, 3, 9), sequence(1, 4, 5, 9), sequence(1, 6, 9), sequence(1, 7, 8, 9)],
      { rows: 2, length: 4 },
    );
    assert.deepEqual([...batch.tokens], [1, 2, 3, 6, 4, 5, 7, 8]);
    assert.deepEqual([...batch.targets], [2, 3, 9, 9, 5, 9, 8, 9]);
    assert.deepEqual([...batch.segments], [0, 0, 0, 3, 1, 1, 2, 2]);
    assert.deepEqual([...batch.positions], [0, 1, 2, 0, 0, 1, 0, 1]);
    const share = Math.fround(1 / 7);
    assert.deepEqual([...batch.weights], [0, share, share, share, share, share, share, share]);
    assert.deepEqual(left, []);
    assert.equal(tokens, 8);
  });

  it("leaves over what does not fit, and pads with segment -1 and weight 0", () => {
    const [short, long] = [sequence(1, 1, 2, 9), sequence(1, 3, 4, 5, 9)];
    const { batch, left } = packSequences([short, long], { rows: 1, length: 4 });
    assert.deepEqual([...batch.segments], [0, 0, 0, -1]);
    assert.equal(batch.weights[3], 0);
    assert.deepEqual(left, [short]);
  });

  it("shares a group's prompt and gives each completion its own copy of the prompt's last token", () => {
    const completion = (advantage: number, ...tokens: number[]) => ({
      tokens: Int32Array.from(tokens),
      logProbabilities: Float32Array.from(tokens, (token) => -token),
      advantage,
    });
    const groups = [{ prompt: Int32Array.of(1, 2, 3), completions: [completion(1, 4, 9), completion(-1, 5, 6, 9)] }];
    const batch = packGroups(groups, 6, () => 0.1);
    assert.equal(batch.rows, 1);
    assert.deepEqual([...batch.prompts.tokens], [1, 2]);
    assert.deepEqual([...batch.prompts.lengths], [2]);
    assert.deepEqual([...batch.prompts.ofRow], [0]);
    const row = (array: Int32Array | Float32Array): number[] => [...array];
    assert.deepEqual(row(batch.tokens), [3, 5, 6, 3, 4, 0]);
    assert.deepEqual(row(batch.targets), [5, 6, 9, 4, 9, 0]);
    assert.deepEqual(row(batch.positions), [2, 3, 4, 2, 3, 0]);
    assert.deepEqual(row(batch.segments), [0, 0, 0, 1, 1, -1]);
    assert.deepEqual(row(batch.advantages), [-1, -1, -1, 1, 1, 0]);
    assert.deepEqual(row(batch.oldLogProbabilities), [-5, -6, -9, -4, -9, 0]);
    const share = Math.fround(0.1);
    assert.deepEqual(row(batch.weights), [share, share, share, share, share, 0]);
    assert.equal(countRead(batch), 7);
  });

  it("gives each row one prompt, and loses no completion", () => {
    const completions = fc.array(
      fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 }).map((tokens) => ({
        tokens: Int32Array.from(tokens),
        logProbabilities: new Float32Array(tokens.length),
        advantage: 1,
      })),
      { minLength: 1, maxLength: 5 },
    );
    const prompt = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 });
    const group = fc.record({ prompt: prompt.map((tokens) => Int32Array.from(tokens)), completions });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 4 }), (groups) => {
        const batch = packGroups(groups, 9, () => 1);
        for (let row = 0; row < batch.rows; row++) {
          const at = row * batch.length;
          const own = groups[batch.prompts.ofRow[row]!]!;
          assert.equal(batch.tokens[at], own.prompt.at(-1));
          assert.equal(batch.positions[at], own.prompt.length - 1);
        }
        const trained = batch.targets.filter((_, i) => batch.weights[i]! > 0);
        const sampled = groups.flatMap((g) => g.completions.flatMap(({ tokens }) => [...tokens]));
        assert.deepEqual([...trained].sort(), sampled.sort());
      }),
    );
  });
});
