import assert from "node:assert/strict";
import type { Memento } from "vscode";
import { Recent } from "../../../../src/host/commands/recent.ts";
import { restrictionButtons } from "../../../../src/host/commands/restriction-buttons.ts";
import type { QuestionFilter } from "../../../../src/host/reader/question-files.ts";

describe("the buttons that restrict a search", () => {
  it("go through all values of their part, and back to all, and leave the other parts", () => {
    for (const [button, part, expected] of [
      [0, "skill", ["mem", "ctx", "comp", undefined]],
      [1, "split", ["train", "test", undefined]],
      [2, "level", ["iid", "composition", "zero-shot", undefined]],
    ] as const) {
      let filter: QuestionFilter = { path: "comp-0012" };
      const seen = expected.map(() => {
        restrictionButtons(filter, (next) => (filter = next))[button]!.press("");
        return filter[part];
      });
      assert.deepEqual(seen, expected);
      assert.deepEqual(filter, { path: "comp-0012" });
    }
  });

  it("say what pressing them does", () => {
    const tooltips = restrictionButtons({ skill: "comp", split: "train" }, () => undefined).map(
      ({ tooltip }) => tooltip,
    );
    assert.deepEqual(tooltips, ["All skills", "Only test", "Only I.I.D."]);
  });
});

describe("what was picked last", () => {
  const memento = (): Memento => {
    const values = new Map<string, unknown>();
    return {
      keys: () => [...values.keys()],
      get: <T>(key: string, otherwise?: T) => (values.get(key) ?? otherwise) as T,
      update: (key, value) => {
        values.set(key, JSON.parse(JSON.stringify(value)));
        return Promise.resolve();
      },
    };
  };

  it("is kept by dataset, newest first, each once, and few", async () => {
    const recent = new Recent<number>(memento(), "people");
    for (const value of [1, 2, 3, 2]) await recent.add("/a", { label: `person ${value}`, value });
    await recent.add("/b", { label: "another", value: 9 });
    assert.deepEqual(
      recent.of("/a").map(({ value }) => value),
      [2, 3, 1],
    );
    for (let value = 0; value < 100; value++) await recent.add("/a", { label: "", value });
    assert.deepEqual(
      recent.of("/a").map(({ value }) => value),
      [99, 98, 97, 96, 95],
    );
    assert.deepEqual(recent.of("/b"), []);
  });
});
