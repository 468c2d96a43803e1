import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { build } from "esbuild";
import { readCurriculum } from "../../../src/core/curriculum/read.ts";
import { generateDataset } from "../../../src/core/dataset/generate.ts";
import { openDataset, type Dataset } from "../../../src/core/dataset/open.ts";
import { promptOf } from "../../../src/core/language/prompt.ts";

describe("reasoning-curriculum export, show and audit", function () {
  this.timeout(60_000);
  let folder: string;
  let bin: string;
  let dataset: Dataset;
  const micro = "micro.curriculum.json";

  /** The command line with its worker, in a folder that holds the micro curriculum and its data. */
  before(async () => {
    await mkdir("out", { recursive: true });
    folder = resolve(await mkdtemp(join("out", "cli-")));
    bin = join(folder, "bin");
    await build({
      entryPoints: { cli: "src/cli/main.ts", worker: "src/engine/worker.ts" },
      outdir: bin,
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      logLevel: "error",
    });
    const file = join(folder, micro);
    await writeFile(file, await readFile(join("test", "fixtures", micro)));
    const { curriculum, name, root } = await readCurriculum(file);
    dataset = await openDataset((await generateDataset(curriculum, name, root)).folder);
  });
  after(() => rm(folder, { recursive: true }));

  function cli(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [join(bin, "cli.js"), ...args], { cwd: folder });
    const output = { out: "", err: "" };
    child.stdout.on("data", (chunk: Buffer) => (output.out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output.err += chunk.toString()));
    return new Promise((done) => {
      child.on("close", (code) => {
        done({ code, ...output });
      });
    });
  }

  it("exports the data of a curriculum, and overwrites nothing", async () => {
    const args = ["export", micro, "--format", "verl", "--skill", "comp", "ctx", "--split", "test", "--out", "verl"];
    const { code, out, err } = await cli(...args);
    assert.equal(code, 0, err);
    assert.match(out, /verl: \d+ questions, 0 biographies; README\.md says how to train on them\n$/);
    assert.match(err, /^Export for verl: started\n.*Export for verl: done in [\d.]+ s\n$/s);
    const files = await readdir(join(folder, "verl"));
    assert.deepEqual(files.sort(), ["README.md", "comp.test.parquet", "ctx.test.parquet", "reward.py"]);
    const again = await cli(...args);
    assert.equal(again.code, 2);
    assert.match(
      again.err,
      /verl: is not empty, and an export overwrites nothing; choose another folder or empty it\.\n$/,
    );
  });

  it("audits the data of a curriculum, by its name", async () => {
    const { code, out, err } = await cli("audit", micro);
    assert.equal(code, 0, err);
    assert.match(out, /^All \d+ rules hold\.\n/);
  });

  it("exports a dataset folder, with the result as JSON", async () => {
    const named = relative(folder, dataset.folder);
    const { out, err } = await cli("export", named, "--format", "jsonl", "--portion", "0.5", "--out", "half", "--json");
    assert.equal(err, "");
    const lines = out.trim().split("\n");
    const {
      type,
      kind,
      folder: written,
      questions,
      biographies,
    } = JSON.parse(lines.at(-1)!) as Record<string, unknown>;
    assert.deepEqual([type, kind, written], ["result", "export", join(folder, "half")]);
    const sizes = await Promise.all(
      (await readdir(join(folder, "half")))
        .filter((file) => file.endsWith(".jsonl"))
        .map(async (file) => (await readFile(join(folder, "half", file), "utf8")).split("\n").length - 1),
    );
    assert.equal(
      sizes.reduce((a, b) => a + b, 0),
      Number(questions) + Number(biographies),
    );
  });

  it("shows a question as it reads: prompt, context, chain and answer", async () => {
    const question = (await dataset.questions("comp", "test"))[2]!;
    const record = dataset.record(question);
    const { code, out, err } = await cli("show", question.id);
    assert.deepEqual([code, err], [0, ""]);
    assert.ok(out.startsWith(`${question.id}: COMP · `), out);
    for (const line of promptOf(record).split("\n")) assert.ok(out.includes(`\n  ${line}\n`), out);
    for (const { person, role } of question.context) {
      assert.ok(out.includes(`\n  ${dataset.graph.people[person]!.name} (${role}`), out);
    }
    const [, chain] = /\nGold chain\n(.*)\n\nAnswer\n/s.exec(out)!;
    const hops = chain!.split("\n").map((line) => line.replace(/^ {2}(MEM|CTX) {2}/, ""));
    assert.ok(record.answer_cot.startsWith(hops.join(" ")), chain);
    assert.ok(out.endsWith(`\n\nAnswer\n  ${record.answer}\n`));
  });

  it("shows a person by name or number, what is known of them from where", async () => {
    const person = dataset.graph.people.find(({ parametric, contextual }) => parametric && contextual)!;
    const { out } = await cli("show", ...person.name.toUpperCase().split(" "), "--dataset", micro);
    assert.ok(out.startsWith(`${person.name}, number ${person.id}: parametric and contextual\n`), out);
    for (const { text } of dataset.biography(person.id)) assert.ok(out.includes(`\n  MEM  ${text}\n`), out);
    assert.match(out, /\nCTX: given in the prompt, world 0\n {2}CTX {2}/);
    assert.equal((await cli("show", String(person.id))).out, out);
    const shown = JSON.parse((await cli("show", String(person.id), "--json")).out) as Record<string, unknown>;
    assert.deepEqual([shown["type"], shown["kind"], shown["person"]], ["result", "person", person]);
  });

  it("refuses in a sentence what is not there, with a suggestion where there is one", async () => {
    const { name } = dataset.graph.people[1]!;
    const { manifest } = dataset;
    const count = (await dataset.questions("mem", "test")).length;
    const refused: readonly (readonly [args: readonly string[], message: string])[] = [
      [
        ["show", `${name}x`],
        `"${name}x" is neither a person nor a question of ${manifest.name}: did you mean "${name}"?`,
      ],
      [
        ["show", "comp-tset-000000"],
        `"comp-tset-000000" is neither a person nor a question of ${manifest.name}: name a person, or a question as comp-test-000000.`,
      ],
      [
        ["show", "mem-test-999999"],
        `There is no question mem-test-999999: ${manifest.name} has ${count} MEM test questions, numbered from 0.`,
      ],
      [["show", "99999"], `There is no person 99999: they are numbered 0 to ${dataset.graph.people.length - 1}.`],
      [
        ["show", "0", "--world", "99999"],
        `--world: there is no world 99999; they are numbered 0 to ${dataset.graph.worlds - 1}.`,
      ],
      [
        ["show", "0", "--dataset", "none"],
        "none: there is no such file or folder; name a dataset folder or a *.curriculum.json.",
      ],
      [
        ["export", micro, "--format", "csv", "--out", "x"],
        "error: option '--format <format>' argument 'csv' is invalid. Allowed choices are llamafactory, trl, verl, jsonl.",
      ],
      [
        ["export", micro, "--format", "trl", "--out", "x", "--portion", "2"],
        "error: option '--portion <share>' argument '2' is invalid. It must be a number above 0, at most 1.",
      ],
    ];
    const answers = await Promise.all(refused.map(([args]) => cli(...args)));
    assert.deepEqual(
      answers,
      refused.map(([, message]) => ({ code: 2, out: "", err: `${message}\n` })),
    );
  });

  it("says what to generate first, and which dataset is meant", async () => {
    const other = "other.curriculum.json";
    const text = await readFile(join(folder, micro), "utf8");
    await writeFile(join(folder, other), text.replace("{", '{ "seed": 99, ').replace(/"seed": (?!99)\d+,/, ""));
    try {
      assert.deepEqual(await cli("export", other, "--format", "trl", "--out", "x"), {
        code: 2,
        out: "",
        err: `${other}: its data are not there yet; run \`reasoning-curriculum generate ${other}\` first.\n`,
      });
      const { err } = await cli("show", "0");
      assert.equal(
        err,
        `Of which dataset? In this folder there are ${micro}, ${other}; name a dataset folder or a curriculum with --dataset.\n`,
      );
      assert.equal((await cli("show", "0", "--dataset", micro)).code, 0);
    } finally {
      await rm(join(folder, other));
    }
  });
});
