import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Question } from "../../../../../src/core/dataset/types.ts";
import { Plantation, replaceFile, violations, type Mutable } from "./plant.ts";

type Stored = Mutable<Question>;
type Cell = `${"mem" | "ctx" | "comp"}.${"train" | "test"}`;

describe("the audit of questions", function () {
  this.timeout(20_000);
  const plantation = new Plantation();
  before(() => plantation.open());
  after(() => plantation.close());

  const questions = (cell: Cell, change: (records: Stored[]) => void) => () =>
    plantation.plant(`questions/${cell}.jsonl`, change);
  const first = (cell: Cell, change: (question: Stored) => void) =>
    questions(cell, ([question]) => {
      change(question!);
    });
  /** Puts a question of the test set in the place of the first one in training. */
  const train = (cell: "mem" | "ctx" | "comp", choose: (question: Stored) => boolean) => async () => {
    const tested = (await plantation.read(`questions/${cell}.test.jsonl`)).find(choose)!;
    return questions(`${cell}.train`, (all) => {
      all[0] = { ...tested, id: all[0]!.id, split: "train", wording: 0 };
    })();
  };
  /** Changes the first context entry in a role. */
  const entry = (role: string, change: (entry: Stored["context"][number], question: Stored) => void) =>
    questions("comp.train", (all) => {
      const question = all.find(({ context }) => context.some((shown) => shown.role === role))!;
      change(
        question.context.find((shown) => shown.role === role)!,
        question,
      );
    });
  /** Changes a number of the index beside a file: the first of a column, or of the people behind the columns. */
  const index = (column: "bytes" | "path" | "world" | "wording" | "people") => async () => {
    const folder = await plantation.copy();
    const content = await readFile(join(folder, "questions/mem.test.index"));
    const count = content.readUInt32LE(8);
    const position = 3 + count * ["bytes", "path", "world", "wording", "people"].indexOf(column);
    const changed = content.readUInt32LE(4 * position) + (column === "path" ? -1 : 1);
    content.writeUInt32LE(Math.max(0, changed), 4 * position);
    await replaceFile(folder, "questions/mem.test.index", content, count);
    return folder;
  };
  /** Has the person who is the object of a parametric hop say who they are the object of. */
  const tell = questions("comp.train", (all) => {
    for (const question of all) {
      const teller = question.context.find(({ person }) => question.entities.indexOf(person) > 0);
      if (!teller) continue;
      for (const name of ["parent", "boss_of"]) if (!teller.relations.includes(name)) teller.relations.push(name);
    }
  });

  const faults: [fault: string, plant: () => Promise<string>, rule: RegExp][] = [
    [
      "a path that does not exist",
      first("mem.test", (question) => {
        question.path = "mem-9999";
      }),
      /has a path, and people/,
    ],
    [
      "a person who does not exist",
      first("mem.test", (question) => {
        question.entities[0] = 400;
      }),
      /has a path, and people/,
    ],
    ["another length in the index", index("bytes"), /index has the bytes/],
    ["another path in the index", index("path"), /index has the bytes/],
    ["another world in the index", index("world"), /index has the bytes/],
    ["another wording in the index", index("wording"), /index has the bytes/],
    ["another person in the index", index("people"), /index has the bytes/],
    [
      "a question of another level",
      first("ctx.test", (question) => {
        question.level = "composition";
      }),
      /of its path/,
    ],
    [
      "a question in another split",
      first("ctx.test", (question) => {
        question.split = "train";
      }),
      /of its path/,
    ],
    ["questions in another order", questions("ctx.test", (all) => all.reverse()), /its line in its id/],
    ["a zero-shot relation in training", train("comp", ({ level }) => level === "zero-shot"), /No zero-shot relation/],
    [
      "a Composition test path in training",
      train("comp", ({ level }) => level === "composition"),
      /No path of a Compos/,
    ],
    [
      "a zero-shot relation that nobody learned",
      async () => {
        const fresh = new Set(
          (await plantation.read("relations.jsonl"))
            .filter(({ levels }) => levels["comp"] === "zero-shot")
            .map(({ name }) => name),
        );
        const paths = (await plantation.read("paths.jsonl")).filter(({ relations }) =>
          relations.some((name) => fresh.has(name)),
        );
        const ids = new Set(paths.map(({ id }) => id));
        const forget = (all: Stored[]): void => {
          all.splice(0, all.length, ...all.filter(({ path }) => !ids.has(path)));
        };
        return plantation.plant("questions/mem.train.jsonl", forget, await questions("ctx.train", forget)());
      },
      /occur in atomic training/,
    ],
    [
      "a held-out wording in training",
      first("comp.train", (question) => {
        question.wording = 2;
      }),
      /No training question has a wording held out/,
    ],
    [
      "a test cell without new wordings",
      questions("comp.test", (all) => {
        for (const question of all) question.wording = 0;
      }),
      /Half of each test cell/,
    ],
    [
      "a false hop",
      first("comp.train", (question) => {
        question.entities[1] = question.entities[0]!;
      }),
      /gold chain/,
    ],
    [
      "a false answer",
      first("mem.test", (question) => {
        question.answer = "Nobody Special";
      }),
      /gold chain/,
    ],
    [
      "two questions that read the same",
      questions("mem.test", (all) => {
        all[1] = { ...all[0]!, id: all[1]!.id };
      }),
      /read the same in the same world/,
    ],
    [
      "a question twice, worded anew",
      questions("comp.test", (all) => {
        all[1] = { ...all[0]!, id: all[1]!.id, wording: (all[0]!.wording + 1) % 3 };
      }),
      /occurs twice, within/,
    ],
    ["a test question that was trained", train("ctx", ({ wording }) => wording === 2), /\(path, start person\)/],
    ["the text of a test question in training", train("mem", ({ wording }) => wording === 0), /reads as a training/],
    [
      "a context that lacks a needed fact",
      first("ctx.train", (question) => {
        question.context = question.context.filter(({ role }) => role !== "needed");
      }),
      /states the contextual facts/,
    ],
    ["a context that tells what is to be known by heart", tell, /from memory, from either end/],
    ["a sentence that tells what is to be known by heart", tell, /No sentence of a context/],
    ["a parametric fact in a context", entry("needed", ({ relations }) => relations.push("boss")), /facts that hold/],
    ["a fact twice in a context", entry("needed", ({ relations }) => relations.push(relations[0]!)), /facts that hold/],
    ["a person twice in a context", entry("needed", (shown, { context }) => context.push(shown)), /facts that hold/],
    [
      "a needed person who is called a stranger",
      entry("needed", (shown) => {
        shown.role = "disconnected";
      }),
      /in the role/,
    ],
    ...["needed", "supporting", "irrelevant"].map((role): (typeof faults)[number] => [
      `a stranger who is called ${role}`,
      entry("disconnected", (shown) => {
        shown.role = role as typeof shown.role;
      }),
      /in the role/,
    ]),
    [
      "a connected person who is called a stranger",
      entry("irrelevant", (shown) => {
        shown.role = "disconnected";
      }),
      /in the role/,
    ],
    [
      "a MEM test question with a context",
      first("mem.test", (question) => {
        question.context = [{ person: 35, relations: ["spouse"], role: "disconnected" }];
      }),
      /No MEM question/,
    ],
    [
      "a fact that cannot be said",
      () =>
        plantation.plant("relations.jsonl", (all) => {
          const spouse = all.find(({ name }) => name === "spouse")!;
          spouse.statements = spouse.statements.map(() => "{subject} is married.");
        }),
      /Context and chain as text/,
    ],
    [
      "an answer that is read as another, so that nobody can be right",
      async () => {
        const values = (await plantation.read("values.jsonl")).flatMap((kind) => kind.values);
        const tested = await plantation.read("questions/mem.test.jsonl");
        const { answer } = tested.find((question) => values.includes(question.answer))!;
        const spoil = (text: string): string => (text === answer ? `${answer} So, the answer is: none` : text);
        let folder = await plantation.plant("values.jsonl", (all) => {
          for (const kind of all) kind.values = kind.values.map(spoil);
        });
        for (const cell of ["mem.train", "mem.test", "ctx.train", "ctx.test", "comp.train", "comp.test"]) {
          const file = `questions/${cell}.jsonl`;
          folder = await plantation.plant(
            file,
            (all) => {
              for (const question of all) question.answer = spoil(question.answer);
            },
            folder,
          );
        }
        return folder;
      },
      /Context and chain as text/,
    ],
  ];
  for (const [fault, plant, rule] of faults) {
    it(`sees ${fault}`, async () => {
      const found = await violations(await plant());
      const names = [...found.keys()];
      assert.ok(!names.some((name) => /sha256|well formed/.test(name)), names.join("; "));
      const name = names.find((candidate) => rule.test(candidate));
      assert.ok(name !== undefined, `only: ${names.join("; ")}`);
      assert.match(found.get(name)![0]!, /^[\w./:-]+: .+\.$/s);
    });
  }
});
