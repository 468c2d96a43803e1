import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import type { PassAtKComparison, PassAtKCurve } from "../../../src/core/analysis/types.ts";
import { readCurriculum } from "../../../src/core/curriculum/read.ts";
import { fakeWorker } from "../jobs/fake-worker.ts";
import { folderOf, sampleRecord } from "../core/runs/sample-run.ts";

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe("reasoning-curriculum", function () {
  this.timeout(60_000);
  let folder: string;
  let bin: string;
  const micro = "micro.curriculum.json";

  /** The command line, with a worker that only speaks the protocol, in a folder that holds the micro curriculum. */
  before(async () => {
    await mkdir("out", { recursive: true });
    folder = resolve(await mkdtemp(join("out", "cli-")));
    bin = join(folder, "bin");
    await build({
      entryPoints: { cli: "src/cli/main.ts" },
      outdir: bin,
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      logLevel: "error",
    });
    await writeFile(join(bin, "worker.js"), fakeWorker);
  });
  beforeEach(async () => {
    await writeFile(join(folder, micro), await readFile("test/fixtures/micro.curriculum.json"));
  });
  after(() => rm(folder, { recursive: true }));

  function cli(args: readonly string[], worker = "work", interrupts: readonly RegExp[] = []): Promise<Ended> {
    const child = spawn(process.execPath, [join(bin, "cli.js"), ...args], {
      cwd: folder,
      env: { ...process.env, FAKE_WORKER: worker },
    });
    const output = { out: "", err: "" };
    const left = [...interrupts];
    child.stdout.on("data", (chunk: Buffer) => (output.out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => {
      output.err += chunk.toString();
      if (left[0]?.test(output.err)) {
        left.shift();
        child.kill("SIGINT");
      }
    });
    return new Promise((done) => {
      child.on("close", (code) => {
        done({ code, ...output });
      });
    });
  }

  const bad: readonly (readonly [name: string, args: readonly string[], message: string])[] = [
    ["no such file", ["run", "none.json"], "none.json: there is no such file; name a *.curriculum.json file.\n"],
    ["no file", ["run"], "error: missing required argument 'file'\n"],
    ["unknown command", ["fly"], "error: unknown command 'fly'\n"],
    ["unknown option", ["run", micro, "--fast"], "error: unknown option '--fast'\n"],
    [
      "bad number",
      ["run", micro, "--parallel", "two"],
      "error: option '--parallel <n>' argument 'two' is invalid. It must be a whole number of at least 1.\n",
    ],
    [
      "no such dataset",
      ["audit", "none"],
      "none: there is no such file or folder; name a dataset folder or a *.curriculum.json.\n",
    ],
    [
      "nothing trained yet",
      ["compare", micro],
      `${micro}: none of its runs is trained yet; start with \`reasoning-curriculum run ${micro}\`.\n`,
    ],
    ["no samples", ["analyze", "pass-at-k"], "error: missing required argument 'samples'\n"],
    [
      "unknown threshold",
      ["analyze", micro, "--thresholds", "rlgain=0.1"],
      'There is no threshold "rlgain": did you mean "rlGain"?\n',
    ],
    [
      "no such run to compare",
      ["compare", "x"],
      '"x" is neither a run folder nor a run in .curriculum/runs: name a run folder or a *.curriculum.json file.\n',
    ],
  ];
  for (const [name, args, message] of bad) {
    it(`refuses: ${name}`, async () => {
      assert.deepEqual(await cli(args), { code: 2, out: "", err: message });
    });
  }

  it("refuses a bad curriculum in every command, a line for each problem, and writes nothing", async () => {
    await writeFile(join(folder, micro), '{\n  "sede": 1,\n  "graph": { "relations": ["bos"], "people": 3 }\n}');
    const expected =
      `${micro}:2:3: "sede" is no field of a curriculum: did you mean "seed"?\n` +
      `${micro}:3:46: graph.people must be an object in { }, not 3.\n`;
    for (const command of ["run", "generate", "train", "evaluate", "compare"]) {
      assert.deepEqual(await cli([command, micro]), { code: 2, out: "", err: expected });
    }
    const { out, err } = await cli(["run", micro, "--json"]);
    assert.deepEqual([JSON.parse(out), err], [{ type: "error", message: expected.trim() }, ""]);
  });

  it("refuses runs that do not exist and runs not trained yet", async () => {
    assert.match((await cli(["train", micro, "sft-comb"])).err, /has no run "sft-comb": did you mean "sft-comp"\?\n$/);
    const { code, err } = await cli(["evaluate", micro, "sft-comp"]);
    assert.equal(code, 2);
    assert.match(err, /first comes Generate data, Train sft-comp; do it with `reasoning-curriculum train` or `run`\./);
  });

  it("names the damaged run.json, and a folder that holds none", async () => {
    const { id } = await sampleRecord(join(folder, micro), "sft-comp");
    const run = join(folder, ".curriculum", "runs", id);
    await mkdir(run, { recursive: true });
    assert.match((await cli(["compare", id])).err, /run\.json: this file is missing; restore it, or delete/);
    await writeFile(join(run, "run.json"), "{");
    for (const args of [
      ["run", micro],
      ["compare", run],
    ]) {
      const { code, out, err } = await cli(args);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(
        err,
        /^[^\n]+run\.json: this file is damaged; restore it, or delete the folder to train the run anew\.\n$/,
      );
    }
    await rm(join(folder, ".curriculum"), { recursive: true });
  });

  it("runs tasks in order, in plain lines without control characters", async () => {
    const { code, err } = await cli(["run", micro, "--parallel", "1"]);
    assert.equal(code, 0, err);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(err, /[\u0000-\u0009\u000b-\u001f]/);
    const started = err.split("\n").filter((line) => line.endsWith(": started"));
    assert.equal(started.length, 9);
    assert.equal(started[0], "Generate data: started");
    assert.match(err, /Train rl-comp: done in [\d.]+ s\n/);
  });

  it("prints JSON alone with --json", async () => {
    const { code, out, err } = await cli(["train", micro, "sft-comp", "--json"]);
    assert.equal(code, 0);
    assert.equal(err, "");
    const lines = out.trim().split("\n");
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(events.at(-1), { type: "result", exitCode: 0, runs: [], notBegun: ["sft-comp"] });
    assert.ok(events.some(({ task, type }) => task === "train:sft-comp" && type === "progress"));
  });

  it("tells of failures in a sentence and skips what depends on them", async () => {
    const { code, out, err } = await cli(["run", micro], "fail");
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /Generate data: FAILED after [\d.]+ s: x\.json: too large; make it smaller\.\n/);
    assert.match(err, /Train sft-comp: skipped: Generate data failed\n/);
    assert.doesNotMatch(err, /stack/);
  });

  it("tells a failure from input that the user can mend by its exit code", async () => {
    const { code, err } = await cli(["generate", micro], "die");
    assert.equal(code, 1);
    assert.match(
      err,
      /The worker ended by SIGKILL before its job was done: something killed it, as [^;]+; its log is [^\n]+\.log\.\n$/,
    );
  });

  it("ends without a word when nobody reads what it prints", async () => {
    const child = spawn(process.execPath, [join(bin, "cli.js"), "train", micro, "sft-comp", "--json"], {
      cwd: folder,
      env: { ...process.env, FAKE_WORKER: "work" },
    });
    child.stdout.destroy();
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const code = await new Promise((done) => child.on("close", done));
    assert.deepEqual([code, err], [0, ""]);
  });

  it("stops in order on Ctrl-C, and says how to go on", async () => {
    const { code, err } = await cli(["generate", micro], "wait", [/threads/]);
    assert.equal(code, 3);
    assert.match(err, /Stopping after the current step, with a checkpoint\. Once more: stop now\.\n/);
    assert.match(err, /Generate data: stopped after [\d.]+ s\n/);
    assert.match(
      (await cli(["run", micro], "wait", [/threads/])).err,
      /Stopped\. The same command resumes where it was\.\n$/,
    );
  });

  it("stops now on a second Ctrl-C", async () => {
    const { code, err } = await cli(["generate", micro], "stubborn", [/threads/, /Once more/]);
    assert.equal(code, 3);
    assert.match(err, /Generate data: stopped after [\d.]+ s\n$/);
  });

  it("compares runs by curriculum, folder, id and baseline", async () => {
    const loaded = await readCurriculum(join(folder, micro));
    for (const name of ["sft-comp", "rl-comp"]) {
      const record = await sampleRecord(loaded.file, name);
      await folderOf(folder, record).write(record);
    }
    const { id } = await sampleRecord(loaded.file, "rl-comp");
    for (const args of [[micro], [id, join(".curriculum", "runs", id)], [micro, "--baseline", "rl-comp"]]) {
      const { code, out } = await cli(["compare", ...args]);
      assert.equal(code, 0);
      assert.match(out, /rl-comp/);
    }
    assert.match((await cli(["compare", micro, "--baseline", "rl-comp"])).out, /rl-comp \(baseline\)/);
    assert.match((await cli(["compare", micro, "--baseline", "rl-cmp"])).err, /did you mean "rl-comp"\?/);
    assert.match((await cli(["compare", id.slice(0, -1)])).err, new RegExp(`did you mean "${id}"`));
    const { differences } = JSON.parse((await cli(["compare", micro, "--json"])).out) as { differences: unknown[] };
    assert.ok(differences.length > 3);
    await rm(join(folder, ".curriculum"), { recursive: true });
  });

  it("analyzes evaluated runs, and says which are not", async () => {
    const loaded = await readCurriculum(join(folder, micro));
    const record = await sampleRecord(loaded.file, "sft-comp");
    await folderOf(folder, record).write(record);
    const { code, err } = await cli(["analyze", micro]);
    assert.deepEqual([code, /sft-comp-\w+: it is not evaluated yet; evaluate it first\.\n$/.test(err)], [2, true]);
    assert.match((await cli(["analyze", micro, "--by", "colour"])).err, /Allowed choices are hops, boundary/);
    assert.match((await cli(["analyze", micro, "--csv"])).err, /^--csv: there is a CSV of --sweep alone/);
    const misplaced = await cli(["analyze", micro, "--sweep", "--by", "path"]);
    assert.match(misplaced.err, /^--by: --sweep shows levels of the newest evaluations; drop one of the two\.\n$/);
    await rm(join(folder, ".curriculum"), { recursive: true });
  });

  it("tells pass@k of samples made elsewhere, and the gap of two files", async () => {
    const samples = (chance: number): string =>
      Array.from({ length: 40 * 64 }, (_, i) =>
        JSON.stringify({ question_id: `q${i % 40}`, correct: i % 2 === 0 && (i * 7919) % 100 < chance, model: "any" }),
      ).join("\n");
    await writeFile(join(folder, "before.jsonl"), samples(0));
    await writeFile(join(folder, "after.jsonl"), samples(60));
    const { out, code } = await cli(["analyze", "pass-at-k", "before.jsonl", "after.jsonl"]);
    assert.equal(code, 0);
    assert.match(out, /before\.jsonl: 40 questions, 64 samples each at least\./);
    assert.match(out, /Verdict: synthesis/);
    const larger = await cli([
      "analyze",
      "pass-at-k",
      "before.jsonl",
      "after.jsonl",
      "--thresholds",
      "k=128",
      "--json",
    ]);
    const result = JSON.parse(larger.out) as { curves: PassAtKCurve[]; comparison: PassAtKComparison };
    assert.deepEqual(
      result.curves.map(({ points }) => points.length),
      [7, 7],
    );
    assert.deepEqual(
      [result.comparison.verdict, result.comparison.needed],
      ["undecided", { verdict: "synthesis", questions: 40, samples: 128 }],
    );
    await writeFile(join(folder, "bad.jsonl"), '{"question_id": "a", "correct": true}\n{"question_id": "a"}\n');
    assert.deepEqual(await cli(["analyze", "pass-at-k", "bad.jsonl"]), {
      code: 2,
      out: "",
      err: 'bad.jsonl:2: "correct" is missing; it must be true or false.\n',
    });
  });

  it("examines the machine", async () => {
    const { code, out } = await cli(["doctor", "--json"]);
    assert.equal(code, 0);
    const report = JSON.parse(out) as Record<string, unknown> & {
      engine: { works: boolean };
      devices: { type: string; usable: boolean; name?: string; problem?: string }[];
    };
    assert.deepEqual([report["type"], report["node"], report.engine.works], ["result", process.version, true]);
    const types = report.devices.map(({ type }) => type);
    assert.deepEqual(types, ["cpu", "webgpu", "cuda", "tensorflow"]);
    for (const { usable, name, problem } of report.devices)
      assert.ok(usable ? name !== undefined && problem === undefined : problem !== undefined);
    assert.match((await cli(["doctor"])).out, /Engine +ONNX Runtime \S+ works, \d/);
  });

  it("needs no engine for what is not computed: a broken one is the doctor's finding", async () => {
    assert.doesNotMatch(await readFile(join(bin, "cli.js"), "utf8"), /^import .*"onnxruntime-node"/m);
  });

  it("documents its exit codes", async () => {
    const { code, out } = await cli(["--help"]);
    assert.equal(code, 0);
    assert.match(out, /3 {2}stopped by the user; the same command resumes/);
  });
});
