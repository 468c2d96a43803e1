import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditDataset } from "../../../../src/core/dataset/audit.ts";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { openDataset } from "../../../../src/core/dataset/open.ts";
import type { Question, RelationPath } from "../../../../src/core/dataset/types.ts";
import { UserError } from "../../../../src/core/errors.ts";
import type { Person } from "../../../../src/core/graph/types.ts";
import { smallCurriculum } from "./small.ts";

interface Facts {
  relation: string;
  world: number | null;
  objects: (number | null)[];
}

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

describe("a written dataset", function () {
  this.timeout(20_000);
  let root: string;
  let whole: string;
  let serial = 0;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "audit-"));
    ({ folder: whole } = await generateDataset(smallCurriculum(), "small", root));
  });
  after(() => rm(root, { recursive: true, force: true }));

  async function copy(): Promise<string> {
    const folder = join(root, `copy-${serial++}`);
    await cp(whole, folder, { recursive: true });
    return folder;
  }

  async function edit(file: string, change: (records: never[]) => void): Promise<string> {
    const folder = await copy();
    const path = join(folder, file);
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    const records = lines.map((line) => JSON.parse(line) as unknown);
    change(records as never[]);
    await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
    return folder;
  }

  async function violations(folder: string): Promise<Record<string, readonly string[]>> {
    const { checks } = await auditDataset(folder);
    return Object.fromEntries(checks.flatMap(({ name, violations: n, examples }) => (n > 0 ? [[name, examples]] : [])));
  }

  describe("auditDataset", () => {
    it("finds nothing wrong with a whole dataset, having checked everything", async () => {
      const { checks } = await auditDataset(whole);
      for (const { name, checked, violations: found } of checks) {
        assert.equal(found, 0, name);
        assert.ok(checked > 0, `nothing was checked: ${name}`);
      }
    });

    const facts = (relation: string, change: (objects: (number | null)[]) => void) => () =>
      edit("facts.jsonl", (all: Facts[]) => {
        all
          .filter((row) => row.relation === relation)
          .forEach(({ objects }) => {
            change(objects);
          });
      });
    const people = (change: (records: Mutable<Person>[]) => void) => () => edit("people.jsonl", change);
    const paths = (change: (records: Mutable<RelationPath>[]) => void) => () => edit("paths.jsonl", change);
    const questions = (cell: string, change: (records: Mutable<Question>[]) => void) => () =>
      edit(`questions/${cell}.jsonl`, change);
    const swap = (items: (number | null)[], i: number, j: number): void => {
      [items[i], items[j]] = [items[j]!, items[i]!];
    };

    const corruptions: [string, () => Promise<string>, RegExp][] = [
      [
        "one changed byte",
        people((all) => {
          all[0]!.name = "Anna Changed";
        }),
        /sha256/,
      ],
      [
        "a lost record",
        people((all) => {
          all.pop();
        }),
        /as many as/,
      ],
      [
        "an unknown field",
        people((all) => {
          Object.assign(all[0]!, { age: 3 });
        }),
        /well formed/,
      ],
      [
        "two people of one name",
        people((all) => {
          all[1]!.name = all[0]!.name;
        }),
        /names, each its own/,
      ],
      [
        "other numbers of people",
        people((all) => {
          all[0]!.contextual = true;
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
        "a path that goes back",
        paths((all) => {
          all.at(-1)!.relations = ["child", "parent"];
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
      [
        "a path twice",
        paths((all) => {
          all.push(structuredClone(all[0]!));
        }),
        /path occurs twice/,
      ],
      [
        "a relation new everywhere",
        () =>
          edit("relations.jsonl", (all: { levels: Record<string, string> }[]) => {
            const fresh = all.find(({ levels }) => levels["comp"] === "zero-shot")!;
            for (const skill of Object.keys(fresh.levels)) fresh.levels[skill] = "zero-shot";
          }),
        /known from atomic/,
      ],
      [
        "a false hop",
        questions("comp.train", (all) => {
          all[0]!.entities[1] = all[0]!.entities[0]!;
        }),
        /gold chain/,
      ],
      [
        "a false answer",
        questions("mem.test", (all) => {
          all[0]!.answer = "Nobody Special";
        }),
        /gold chain/,
      ],
      [
        "a question of another level",
        questions("ctx.test", (all) => {
          all[0]!.level = "composition";
        }),
        /of its path/,
      ],
      [
        "a question in another split",
        questions("ctx.test", (all) => {
          all[0]!.split = "train";
        }),
        /of its path/,
      ],
      [
        "a zero-shot relation in training",
        async () => {
          const test = (await readFile(join(whole, "questions/comp.test.jsonl"), "utf8")).trimEnd().split("\n");
          const fresh = test.map((line) => JSON.parse(line) as Question).find(({ level }) => level === "zero-shot")!;
          return questions("comp.train", (all) => {
            all[0] = { ...structuredClone(fresh), id: all[0]!.id, split: "train" } as Mutable<Question>;
          })();
        },
        /No zero-shot relation/,
      ],
      [
        "a context that lacks a needed fact",
        questions("ctx.train", (all) => {
          all[0]!.context = all[0]!.context.filter(({ role }) => role !== "needed");
        }),
        /states the contextual facts/,
      ],
      [
        "a parametric fact in a context",
        questions("comp.test", (all) => {
          all[0]!.context[0]!.relations.push("boss");
        }),
        /facts that hold/,
      ],
      [
        "a distractor who is called support",
        questions("comp.test", (all) => {
          all[0]!.context.find(({ role }) => role === "disconnected")!.role = "needed";
        }),
        /in the role/,
      ],
      [
        "a MEM test question with a context",
        questions("mem.test", (all) => {
          all[0]!.context = [{ person: 35, relations: ["spouse"], role: "irrelevant" }];
        }),
        /No MEM question/,
      ],
      [
        "a question twice",
        questions("comp.test", (all) => {
          all[1] = { ...structuredClone(all[0]!), id: all[1]!.id };
        }),
        /occurs twice, within/,
      ],
      [
        "a test question that was trained",
        async () => {
          const test = (await readFile(join(whole, "questions/comp.test.jsonl"), "utf8")).split("\n")[0]!;
          const asked = JSON.parse(test) as Question;
          return questions("comp.train", (all) => {
            all[0] = { ...asked, id: all[0]!.id, split: "train", world: (asked.world + 1) % 3 } as Mutable<Question>;
          })();
        },
        /occurs in training/,
      ],
    ];
    for (const [what, corrupt, name] of corruptions) {
      it(`sees ${what}`, async () => {
        const found = await violations(await corrupt());
        const names = Object.keys(found);
        assert.ok(names.some((check) => check.includes("sha256")));
        const check = names.find((candidate) => name.test(candidate));
        assert.ok(check !== undefined, `only: ${names.join("; ")}`);
        assert.match(found[check]![0]!, /^[\w./:-]+: .+\.$/s);
      });
    }

    it("goes on where a file is missing or cut short", async () => {
      const folder = await copy();
      await rm(join(folder, "questions/mem.train.jsonl"));
      await truncate(join(folder, "questions/comp.test.jsonl"), 1000);
      const found = await violations(folder);
      assert.match(JSON.stringify(found), /mem\.train\.jsonl: the file is missing/);
      assert.match(JSON.stringify(found), /comp\.test\.jsonl: holds \d+ whole records/);
    });
  });

  describe("openDataset", () => {
    it("gives back what was generated", async () => {
      const dataset = await openDataset(whole);
      const { counts } = dataset.manifest;
      assert.equal(dataset.graph.people.length, counts.people);
      assert.equal(dataset.levels.comp.size, 14);
      for (const skill of ["mem", "ctx", "comp"] as const) {
        for (const question of await dataset.questions(skill, "train")) {
          const record = dataset.record(question);
          assert.ok(record.answer_cot.endsWith(` ${record.answer}`));
          assert.deepEqual(record.relation_path, dataset.paths.get(question.path)!.relations);
        }
      }
      const biography = dataset.biography(0).map(({ triple }) => triple.relation);
      assert.deepEqual(biography.sort(), ["boss", "child", "classmate", "died_in", "email", "hobby", "roommate"]);
      assert.equal(await dataset.questions("mem", "test"), await dataset.questions("mem", "test"));
    });

    const damages: [string, (folder: string) => Promise<void>, RegExp][] = [
      ["no manifest", (folder) => rm(join(folder, "manifest.json")), /manifest\.json is missing; generate/],
      [
        "half a manifest",
        (folder) => truncate(join(folder, "manifest.json"), 300),
        /manifest\.json: .*delete the folder/,
      ],
      [
        "a missing file",
        (folder) => rm(join(folder, "paths.jsonl")),
        /paths\.jsonl: missing.*generate the dataset again/,
      ],
      [
        "a truncated file",
        (folder) => truncate(join(folder, "questions/comp.test.jsonl"), 99),
        /comp\.test\.jsonl: has 99 bytes/,
      ],
    ];
    for (const [what, damage, message] of damages) {
      it(`refuses ${what}`, async () => {
        const folder = await copy();
        await damage(folder);
        await assert.rejects(openDataset(folder), (error) => error instanceof UserError && message.test(error.message));
      });
    }

    it("names the line of a record that cannot be read", async () => {
      const folder = await copy();
      const file = join(folder, "questions/mem.train.jsonl");
      const text = await readFile(file, "utf8");
      const second = text.indexOf("\n") + 1;
      await writeFile(file, `${text.slice(0, second)}!${text.slice(second + 1)}`);
      const dataset = await openDataset(folder);
      await assert.rejects(dataset.questions("mem", "train"), /mem\.train\.jsonl:2: not valid JSON/);
    });
  });
});
