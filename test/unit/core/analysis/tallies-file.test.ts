import assert from "node:assert/strict";
import { appendFile, cp, mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AskedDataset } from "../../../../src/core/analysis/build-tallies.ts";
import { readTallies, talliesFile } from "../../../../src/core/analysis/tallies-file.ts";
import { UserError } from "../../../../src/core/errors.ts";
import type { AtomAnswer, EvaluationSample } from "../../../../src/core/runs/types.ts";
import { planted, question, rightCompletion, source } from "./planted.ts";

const jsonLines = (records: readonly object[]): string => records.map((one) => `${JSON.stringify(one)}\n`).join("");
const dataset: AskedDataset = {
  ...source,
  questions: (skill) => Promise.resolve(skill === "comp" ? [question] : []),
};

function sample(index: number, completion: string, correct: boolean, chain = correct): EvaluationSample {
  const { id, skill, level } = question;
  return { question_id: id, skill, level, sample: index, completion, correct, chain_correct: chain };
}

const samples = [
  sample(-1, planted.entity.completion, true, false),
  sample(0, rightCompletion, true),
  sample(1, "…", true, false),
  sample(2, "…", false),
];
const alone = [true, false, true];
const atoms = alone.map((correct, hop): AtomAnswer => ({
  ...{ question_id: question.id, hop, skill: "mem", relation: "boss", completion: "", correct },
}));

describe("the tallies of an evaluation", () => {
  let place: string;
  let opened: number;

  const read = () =>
    readTallies(place, 7, () => {
      opened++;
      return Promise.resolve(dataset);
    });

  beforeEach(async () => {
    opened = 0;
    place = await mkdtemp(join(tmpdir(), "tallies-"));
    await writeFile(join(place, "samples.jsonl"), jsonLines(samples));
    await writeFile(join(place, "atoms.jsonl"), jsonLines(atoms));
  });
  afterEach(() => rm(place, { recursive: true }));

  it("count each question's samples, judge its greedy answer and know where it stands", async () => {
    const { questions, paths } = await read();
    const [{ place: line, ...result }] = questions as [(typeof questions)[0]];
    assert.deepEqual(result, {
      ...{ question: question.id, skill: "comp", level: "zero-shot", path: question.path },
      ...{ correct: true, chainCorrect: false, error: { hop: 1, kind: "entity" }, alone },
      sampled: { samples: 3, correct: 2, chainCorrect: 1 },
    });
    const text = await readFile(join(place, "samples.jsonl"));
    assert.deepEqual(JSON.parse(text.subarray(...line).toString()), samples[0]);
    assert.deepEqual(paths[question.path]!.skills, ["mem", "ctx", "mem"]);
  });

  it("are kept, and made anew of samples that have changed", async () => {
    const first = await read();
    const again = await read();
    assert.deepEqual(JSON.parse(JSON.stringify(again.questions)), first.questions);
    assert.equal(opened, 1);
    await appendFile(join(place, "samples.jsonl"), jsonLines([sample(3, "…", true)]));
    assert.equal((await read()).questions[0]!.sampled.samples, 4);
    await rm(join(place, "atoms.jsonl"));
    assert.equal((await read()).questions[0]!.alone, undefined);
    assert.equal(opened, 3);
  });

  it("go with a copy of the folder, but not with other samples of the same size", async () => {
    await read();
    const copy = `${place}-copy`;
    await cp(place, copy, { recursive: true });
    place = copy;
    await utimes(join(place, "samples.jsonl"), 1, 1);
    await read();
    assert.equal(opened, 1);
    const { size } = await stat(join(place, "samples.jsonl"));
    await writeFile(join(place, "samples.jsonl"), jsonLines(samples).replace("…", "—"));
    assert.equal((await stat(join(place, "samples.jsonl"))).size, size);
    await utimes(join(place, "samples.jsonl"), 2, 2);
    await read();
    assert.equal(opened, 2);
  });

  it("are made anew where the file is damaged or of another version", async () => {
    await read();
    for (const text of ["{", "null", '{"formatVersion":0}']) {
      await writeFile(join(place, talliesFile), text);
      assert.equal((await read()).questions.length, 1);
    }
    assert.equal(opened, 4);
  });

  it("say what is wrong with the samples", async () => {
    await writeFile(join(place, "samples.jsonl"), jsonLines(samples.slice(1)));
    await assert.rejects(read(), (error) => error instanceof UserError && error.message.includes("no greedy answer"));
    await writeFile(join(place, "samples.jsonl"), jsonLines([{ ...samples[0]!, question_id: "comp-test-9" }]));
    await assert.rejects(read(), /no test question comp-test-9; evaluate the run again/);
  });
});
