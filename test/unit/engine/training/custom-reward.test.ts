import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type * as Sample from "../../../../samples/rewards/reward.d.ts";
import { readCurriculum } from "../../../../src/core/curriculum/read.ts";
import { formatDiagnostic } from "../../../../src/core/curriculum/read.ts";
import { parseCurriculumFile } from "../../../../src/core/curriculum/parse.ts";
import { RunFolder } from "../../../../src/core/runs/folder.ts";
import { resolveRun, resolveRuns } from "../../../../src/core/runs/resolve.ts";
import { createOnnxEngine } from "../../../../src/engine/executors/onnx/engine.ts";
import type { RewardedCompletion } from "../../../../src/engine/training/custom-reward.ts";
import { trainRun } from "../../../../src/engine/training/train.ts";
import { micro, microFolder } from "./micro.ts";

type Same<A, B> = [A, B] extends [B, A] ? true : never;

describe("a reward module of the user's own", function () {
  this.timeout(60_000);
  let place: Awaited<ReturnType<typeof microFolder>>;
  before(async () => {
    place = await microFolder();
    const short = micro.runs!["short"]!;
    const rl = {
      ...micro.runs!["short-rl"],
      steps: 2,
      reward: { outcome: 1, custom: { module: "own.mjs", weight: 2 } },
    };
    await writeFile(place.file, JSON.stringify({ ...micro, runs: { short, rl } }));
    await own("export default () => 0;");
    await train("short");
  });
  after(() => place.remove());

  const own = (code: string): Promise<void> => writeFile(join(place.folder, "own.mjs"), code);

  async function train(run: string): Promise<RunFolder> {
    const job = { kind: "train", curriculum: place.file, run, threads: 1 } as const;
    const context = { emit: () => undefined, cancelled: new AbortController().signal, createEngine: createOnnxEngine };
    await trainRun(job, context);
    return new RunFolder(resolveRun(await readCurriculum(place.file), run).folder);
  }

  it("is told of the completion, its chain and the gold one, and its part of the reward is a metric", async () => {
    await own(
      `export default async (c) => {
        for (const [name, type] of Object.entries({ prompt: "string", text: "string", tokens: "number", truncated: "boolean", rightHops: "number" }))
          if (typeof c[name] !== type) throw new Error(name);
        if (c.skill !== "mem" || c.level !== "iid" || c.gold.hops.length !== c.relationPath.length) throw new Error("gold");
        if (c.gold.hops.some((hop, i) => hop.relation !== c.relationPath[i])) throw new Error("path");
        if (c.gold.hops.at(-1).object !== c.gold.answer || !c.prompt.includes(c.gold.hops[0].subject)) throw new Error("answer");
        return c.tokens / 8;
      };`,
    );
    const folder = await train("rl");
    const [row] = await folder.readMetrics();
    assert.ok(Math.abs(row!["rewards/custom/mean"]! - row!["completions/mean_length"]! / 8) < 1e-9);
    assert.ok(Math.abs(row!["reward"]! - row!["rewards/outcome/mean"]! - 2 * row!["rewards/custom/mean"]!) < 1e-9);
    const rollouts = await folder.readRollouts(1);
    assert.ok(rollouts.every(({ reward, tokens }) => reward === tokens / 4 || reward === 1 + tokens / 4));
  });

  it("may be asked for all completions at once", async () => {
    await own("export const batched = true; export default async (all) => all.map((_, i) => i);");
    const [row] = await (await train("rl")).readMetrics();
    assert.equal(row!["rewards/custom/mean"], 7.5);
  });

  it("is part of what identifies the run by its content, which is not executed to read a curriculum", async () => {
    const idOf = async (): Promise<string> => resolveRun(await readCurriculum(place.file), "rl").id;
    await own("throw new Error('run');");
    const first = await idOf();
    await own("throw new Error('again');");
    assert.notEqual(await idOf(), first);
    await own("throw new Error('run');");
    assert.equal(await idOf(), first);
  });

  it("may be swept, each with a run of its own", async () => {
    await own("export default () => 1;");
    await writeFile(join(place.folder, "other.mjs"), "export default () => 2;");
    const runs = {
      a: { method: "sft", data: { mem: 1 }, steps: 1 },
      b: { method: "grpo", from: "a", data: { mem: 1 }, steps: 1, reward: { custom: { module: "own.mjs" } } },
    };
    const file = join(place.folder, "swept.curriculum.json");
    const sweep = { "runs.b.reward.custom.module": ["own.mjs", "other.mjs"] };
    await writeFile(file, JSON.stringify({ runs, sweep }));
    const modules = resolveRuns(await readCurriculum(file)).map(({ rewardModule }) => rewardModule?.path);
    assert.deepEqual(modules, [undefined, join(place.folder, "own.mjs"), join(place.folder, "other.mjs")]);
  });

  it("is missed in the editor where it is not there", async () => {
    const text = JSON.stringify({
      runs: {
        a: { method: "sft", data: { mem: 1 }, steps: 1 },
        b: { method: "grpo", from: "a", data: { mem: 1 }, steps: 1, reward: { custom: { module: "gone.mjs" } } },
      },
    });
    const { diagnostics } = await parseCurriculumFile(text, join(place.folder, "x.curriculum.json"), "x");
    assert.match(
      diagnostics.map(formatDiagnostic).join("\n"),
      /^x:1:\d+: runs\.b\.reward\.custom\.module names gone\.mjs, but there is no such file beside this curriculum/,
    );
  });

  const faults: Readonly<Record<string, readonly [code: string, complaint: RegExp]>> = {
    throws: [
      "export default (c) => {\n  return c.nothing.there;\n};",
      /own\.mjs:2: the reward module failed with TypeError: Cannot read.*; mend it/,
    ],
    rejects: [
      "export default async () => {\n\n  throw new RangeError('far');\n};",
      /own\.mjs:3: the reward module failed with RangeError: far; mend/,
    ],
    "is not JavaScript": [
      "export default (c) =>\n  (;",
      /own\.mjs(:2)?: the reward module cannot be loaded with SyntaxError/,
    ],
    "imports what is not there": [
      "import './gone.mjs';",
      /own\.mjs: the reward module cannot be loaded with Error: Cannot find module/,
    ],
    "exports no function": [
      "export const reward = 1;",
      /own\.mjs: the module has no default export that is a function/,
    ],
    "returns NaN": [
      "export default () => NaN;",
      /own\.mjs: the reward of a completion of question mem-train-\d+ is NaN; own\.mjs must return a finite number/,
    ],
    "returns text": [
      "export default () => '1';",
      /question mem-train-\d+ is '1'; own\.mjs must return a finite number/,
    ],
    "returns nothing": ["export default () => {};", /question mem-train-\d+ is undefined/],
    "returns too few": [
      "export const batched = true; export default () => [1];",
      /of 16 completions returned 1 numbers; return an array/,
    ],
  };
  for (const [what, [code, complaint]] of Object.entries(faults))
    it(`stops the run with one sentence where it ${what}`, async () => {
      await own(code);
      await assert.rejects(train("rl"), (error: Error) => {
        assert.match(error.message, complaint);
        assert.ok(!error.message.includes("\n"));
        return true;
      });
    });

  it("leaves a run that failed by it to be resumed", async () => {
    const flag = "globalThis.rewardFails";
    await own(`export default () => { if (${flag}) throw new Error("the judge is away"); return 0; };`);
    Object.assign(globalThis, { rewardFails: true });
    await assert.rejects(train("rl"), /the judge is away/);
    const folder = new RunFolder(resolveRun(await readCurriculum(place.file), "rl").folder);
    const { state, error } = await folder.read();
    assert.equal(state, "failed");
    assert.match(error ?? "", /own\.mjs:1: .*the judge is away/);
    Object.assign(globalThis, { rewardFails: false });
    assert.equal((await (await train("rl")).read()).state, "finished");
  });

  it("is given what its type says", () => {
    const same: Same<RewardedCompletion, Sample.Completion> = true;
    assert.equal(same, true);
  });
});
