import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "jsonc-parser";
import { isRunning } from "../../src/core/is-running.ts";
import { listRuns } from "../../src/core/runs/folder.ts";
import type { RunRecord } from "../../src/core/runs/types.ts";
import { root, Workbench } from "../host/workbench.ts";
import { removeFolder, temporaryWorkspace } from "../host/workspace.ts";

/** Holds each step of RL up until there is a file, so that a test has its time on any machine. */
const patientReward = `
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
export const batched = true;
export default async (completions) => {
  if (!existsSync(new URL("go", import.meta.url))) await setTimeout(300);
  return completions.map(() => 0);
};
`;

describe("training from the side bar", function () {
  let folder: string;
  let workbench: Workbench;

  before(async () => {
    folder = await temporaryWorkspace();
    const world = parse(await readFile(path.join(root, "test/fixtures/micro.curriculum.json"), "utf8")) as object;
    const runs = {
      patient: {
        ...{ method: "grpo", data: { comp: 1 }, steps: 300, promptsPerStep: 2, groupSize: 2, maxNewTokens: 4 },
        ...{ evaluateEvery: 0, reward: { custom: { module: "patient.mjs", weight: 1 } } },
      },
      brief: { method: "sft", data: { mem: 1 }, batchSize: 8, steps: 3, evaluateEvery: 0 },
    };
    await writeFile(path.join(folder, "patient.mjs"), patientReward);
    await writeFile(path.join(folder, "line.curriculum.json"), JSON.stringify({ ...world, runs }));
    workbench = await Workbench.open(folder);
    await workbench.openSideBar();
  });

  after(async () => {
    await workbench.stop();
    for (const { pid } of await records()) if (pid !== undefined && isRunning(pid)) process.kill(pid, "SIGKILL");
    await removeFolder(folder);
  });

  const records = async (): Promise<RunRecord[]> =>
    Promise.all((await listRuns(folder)).map((run) => run.readIfBegun())).then((all) =>
      all.flatMap((one) => one ?? []),
    );

  const recordOf = async (name: string): Promise<RunRecord> =>
    (await records()).find((record) => record.name === name) ?? assert.fail(`no run ${name}`);

  /** The row of a run once it says so. */
  const reads = (name: string, text: RegExp): Promise<void> =>
    workbench.page
      .locator(`.pane-body .monaco-list-row[aria-label^="${name} "]`, { hasText: text })
      .waitFor({ timeout: 60_000 });

  const train = async (run: string): Promise<void> => {
    await workbench.menu("line", "Train Run…");
    await workbench.pick(run);
  };

  it("starts a run, and shows it in the tree and the status bar", async () => {
    await train("patient");
    await reads("patient", /GRPO · \d+ % · .* left/);
    await reads("line", /1 running/);
    const { page } = workbench;
    await page.locator(".statusbar-item", { hasText: /patient \d+ %/ }).waitFor();
    await page.locator(".statusbar-item", { hasText: /CPU · .* of .*iB/ }).waitFor();
  });

  it("shows a second run waiting for the first, and whom it waits for", async () => {
    await train("brief");
    const { pid } = await recordOf("patient");
    await reads("brief", new RegExp(`waiting for patient \\(process ${pid!}\\) on cpu`));
    await reads("line", /1 running, 1 queued/);
  });

  it("pauses the first, and the second starts by itself", async () => {
    await workbench.act("patient", "Pause Run");
    await reads("patient", /paused at \d+ %/);
    await reads("line", /1 of 2 finished, 1 paused/);
    assert.equal((await recordOf("brief")).state, "finished");
    const { progress, state } = await recordOf("patient");
    assert.equal(state, "paused");
    assert.ok(progress.step > 0 && progress.step === progress.checkpoint, JSON.stringify(progress));
    await workbench.page.locator(".statusbar-item", { hasText: /patient \d+ % · paused/ }).waitFor();
  });

  it("goes on in the same process", async () => {
    const before = await recordOf("patient");
    await workbench.act("patient", "Resume Run");
    await reads("patient", /GRPO · \d+ % · .* left/);
    assert.equal((await recordOf("patient")).pid, before.pid);
  });

  it("says how a run died, with its log and the way back beside it", async () => {
    const { page } = workbench;
    process.kill((await recordOf("patient")).pid!, "SIGKILL");
    await reads("patient", /failed at \d+ %/);
    const died = page.locator(".notification-list-item", { hasText: "The worker ended by SIGKILL" });
    await died.getByRole("button", { name: "Open Log" }).waitFor();
    await workbench.row("patient").click();
    const panel = await workbench.panel("run");
    const reason = panel.getByRole("alert");
    assert.match(await reason.innerText(), /something killed it, as the system does when memory runs out/);
    await panel.getByText("Log", { exact: true }).click();
    await page.locator(".tab.active", { hasText: /patient.*\.log/ }).waitFor();
    await died.getByRole("button", { name: "Resume" }).click();
    await reads("patient", /GRPO · \d+ % · .* left/);
  });

  it("stops with a checkpoint, and resumes it to its end", async () => {
    await workbench.act("patient", "Stop Run");
    await reads("patient", /stopped at \d+ %/);
    const stopped = await recordOf("patient");
    assert.ok(stopped.progress.step < stopped.progress.steps);
    assert.equal(stopped.progress.checkpoint, stopped.progress.step);
    assert.equal(stopped.error, undefined);

    await writeFile(path.join(folder, "go"), "");
    await workbench.act("patient", "Resume Run");
    await reads("line", /2 of 2 finished/);
    const { state, progress } = await recordOf("patient");
    assert.equal(state, "finished");
    assert.equal(progress.step, progress.steps);
    const [run] = (await listRuns(folder)).filter((one) => path.basename(one.folder).includes("patient"));
    const steps = (await run!.readMetrics()).map(({ step }) => step);
    assert.deepEqual(
      steps,
      Array.from({ length: progress.steps }, (_, i) => i + 1),
      "each step once",
    );
  });
});
