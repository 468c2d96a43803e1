import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { curriculumSchema } from "../../../../src/core/curriculum/schema.ts";
import { auditDataset } from "../../../../src/core/dataset/audit.ts";
import { datasetFolder, datasetHash } from "../../../../src/core/dataset/folder.ts";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { openDataset, type Dataset } from "../../../../src/core/dataset/open.ts";
import { skills, splits } from "../../../../src/core/dataset/types.ts";
import { UserError } from "../../../../src/core/errors.ts";
import { relations } from "../../../../src/core/graph/relations.ts";
import { inTemporaryFolder, smallCurriculum } from "./small.ts";

async function contents(folder: string): Promise<Record<string, string>> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  const read = paths.sort().map(async (path) => [path.slice(folder.length), await readFile(path, "utf8")] as const);
  return Object.fromEntries(await Promise.all(read));
}

const userError = (pattern: RegExp) => (error: unknown) => error instanceof UserError && pattern.test(error.message);

const smallCurricula = fc
  .record({
    seed: fc.nat({ max: 100 }),
    parametric: fc.integer({ min: 5, max: 20 }).map((n) => 2 * n),
    contextual: fc.integer({ min: 5, max: 20 }).map((n) => 2 * n),
    share: fc.integer({ min: 0, max: 4 }).map((n) => n / 4),
    names: fc.subarray(
      relations.map(({ name }) => name),
      { minLength: 14 },
    ),
    contextualWorlds: fc.integer({ min: 1, max: 3 }),
    statements: fc.integer({ min: 1, max: 5 }),
    most: fc.integer({ min: 0, max: 2 }),
    train: fc.integer({ min: 0, max: 60 }),
    test: fc.integer({ min: 1, max: 6 }),
    singleHop: fc.double({ min: 0, max: 1, noNaN: true }),
    irrelevantContext: fc.double({ min: 0, max: 1, noNaN: true }),
    wordings: fc.integer({ min: 1, max: 5 }),
    heldOut: fc.nat({ max: 2 }),
    supporting: fc.nat({ max: 1 }),
    irrelevant: fc.nat({ max: 2 }),
  })
  .map(({ seed, parametric, contextual, share, names, statements, most, train, ...rest }) =>
    curriculumSchema.parse({
      seed,
      graph: {
        people: { parametric, contextual, shared: 2 * Math.floor((Math.min(parametric, contextual) * share) / 2) },
        relations: names,
        contextualWorlds: rest.contextualWorlds,
      },
      paths: { draws: { mem: 60, ctx: 60, comp: 60 } },
      questions: {
        train: { mem: train, ctx: train, comp: train },
        test: rest.test,
        singleHop: { mem: rest.singleHop, ctx: rest.singleHop },
        wordings: rest.wordings,
        heldOutWordings: Math.min(rest.heldOut, rest.wordings - 1),
        context: {
          statements,
          distractors: { supporting: [0, rest.supporting], irrelevant: [0, rest.irrelevant], disconnected: [0, most] },
        },
        irrelevantContext: rest.irrelevantContext,
      },
    }),
  );

/** The levels of generalization as the paper defines them, asked of the questions themselves. */
async function checkQuestions(dataset: Dataset): Promise<void> {
  for (const skill of skills) {
    const trained = new Set<string>();
    const starts = new Set<string>();
    const levelOf = (name: string) => dataset.levels[skill].get(name)!;
    for (const split of splits) {
      for (const { path: id, level, entities } of await dataset.questions(skill, split)) {
        const { relations: hops } = dataset.paths.get(id)!;
        const present = new Set(hops.map(levelOf));
        const expected = present.has("zero-shot") ? "zero-shot" : present.has("iid") ? "iid" : "composition";
        assert.equal(level, hops.length === 1 ? "iid" : expected);
        const start = `${id}/${entities[0]}`;
        if (split === "train") {
          assert.notEqual(level, "zero-shot");
          trained.add(id);
          starts.add(start);
        } else {
          assert.ok(!starts.has(start), "the instance is new");
          if (level !== "iid") assert.ok(!trained.has(id), "the path is new");
        }
      }
    }
  }
}

describe("generateDataset", function () {
  this.timeout(20_000);

  it("writes a dataset that passes its audit, or says what the curriculum asks too much of", async () => {
    let [written, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(smallCurricula, (curriculum) =>
        inTemporaryFolder(async (root) => {
          try {
            const { folder } = await generateDataset(curriculum, "small", root);
            const { checks } = await auditDataset(folder);
            assert.deepEqual(
              checks.filter(({ violations }) => violations > 0),
              [],
            );
            written++;
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            assert.match(error.message, /^(graph|paths|questions)\.[^;]*; .*\.$/);
            assert.deepEqual(await readdir(root), [], "nothing is written when a curriculum is refused");
            refused++;
          }
        }),
      ),
      { numRuns: 15, seed: 20 },
    );
    assert.ok(written >= 5, `${written} written, ${refused} refused`);
  });

  it("keeps the rules of levels and splits, and the same bytes, for any curriculum", () =>
    fc.assert(
      fc.asyncProperty(smallCurricula, (curriculum) =>
        inTemporaryFolder(async (root) => {
          const generate = (place: string) => generateDataset(curriculum, "small", join(root, place));
          const first = await generate("1").catch((error: unknown) => {
            if (!(error instanceof UserError)) throw error;
          });
          fc.pre(first !== undefined);
          const second = await generate("2");
          assert.deepEqual(await contents(first.folder), await contents(second.folder));
          await checkQuestions(await openDataset(first.folder));
        }),
      ),
      { numRuns: 6, seed: 5 },
    ));

  it("writes the same bytes for the same curriculum, and others for another seed", () =>
    inTemporaryFolder(async (root) => {
      const first = await generateDataset(smallCurriculum(), "a", join(root, "1"));
      const second = await generateDataset(smallCurriculum(), "a", join(root, "2"));
      const other = await generateDataset(smallCurriculum({ seed: 2 }), "a", root);
      const [files, again, otherFiles] = await Promise.all(
        [first, second, other].map(({ folder }) => contents(folder)),
      );
      assert.equal(Object.keys(files!).length, 18);
      assert.deepEqual(files, again);
      assert.notEqual(files!["/facts.jsonl"], otherFiles!["/facts.jsonl"]);
    }));

  it("reuses a whole dataset, and does not touch one that is damaged", () =>
    inTemporaryFolder(async (root) => {
      const curriculum = smallCurriculum();
      const { folder, created } = await generateDataset(curriculum, "a", root);
      assert.equal(folder, datasetFolder(curriculum, "a", root));
      assert.ok(created);
      assert.deepEqual(await generateDataset(curriculum, "a", root), { folder, created: false });
      await truncate(join(folder, "facts.jsonl"), 100);
      await assert.rejects(generateDataset(curriculum, "a", root), userError(/facts\.jsonl: has 100 bytes.*delete/));
      assert.equal((await readFile(join(folder, "facts.jsonl"))).length, 100);
    }));

  it("writes to a folder of the user's choice, unless something else is in it", () =>
    inTemporaryFolder(async (root) => {
      const out = join(root, "out");
      await mkdir(out);
      assert.deepEqual(await generateDataset(smallCurriculum(), "a", root, { out }), { folder: out, created: true });
      await assert.rejects(
        generateDataset(smallCurriculum({ seed: 9 }), "a", root, { out }),
        userError(/holds another dataset/),
      );
      await rm(out, { recursive: true });
      await mkdir(out);
      await writeFile(join(out, "thesis.tex"), "");
      await assert.rejects(generateDataset(smallCurriculum(), "a", root, { out }), userError(/no dataset here/));
      assert.deepEqual(await readdir(out), ["thesis.tex"]);
    }));

  it("leaves nothing behind when it is cancelled, at whatever moment", async () => {
    const labels = ["Building", "Drawing COMP", "Writing MEM", "Writing COMP train"];
    for (const label of labels) {
      await inTemporaryFolder(async (root) => {
        const stop = new AbortController();
        const onProgress = (_done: number, _total: number, current: string): void => {
          if (current.startsWith(label)) stop.abort();
        };
        const curriculum = smallCurriculum({ questions: { train: { comp: 1500 } } });
        await assert.rejects(
          generateDataset(curriculum, "a", root, { onProgress, signal: stop.signal }),
          { name: "AbortError" },
          label,
        );
        const left = await readdir(root, { recursive: true, withFileTypes: true });
        assert.deepEqual(
          left.filter((entry) => entry.isFile()),
          [],
        );
        assert.deepEqual(
          left.filter(({ name }) => name.includes("partial")),
          [],
        );
      });
    }
  });

  it("clears away what a killed process left, and nothing of one that runs", () =>
    inTemporaryFolder(async (root) => {
      const datasets = join(root, ".curriculum", "datasets");
      const dead = join(datasets, "old-123.dataset-partial-999999999-0");
      const alive = join(datasets, `old-123.dataset-partial-${process.ppid}-0`);
      for (const folder of [dead, alive]) await mkdir(folder, { recursive: true });
      const { folder } = await generateDataset(smallCurriculum(), "a", root);
      assert.deepEqual((await readdir(datasets)).map((name) => join(datasets, name)).sort(), [folder, alive].sort());
    }));

  it("lets two processes generate one dataset at the same time", () =>
    inTemporaryFolder(async (root) => {
      const results = await Promise.all([1, 2].map(() => generateDataset(smallCurriculum(), "a", root)));
      assert.deepEqual(results.map(({ created }) => created).sort(), [false, true]);
      assert.equal((await readdir(join(root, ".curriculum", "datasets"))).length, 1);
    }));

  it("reports progress that never goes back and ends at its total", () =>
    inTemporaryFolder(async (root) => {
      const seen: number[] = [];
      let last = 0;
      await generateDataset(smallCurriculum(), "a", root, {
        onProgress: (done, total) => {
          seen.push(done);
          last = total;
        },
      });
      assert.deepEqual(
        seen,
        seen.toSorted((a, b) => a - b),
      );
      assert.equal(seen.at(-1), last);
    }));
});

describe("what a curriculum may not ask for", () => {
  const refusals: [string, Parameters<typeof smallCurriculum>[0], RegExp][] = [
    ["too many questions", { questions: { train: { comp: 100_000 } } }, /^questions\.train\.comp: .*gives \d+; lower/],
    [
      "too many single hops",
      { questions: { train: { mem: 2000 }, singleHop: { mem: 1 } } },
      /^questions\.singleHop\.mem: 2000 .*gives \d+/,
    ],
    [
      "too many test questions",
      { questions: { train: { mem: 0, ctx: 0, comp: 0 }, test: 5000 } },
      /^questions\.test: 5000 /,
    ],
    [
      "COMP questions without a bridge",
      { graph: { people: { parametric: 30, contextual: 30, shared: 0 } } },
      /^graph\.people\.shared: /,
    ],
    [
      "contexts without relations for them",
      { graph: { relations: ["boss", "child", "email"] }, questions: { train: { ctx: 0, comp: 0 } } },
      /irrelevantContext/,
    ],
    [
      "a skill without relations",
      { graph: { relations: ["boss", "child", "email"] }, questions: { irrelevantContext: 0 } },
      /^questions\.train\.ctx: .*set it to 0/,
    ],
    [
      "more distractors than people",
      {
        graph: { people: { parametric: 8, contextual: 8, shared: 8 } },
        questions: { context: { distractors: { disconnected: [0, 5] } } },
      },
      /^graph\.people\.contextual: 8 people leave 2 /,
    ],
    [
      "an odd number of people in pairs",
      { graph: { people: { parametric: 30, contextual: 31, shared: 20 } } },
      /^graph\.people\.contextual: an odd number of people \(31\) .*use an even number/,
    ],
    [
      "a single person who is shared",
      { graph: { people: { parametric: 30, contextual: 30, shared: 1 } } },
      /^graph\.people\.shared: "child" and its inverse .*change it by at least one/,
    ],
    [
      "too few people for its paths",
      {
        graph: { people: { parametric: 6, contextual: 6, shared: 2 } },
        questions: { irrelevantContext: 0, context: { distractors: { disconnected: [0, 0] } } },
      },
      /^questions\.(singleHop|train)\.mem: .* the graph gives \d+; .*raise graph\.people/,
    ],
    [
      "relations that atomic training leaves out",
      { questions: { train: { ctx: 1 }, singleHop: { ctx: 0 } } },
      /^questions\.singleHop\.ctx: no CTX training question asks for .*zero-shot in COMP.*; raise it/,
    ],
    [
      "supporting people where no fact has another end",
      {
        graph: { relations: ["child", "boss", "email", "parent", "boss_of", "major"] },
        questions: { context: { distractors: { supporting: [0, 1] } } },
      },
      /^questions\.context\.distractors\.supporting: .*set it to \[0, 0\]/,
    ],
    [
      "irrelevant people where nobody is connected",
      {
        graph: { relations: ["email", "hobby", "major", "lived_in"] },
        questions: { context: { distractors: { irrelevant: [0, 1] } } },
      },
      /^questions\.context\.distractors\.irrelevant: .*set it to \[0, 0\]/,
    ],
  ];
  for (const [what, overrides, message] of refusals) {
    it(what, () =>
      inTemporaryFolder(async (root) => {
        await assert.rejects(generateDataset(smallCurriculum(overrides), "a", root), userError(message));
      }),
    );
  }
});

describe("datasetHash", () => {
  it("depends on what decides the data and on nothing else", () => {
    const base = smallCurriculum();
    const hash = datasetHash(base);
    assert.match(hash, /^[0-9a-f]{12}$/);
    assert.equal(
      datasetHash({
        ...base,
        description: "other",
        runs: {},
        model: curriculumSchema.parse({ model: { hiddenSize: 8 } }).model,
      }),
      hash,
    );
    const reversed = { ...base, graph: { ...base.graph, relations: base.graph.relations!.toReversed() } };
    assert.equal(datasetHash(reversed), hash, "the order in which relations are listed");
    assert.notEqual(datasetHash({ ...base, seed: 2 }), hash);
    assert.notEqual(datasetHash({ ...base, questions: { ...base.questions, test: 21 } }), hash);
    const all = curriculumSchema.parse({});
    const names = relations.map(({ name }) => name);
    assert.equal(datasetHash(all), datasetHash({ ...all, graph: { ...all.graph, relations: names } }));
  });
});
