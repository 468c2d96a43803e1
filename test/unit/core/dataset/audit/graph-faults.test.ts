import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RelationPath } from "../../../../../src/core/dataset/types.ts";
import { editManifest, linesOf, Plantation, violations, type Facts, type Mutable } from "./plant.ts";

describe("the audit of people, facts and paths", function () {
  this.timeout(20_000);
  const plantation = new Plantation();
  before(() => plantation.open());
  after(() => plantation.close());

  const facts = (relation: string, change: (objects: Facts["objects"]) => void) => () =>
    plantation.plant("facts.jsonl", (rows) => {
      for (const row of rows) if (row.relation === relation) change(row.objects);
    });
  const paths = (change: (records: Mutable<RelationPath>[]) => void) => () => plantation.plant("paths.jsonl", change);
  const relations =
    (change: Parameters<typeof plantation.plant<"relations.jsonl">>[1]): (() => Promise<string>) =>
    () =>
      plantation.plant("relations.jsonl", change);
  const swap = (items: Facts["objects"], i: number, j: number): void => {
    [items[i], items[j]] = [items[j]!, items[i]!];
  };

  const faults: [fault: string, plant: () => Promise<string>, rule: RegExp][] = [
    [
      "an unknown field",
      () => plantation.plant("people.jsonl", ([person]) => Object.assign(person!, { age: 3 })),
      /well formed/,
    ],
    [
      "a field of another type",
      () => plantation.plant("people.jsonl", ([person]) => Object.assign(person!, { name: 3 })),
      /well formed/,
    ],
    [
      "two people of one name",
      () =>
        plantation.plant("people.jsonl", ([first, second]) => {
          second!.name = first!.name;
        }),
      /names and the values/,
    ],
    [
      "a name of two lines",
      () =>
        plantation.plant("people.jsonl", ([person]) => {
          person!.name = "Anna\nSmith";
        }),
      /names and the values/,
    ],
    [
      "a value with space around it",
      () =>
        plantation.plant("values.jsonl", ([kind]) => {
          kind!.values[0] = " Rome";
        }),
      /names and the values/,
    ],
    [
      "a value twice",
      () =>
        plantation.plant("values.jsonl", ([kind]) => {
          kind!.values[0] = kind!.values[1]!;
        }),
      /names and the values/,
    ],
    [
      "other numbers of people",
      () =>
        plantation.plant("people.jsonl", ([person]) => {
          person!.contextual = true;
        }),
      /counts/,
    ],
    [
      "a person without a fact",
      facts("email", (objects) => {
        objects[3] = null;
      }),
      /exactly one object/,
    ],
    [
      "a value that does not exist",
      facts("email", (objects) => {
        objects[3] = 4000;
      }),
      /exactly one object/,
    ],
    [
      "a biography that cannot be written",
      facts("email", (objects) => {
        objects[3] = 4000;
      }),
      /Biographies to learn by heart/,
    ],
    [
      "a person who is their own boss",
      facts("boss", (objects) => {
        objects[3] = 3;
      }),
      /exactly one object/,
    ],
    [
      "a fact of a stranger to the group",
      facts("spouse", (objects) => {
        objects[0] = 20;
      }),
      /exactly one object/,
    ],
    ["facts twice", () => plantation.plant("facts.jsonl", (rows) => rows.push(rows[0]!)), /exactly one object/],
    ["a lost row of facts", () => plantation.plant("facts.jsonl", (rows) => rows.pop()), /exactly one object/],
    [
      "a spouse whose spouse is another",
      facts("spouse", (objects) => {
        swap(objects, 20, 21);
      }),
      /Symmetric/,
    ],
    [
      "a parent whose child is another",
      facts("parent", (objects) => {
        swap(objects, 15, 16);
      }),
      /Inverse/,
    ],
    [
      "two relations stated alike",
      relations(([first, second]) => {
        second!.statements[1] = first!.statements[1]!;
      }),
      /stated in the same words/,
    ],
    [
      "a held-out statement that is trained",
      relations(([first]) => {
        first!.statements[2] = first!.statements[0]!;
      }),
      /held out of training differ/,
    ],
    [
      "a held-out question that is trained",
      relations((all) => {
        const hobby = all.find(({ name }) => name === "hobby")!;
        hobby.questions[2] = hobby.questions[0]!;
      }),
      /held out of training differ/,
    ],
    [
      "a path that goes back",
      paths((all) => {
        all.at(-1)!.relations = ["child", "parent"];
      }),
      /rules of its skill/,
    ],
    [
      "a path of a relation that does not exist",
      paths((all) => {
        all.at(-1)!.relations = ["child", "cousin"];
      }),
      /rules of its skill/,
    ],
    [
      "a MEM path with a contextual hop",
      paths((all) => {
        all[0]!.relations = ["spouse"];
      }),
      /rules of its skill/,
    ],
    [
      "a path of another level",
      paths((all) => {
        const path = all.find(({ level }) => level === "zero-shot")!;
        path.level = "iid";
        path.splits = ["train", "test"];
      }),
      /level and the splits/,
    ],
    ["a path twice", paths((all) => all.push(structuredClone(all[0]!))), /path occurs twice/],
    [
      "two paths that ask alike",
      relations((all) => {
        const [hobby, email] = ["hobby", "email"].map((name) => all.find((relation) => relation.name === name)!);
        hobby!.questions = email!.questions;
      }),
      /paths ask in the same words/,
    ],
    [
      "a relation new everywhere",
      relations((all) => {
        const fresh = all.find(({ levels }) => levels["comp"] === "zero-shot")!;
        for (const skill of Object.keys(fresh.levels)) fresh.levels[skill] = "zero-shot";
      }),
      /not zero-shot in atomic/,
    ],
  ];
  for (const [fault, plant, rule] of faults) {
    it(`sees ${fault}`, async () => {
      const found = await violations(await plant());
      const names = [...found.keys()];
      assert.ok(!names.some((name) => name.includes("sha256")), "the files are those of the manifest");
      const name = names.find((candidate) => rule.test(candidate));
      assert.ok(name !== undefined, `only: ${names.join("; ")}`);
      assert.match(found.get(name)![0]!, /^[\w./:-]+: .+\.$/s);
    });
  }

  it("sees a changed byte and a lost record", async () => {
    const folder = await plantation.copy();
    const people = await plantation.read("people.jsonl");
    people.pop();
    await writeFile(join(folder, "people.jsonl"), linesOf(people));
    const names = [...(await violations(folder)).keys()].join("\n");
    assert.match(names, /sha256/);
    assert.match(names, /as many as the manifest says/);
  });

  it("lets an imported graph lack facts, but not contradict itself", async () => {
    const imported = async (change: (objects: Facts["objects"]) => void): Promise<string> => {
      const folder = await facts("spouse", change)();
      return editManifest(folder, ({ spec }) => {
        Object.assign((spec as { graph: object }).graph, { tripleFile: "facts.csv" });
      });
    };
    const lacking = await imported((objects) => {
      objects[20] = null;
    });
    const names = [...(await violations(lacking)).keys()].join("\n");
    assert.doesNotMatch(names, /object|Symmetric|Biographies/);
    const contradicting = await imported((objects) => {
      swap(objects, 20, 21);
    });
    assert.ok((await violations(contradicting)).has("Symmetric relations agree in both directions"));
  });
});
