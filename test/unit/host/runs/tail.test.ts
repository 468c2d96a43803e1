import assert from "node:assert/strict";
import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Tail } from "../../../../src/host/runs/tail.ts";

describe("the tail of a file", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "reasoning-curriculum-"));
    file = path.join(folder, "metrics.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("reads a missing file as empty, then what is appended", async () => {
    const tail = new Tail(file);
    assert.deepEqual(await tail.read(), { restarted: false, lines: [] });
    await appendFile(file, "one\ntwo\n");
    assert.deepEqual(await tail.read(), { restarted: false, lines: ["one", "two"] });
    assert.deepEqual(await tail.read(), { restarted: false, lines: [] });
    await appendFile(file, "three\n");
    assert.deepEqual(await tail.read(), { restarted: false, lines: ["three"] });
  });

  it("waits for the end of a line, even in the middle of a character", async () => {
    const tail = new Tail(file);
    const bytes = Buffer.from("naïve\n");
    await appendFile(file, bytes.subarray(0, 3));
    assert.deepEqual((await tail.read()).lines, []);
    await appendFile(file, bytes.subarray(3));
    assert.deepEqual((await tail.read()).lines, ["naïve"]);
  });

  it("begins again when the file was cut", async () => {
    const tail = new Tail(file);
    await writeFile(file, "one\ntwo\n");
    await tail.read();
    await truncate(file, 4);
    assert.deepEqual(await tail.read(), { restarted: true, lines: ["one"] });
  });

  it("begins again when the file was replaced by one as long", async () => {
    const tail = new Tail(file);
    await writeFile(file, "one\ntwo\n");
    await tail.read();
    await writeFile(`${file}.tmp`, "one\nTWO\n");
    await rename(`${file}.tmp`, file);
    assert.deepEqual(await tail.read(), { restarted: true, lines: ["one", "TWO"] });
  });

  it("begins again when the file was deleted", async () => {
    const tail = new Tail(file);
    await writeFile(file, "one\n");
    await tail.read();
    await rm(file);
    assert.deepEqual(await tail.read(), { restarted: true, lines: [] });
    assert.deepEqual(await tail.read(), { restarted: false, lines: [] });
  });
});
