import assert from "node:assert/strict";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import type { Rollout } from "../../../../src/core/runs/types.ts";
import { RolloutFiles } from "../../../../src/host/reader/rollout-files.ts";
import { rolloutPage } from "../../../../src/host/reader/rollout-page.ts";
import { rolloutGroupsOnPage } from "../../../../src/protocol/panels.ts";

const rollout = (step: number, question: number, sample: number, reward: number): Rollout => ({
  step,
  question_id: `comp-train-${question}`,
  sample,
  prompt: "Who is Zoë’s boss?",
  completion: reward > 0 ? " Bo" : ` wrong ${sample % 2}`,
  answer: "Bo",
  reward,
  advantage: reward > 0 ? 1 : -1,
  tokens: 3,
});

/** Of ten questions, four completions each: those of the first question are all right. */
const step = (number: number): Rollout[] =>
  Array.from({ length: 40 }, (_, index) => {
    const question = Math.floor(index / 4);
    return rollout(number, question, index % 4, question === 0 || index % 4 === 0 ? 1 : 0);
  });

const lines = (rollouts: readonly Rollout[]): string => rollouts.map((one) => `${JSON.stringify(one)}\n`).join("");

describe("rollouts by step", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rollouts-"));
    file = new RunFolder(folder).rolloutsFile;
    await writeFile(file, lines([...step(1), ...step(2)]));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("are found as the file grows, a line still being written left out", async () => {
    const files = new RolloutFiles();
    const steps = async () => (await files.steps(folder)).map(({ step: number, completions }) => [number, completions]);
    assert.deepEqual(await steps(), [
      [1, 40],
      [2, 40],
    ]);
    const torn = JSON.stringify(rollout(3, 0, 1, 0));
    await appendFile(file, lines([rollout(3, 0, 0, 1)]) + torn.slice(0, 20));
    assert.deepEqual((await steps()).at(-1), [3, 1]);
    await appendFile(file, `${torn.slice(20)}\n`);
    assert.deepEqual((await steps()).at(-1), [3, 2]);
    assert.deepEqual(await files.read(folder, 2), step(2));
    assert.deepEqual(await files.read(folder, 9), []);
  });

  it("are read anew where a run was cut back", async () => {
    const files = new RolloutFiles();
    await files.steps(folder);
    await rm(file);
    await writeFile(file, lines(step(1)));
    assert.deepEqual(
      (await files.steps(folder)).map(({ step: number }) => number),
      [1],
    );
    assert.deepEqual(await files.read(folder, 1), step(1));
  });

  it("say which file is damaged, and are there again when it is mended", async () => {
    const files = new RolloutFiles();
    await writeFile(file, `nonsense\n${lines(step(1))}`);
    await assert.rejects(files.steps(folder), /rollouts\.jsonl: a line is damaged/);
    await writeFile(file, lines(step(1)));
    assert.equal((await files.steps(folder)).length, 1);
  });

  it("come a page of questions at a time, equal completions once", async () => {
    const files = new RolloutFiles();
    const page = (await rolloutPage(files, folder, undefined, 0))!;
    assert.deepEqual([page.steps, page.step, page.completions, page.total], [[1, 2], 2, 40, 10]);
    assert.equal(page.reward, 13 / 40);
    assert.equal(page.groups.length, rolloutGroupsOnPage);
    const [certain, mixed] = page.groups;
    assert.deepEqual(
      certain!.completions.map(({ text, times }) => [text, times]),
      [["Bo", 4]],
    );
    assert.equal(certain!.std, 0);
    assert.deepEqual(
      mixed!.completions.map(({ text, reward, advantage, times }) => [text, reward, advantage, times]),
      [
        ["Bo", 1, 1, 1],
        ["wrong 1", 0, -1, 2],
        ["wrong 0", 0, -1, 1],
      ],
    );
    assert.deepEqual([mixed!.reward, mixed!.std], [0.25, 0.5]);
    assert.equal((await rolloutPage(files, folder, 1, rolloutGroupsOnPage))!.groups.length, 2);
  });

  it("are none where a run has none", async () => {
    await rm(file);
    assert.equal(await rolloutPage(new RolloutFiles(), folder, undefined, 0), undefined);
  });
});
