import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dataset } from "../../../src/core/dataset/open.ts";
import { command, generatedDataset } from "./support.ts";

describe("an export", () => {
  let dataset: Dataset;
  let parent: string;

  before(async () => {
    dataset = await generatedDataset();
    parent = await mkdtemp(join(tmpdir(), "export-"));
  });
  after(() => rm(parent, { recursive: true, force: true }));

  it("is a new folder with its card, named after dataset and format", async () => {
    const { name } = dataset.manifest;
    const folder = await command("exportDataset", dataset.folder, "trl", parent);
    assert.equal(folder, join(parent, `${name}-trl`));
    assert.deepEqual((await readdir(folder)).sort(), ["README.md", "conversational", "reward.py", "standard"]);
    assert.match(await readFile(join(folder, "README.md"), "utf8"), /^# micro: multi-hop questions \(TRL\)$/m);
  });

  it("is not made where it would overwrite one", async () => {
    assert.equal(await command("exportDataset", dataset.folder, "trl", parent), undefined);
    assert.deepEqual(await readdir(parent), [`${dataset.manifest.name}-trl`]);
  });
});
