import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { questionFile } from "../../../../src/core/dataset/folder.ts";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { openDataset } from "../../../../src/core/dataset/open.ts";
import { QuestionIndex, QuestionIndexBuilder } from "../../../../src/core/dataset/question-index.ts";
import { skills, splits, type Question } from "../../../../src/core/dataset/types.ts";
import { UserError } from "../../../../src/core/errors.ts";
import { inTemporaryFolder, smallCurriculum } from "./small.ts";

const hops = [1, 2, 5];

/** A question reduced to what an index holds of it. */
interface Row {
  readonly path: number;
  readonly entities: readonly number[];
  readonly world: number;
  readonly wording: number;
  readonly bytes: number;
}

const uint32 = fc.nat({ max: 2 ** 32 - 1 });
const rows = fc.array(
  fc.nat({ max: hops.length - 1 }).chain((path) =>
    fc.record<Row>({
      path: fc.constant(path),
      entities: fc.array(uint32, { minLength: hops[path]!, maxLength: hops[path]! }),
      world: uint32,
      wording: fc.nat({ max: 20 }),
      bytes: uint32,
    }),
  ),
  { maxLength: 40 },
);

function build(questions: readonly Row[]): Buffer {
  const builder = new QuestionIndexBuilder();
  for (const { path, bytes, ...own } of questions) builder.add(own as unknown as Question, bytes, path);
  return builder.encode();
}

describe("QuestionIndex", () => {
  it("gives back what was added, of files beyond 4 GB too", () => {
    fc.assert(
      fc.property(rows, (questions) => {
        const index = new QuestionIndex(build(questions), hops);
        assert.equal(index.count, questions.length);
        let offset = 0;
        questions.forEach(({ path, entities, world, wording, bytes }, i) => {
          assert.deepEqual(
            [index.path(i), Array.from(index.entities(i)), index.world(i), index.wording(i), index.bytes(i)],
            [path, entities, world, wording, bytes],
          );
          assert.equal(index.offset(i), offset);
          offset += bytes;
        });
        assert.equal(index.offset(index.count), offset);
      }),
    );
  });

  it("refuses data that is cut short, too long, or made for other paths", () => {
    fc.assert(
      fc.property(rows, fc.nat(), (questions, cut) => {
        const data = build(questions);
        assert.throws(() => new QuestionIndex(data.subarray(0, cut % data.length), hops), RangeError);
        assert.throws(() => new QuestionIndex(Buffer.concat([data, Buffer.alloc(4)]), hops), RangeError);
        if (questions.length > 0) assert.throws(() => new QuestionIndex(data, []), RangeError);
      }),
    );
  });
});

describe("Dataset.index", () => {
  it("agrees with the questions that it stands beside, read line by line at its offsets", () =>
    inTemporaryFolder(async (root) => {
      const { folder } = await generateDataset(smallCurriculum(), "small", root);
      const dataset = await openDataset(folder);
      const paths = [...dataset.paths.keys()];
      for (const split of splits) {
        for (const skill of skills) {
          const index = await dataset.index(skill, split);
          assert.equal(await dataset.index(skill, split), index, "read once");
          const questions = await dataset.questions(skill, split);
          assert.equal(index.count, questions.length);
          const file = await readFile(join(folder, questionFile(skill, split, "jsonl")));
          questions.forEach((question, i) => {
            const line = file.subarray(index.offset(i), index.offset(i) + index.bytes(i));
            assert.equal(line.at(-1), "\n".charCodeAt(0));
            assert.deepEqual(JSON.parse(line.toString()), question);
            assert.equal(paths[index.path(i)], question.path);
            assert.deepEqual(Array.from(index.entities(i)), question.entities);
            assert.deepEqual([index.world(i), index.wording(i)], [question.world, question.wording]);
          });
        }
      }
    }));

  it("names the file where it is damaged", () =>
    inTemporaryFolder(async (root) => {
      const { folder } = await generateDataset(smallCurriculum(), "small", root);
      const damage: ((data: Buffer) => void)[] = [
        (data) => data.writeUInt32LE(7, 0),
        (data) => data.writeUInt32LE(2 ** 31, 8),
        (data) => data.writeUInt32LE(data.readUInt32LE(12) + 1, 12),
        (data) => data.writeUInt32LE(10_000, 12 + 4 * data.readUInt32LE(8)),
      ];
      const file = join(folder, questionFile("comp", "train", "index"));
      const whole = await readFile(file);
      for (const [i, spoil] of damage.entries()) {
        const data = Buffer.from(whole);
        spoil(data);
        await writeFile(file, data);
        const dataset = await openDataset(folder);
        await assert.rejects(
          dataset.index("comp", "train"),
          (error: unknown) =>
            error instanceof UserError && error.message.startsWith(`${file}: `) && error.message.includes("delete"),
          `damage ${i}`,
        );
      }
    }));
});
