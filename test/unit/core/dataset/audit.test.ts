import assert from "node:assert/strict";
import { rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { auditDataset } from "../../../../src/core/dataset/audit.ts";
import { openDataset } from "../../../../src/core/dataset/open.ts";
import { questionFile } from "../../../../src/core/dataset/folder.ts";
import type { Question } from "../../../../src/core/dataset/types.ts";
import { editManifest, Plantation, violations, type Mutable } from "./audit/plant.ts";

describe("auditDataset", function () {
  this.timeout(20_000);
  const plantation = new Plantation();
  before(() => plantation.open());
  after(() => plantation.close());

  it("finds nothing wrong with a whole dataset, having checked everything", async () => {
    const { checks } = await auditDataset(plantation.whole);
    for (const { name, checked, violations: found, examples } of checks) {
      assert.equal(found, 0, `${name}: ${examples.join(" ")}`);
      assert.ok(checked > 0, `nothing was checked: ${name}`);
    }
    assert.equal(new Set(checks.map(({ name }) => name)).size, checks.length);
  });

  it("goes on where a file is missing or cut short", async () => {
    const folder = await plantation.copy();
    await rm(join(folder, "questions/mem.train.jsonl"));
    await truncate(join(folder, "questions/comp.test.jsonl"), 1000);
    await truncate(join(folder, "questions/ctx.test.index"), 1000);
    const found = JSON.stringify([...(await violations(folder))]);
    assert.match(found, /mem\.train\.jsonl: the file is missing/);
    assert.match(found, /comp\.test\.jsonl: holds \d+ whole records/);
    assert.match(found, /ctx\.test\.index: /);
  });

  it("looks at files that it has no rules for", async () => {
    const folder = await editManifest(await plantation.copy(), ({ files }) => {
      files.push({ path: "notes.jsonl", records: 1, bytes: 1, sha256: "" });
    });
    assert.match(JSON.stringify([...(await violations(folder))]), /notes\.jsonl: the file is missing/);
  });

  it("tells how far guessing gets on each test cell", async () => {
    const { baselines } = await auditDataset(plantation.whole);
    const dataset = await openDataset(plantation.whole);
    assert.equal(baselines.length, 9);
    for (const baseline of baselines) {
      const { skill, level } = baseline;
      const kindOf = ({ path }: Question): string =>
        dataset.graph.relation(dataset.paths.get(path)!.relations.at(-1)!).object;
      const trained = await dataset.questions(skill, "train");
      const asked = (await dataset.questions(skill, "test")).filter((question) => question.level === level);
      const usual = (questions: readonly Question[]): string | undefined => {
        const counts = new Map<string, number>();
        for (const { answer } of questions) counts.set(answer, (counts.get(answer) ?? 0) + 1);
        return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
      };
      const accuracy = (guess: (question: Question) => string | undefined): number =>
        asked.filter((question) => guess(question) === question.answer).length / asked.length;
      assert.equal(baseline.questions, asked.length);
      assert.equal(
        baseline.majority,
        accuracy(() => usual(trained)),
        "majority",
      );
      assert.equal(
        baseline.majorityOfKind,
        accuracy((question) => usual(trained.filter((other) => kindOf(other) === kindOf(question)))),
      );
      const guesses = asked.map((question) => {
        const objects = dataset.record(question).context === "" ? [] : objectsOfKind(question, kindOf(question));
        return objects.includes(question.answer) ? 1 / objects.length : 0;
      });
      const mean = guesses.reduce((sum, chance) => sum + chance, 0) / asked.length;
      assert.ok(Math.abs(baseline.uniformInContext - mean) < 1e-9);
      assert.equal(baseline.uniformInContext > 0, skill !== "mem");
      assert.ok(baseline.uniformOfKind > 1 / 60 && baseline.uniformOfKind <= 1);
    }

    function objectsOfKind({ context, world }: Question, kind: string): string[] {
      const facts = context.flatMap(({ person, relations }) => relations.map((name) => ({ person, name })));
      const objects = facts
        .filter(({ name }) => dataset.graph.relation(name).object === kind)
        .map(({ person, name }) => dataset.graph.object(person, name, world)!);
      return [
        ...new Set(objects.map((object) => (typeof object === "number" ? dataset.graph.people[object]!.name : object))),
      ];
    }
  });

  describe("of imported questions", () => {
    /** Gives each COMP test question its own rendered texts, as if they had been imported, after a change. */
    async function imported(change: (question: Mutable<Question>) => void): Promise<string> {
      const dataset = await openDataset(plantation.whole);
      const file = questionFile("comp", "test", "jsonl");
      const folder = await plantation.plant(file as "questions/comp.test.jsonl", (all) => {
        for (const question of all) {
          const { instruction, question: asked, context, answer_cot } = dataset.record(question);
          question.verbatim = { instruction, question: asked, context, answer_cot };
        }
        change(all[0]!);
      });
      await editManifest(folder, ({ spec }) => {
        Object.assign((spec as { questions: object }).questions, { recordFile: "release.json" });
      });
      return folder;
    }

    it("takes their texts as they are, for the baselines too", async () => {
      const { checks, baselines } = await auditDataset(await imported(() => undefined));
      assert.deepEqual(
        checks.filter((check) => check.violations > 0),
        [],
      );
      assert.deepEqual(baselines, (await auditDataset(plantation.whole)).baselines);
    });

    const faults: [string, (question: Mutable<Question>) => void, RegExp][] = [
      [
        "a chain that ends otherwise",
        ({ verbatim }) => (verbatim!.answer_cot += " or not"),
        /whose answer is not read as/,
      ],
      ["a question about nobody", ({ verbatim }) => (verbatim!.question = "Who?"), /does not ask about/],
      [
        "a chain that leaves somebody out",
        ({ verbatim, answer }) => (verbatim!.answer_cot = `It is clear. So, the answer is: ${answer}`),
        /does not name/,
      ],
      [
        "a context that states nothing",
        ({ verbatim }) => (verbatim!.context = "Nothing."),
        /context that does not name/,
      ],
    ];
    for (const [fault, change, offence] of faults) {
      it(`sees ${fault}`, async () => {
        const found = [...(await violations(await imported(change)))].find(([name]) =>
          name.startsWith("Imported texts"),
        );
        assert.match(found?.[1][0] ?? "", offence);
      });
    }
  });
});
