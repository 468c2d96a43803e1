import assert from "node:assert/strict";
import path from "node:path";
import { build } from "esbuild";
import { UserError } from "../../../../src/core/errors.ts";
import type { Dataset } from "../../../../src/core/dataset/open.ts";
import { ReaderThread } from "../../../../src/host/reader/reader-thread.ts";
import { smallDataset } from "../fixtures.ts";

describe("the reader's thread", () => {
  let dataset: Dataset;
  let dispose: () => Promise<void>;
  let reader: ReaderThread;
  let script: string;
  before(async () => {
    ({ dataset, dispose } = await smallDataset());
    script = path.join(dataset.folder, "reader.cjs");
    const entryPoints = ["src/host/reader/thread.ts"];
    await build({ entryPoints, outfile: script, bundle: true, platform: "node", mainFields: ["module", "main"] });
  });
  after(() => dispose());
  afterEach(() => {
    reader.dispose();
  });

  const biography = (person: number) =>
    ({ kind: "biography", dataset: dataset.folder, person, world: 0, version: 0 }) as const;

  it("answers each caller with what it asked for", async () => {
    reader = new ReaderThread(script);
    const people = dataset.graph.people.map(({ id }) => reader.call("person", dataset.folder, id));
    assert.deepEqual(await Promise.all(people), dataset.graph.people);
    const document = await reader.call("document", biography(0));
    assert.ok(document.text.startsWith(dataset.graph.people[0]!.name));
  });

  it("passes on what users are told, as such", async () => {
    reader = new ReaderThread(script);
    await assert.rejects(reader.call("people", "/nowhere"), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^\/nowhere: no dataset here/);
      return true;
    });
  });

  it("translates its strings", async () => {
    reader = new ReaderThread(script, { "Parametric facts: known from the weights (MEM)": "Gewusst" });
    const { id } = dataset.graph.people.find(({ parametric }) => parametric)!;
    assert.match((await reader.call("document", biography(id))).text, /^Gewusst/m);
  });

  it("does not leave callers waiting when it dies", async () => {
    reader = new ReaderThread("/nowhere.cjs");
    await assert.rejects(reader.call("people", dataset.folder));
    await assert.rejects(reader.call("people", dataset.folder));
  });
});
