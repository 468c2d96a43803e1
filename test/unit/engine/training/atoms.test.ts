import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCurriculum } from "../../../../src/core/curriculum/read.ts";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { openDataset, type Dataset } from "../../../../src/core/dataset/open.ts";
import type { Question } from "../../../../src/core/dataset/types.ts";
import type { AtomAnswer } from "../../../../src/core/runs/types.ts";
import type { Completion, Decoder } from "../../../../src/engine/model/types.ts";
import type { Tokenizer } from "../../../../src/engine/tokenizer/tokenizer.ts";
import { atomsOf, evaluateAtoms, type AtomEvaluation } from "../../../../src/engine/training/atoms.ts";
import { EvaluationFolder } from "../../../../src/engine/training/evaluation-folder.ts";

const settings = { questions: 1, samples: 0, temperature: 1, maxNewTokens: 8 };

describe("hops asked alone", () => {
  let root: string;
  let dataset: Dataset;
  let questions: readonly Question[];
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "atoms-"));
    const { curriculum, name } = await readCurriculum("test/fixtures/micro.curriculum.json");
    dataset = await openDataset((await generateDataset(curriculum, name, root)).folder);
    questions = await dataset.questions("comp", "test");
  });
  after(() => rm(root, { recursive: true, force: true }));

  /** Answers every question that names this relation's wording with the gold answer it is told. */
  function evaluation(
    folder: EvaluationFolder,
    asked: string[],
    cancelled = new AbortController().signal,
  ): AtomEvaluation {
    const texts: string[] = [];
    const golds = new Map<string, string>(
      questions.flatMap((question) =>
        atomsOf(dataset, question).map(
          ({ record }) => [`${record.context}|${record.question}`, record.answer] as const,
        ),
      ),
    );
    const keyOf = (prompt: string): string =>
      `${/^Context: (.*)\n/.exec(prompt)?.[1] ?? ""}|${/Question: (.*)\n/.exec(prompt)![1]!}`;
    const tokenizer = {
      endOfText: 0,
      encode: (text: string) => Int32Array.of(texts.push(text)),
      decode: (tokens: ArrayLike<number>) => texts[tokens[0]! - 1]!,
    };
    const decoder = {
      generate: (_: unknown, prompts: readonly Int32Array[]): Promise<Completion[][]> =>
        Promise.resolve(
          prompts.map((prompt) => {
            const text = texts[prompt[0]! - 1]!;
            asked.push(text);
            const tokens = Int32Array.of(texts.push(`So, the answer is: ${golds.get(keyOf(text))!}`), 0);
            return [{ tokens }] as unknown as Completion[];
          }),
        ),
    };
    return {
      run: "run",
      answerer: {
        dataset,
        tokenizer: tokenizer as unknown as Tokenizer,
        decoder: decoder as unknown as Decoder,
      },
      weights: new Map(),
      questions,
      maxNewTokens: 8,
      folder,
      context: { emit: () => undefined, cancelled, createEngine: () => Promise.reject(new Error()) },
    };
  }

  it("ask a parametric fact without context and a contextual one with the question's, for the object of the hop", () => {
    for (const question of questions) {
      const { relations } = dataset.paths.get(question.path)!;
      const atoms = atomsOf(dataset, question);
      assert.deepEqual(
        atoms.map(({ relation, hop }) => [relation, hop]),
        relations.map((relation, hop) => [relation, hop]),
      );
      const { context } = dataset.record(question);
      for (const { skill, relation, hop, record } of atoms) {
        assert.equal(skill, dataset.graph.relation(relation).group === "parametric" ? "mem" : "ctx");
        assert.equal(record.context, skill === "mem" ? "" : context);
        assert.ok(record.question.includes(dataset.graph.people[question.entities[hop]!]!.name));
        const next = question.entities[hop + 1];
        assert.equal(record.answer, next === undefined ? question.answer : dataset.graph.people[next]!.name);
      }
    }
  });

  it("are answered once a parametric fact, and once a hop otherwise", async () => {
    const folder = new EvaluationFolder(join(root, "once"));
    await folder.open(settings, () => 0);
    const asked: string[] = [];
    const hops = questions.reduce((sum, { entities }) => sum + entities.length, 0);
    assert.deepEqual(await evaluateAtoms(evaluation(folder, asked)), { asked: hops, correct: hops });
    const alone = asked.filter((prompt) => !prompt.startsWith("Context:"));
    assert.equal(new Set(alone).size, alone.length);
    assert.ok(asked.length < hops);
  });

  it("go on where they were left, to the same answers", async () => {
    const whole = new EvaluationFolder(join(root, "once"));
    const folder = new EvaluationFolder(join(root, "parts"));
    await folder.open(settings, () => 0);
    const stop = new AbortController();
    const begun = evaluation(folder, [], stop.signal);
    const first = {
      ...begun,
      context: {
        ...begun.context,
        emit: () => {
          stop.abort();
        },
      },
      questions: twice(questions),
    };
    assert.equal(await evaluateAtoms(first), undefined);
    const left = await read(folder);
    assert.ok(left.length > 0 && left.length < 2 * (await read(whole)).length);
    assert.ok(await evaluateAtoms({ ...evaluation(folder, []), questions: twice(questions) }));
    assert.deepEqual(await read(folder), [...(await read(whole)), ...(await read(whole))]);
  });
});

const twice = (questions: readonly Question[]): Question[] => [...questions, ...questions];

async function read(folder: EvaluationFolder): Promise<readonly AtomAnswer[]> {
  let found: readonly AtomAnswer[] = [];
  await folder.openAtoms((answers) => (found = answers));
  return found;
}
