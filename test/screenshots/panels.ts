import { setTimeout as sleep } from "node:timers/promises";
import { take, type Scene } from "./camera.ts";

/** Its evaluation, and what was sampled in its training. */
export async function takeRun(scene: Scene): Promise<void> {
  const { workbench } = scene;
  const panel = await workbench.panel("run");
  for (const [tab, shown, name] of [
    ["Evaluation", "rc-level-table tbody tr", "run"],
    ["Training", "rc-chart figure svg.plot", "training"],
    ["Rollouts", "rc-rollouts-view article", "rollouts"],
  ] as const) {
    await panel.locator("vscode-tab-header", { hasText: tab }).click();
    await panel.locator(shown).first().waitFor();
    await take(scene, name);
  }
}

/** All runs side by side: accuracies, curves, answers to one question, findings. */
export async function takeComparison(scene: Scene): Promise<void> {
  const { workbench } = scene;
  const { page } = workbench;
  await workbench.command("Reasoning Curriculum: Compare Runs");
  await page.locator(".quick-input-count", { hasText: "Selected" }).waitFor();
  await page.keyboard.press("Enter");
  const panel = await workbench.panel("compare");
  for (const [tab, shown, name] of [
    ["Runs", "rc-runs-table tbody tr", "compare"],
    ["Curves", "rc-chart figure svg.plot", "curves"],
    ["Answers", "rc-answers-view tbody button", "answers"],
    ["Findings", "rc-findings li", "findings"],
  ] as const) {
    await panel.locator("vscode-tab-header", { hasText: tab }).click();
    await panel.locator(shown).first().waitFor();
    if (name === "answers") {
      await panel.getByText("Zero-shot", { exact: true }).first().click();
      await panel.locator(shown).first().click();
      await panel.locator("rc-answer-detail article").waitFor();
    }
    await take(scene, name);
  }
}

/** From the run to what RL made of it, and to one of its wrong chains. */
export async function takeAnalysis(scene: Scene): Promise<void> {
  const { workbench } = scene;
  const run = await workbench.panel("run");
  await run.locator("vscode-button", { hasText: "Analyze" }).click();
  const panel = await workbench.panel("analysis");
  await panel.locator("article.verdict").waitFor();
  await take(scene, "verdict");
  await panel.locator("vscode-tab-header", { hasText: "Errors" }).click();
  await panel.locator("rc-sample-list li button").first().click();
  await panel.locator("rc-sample-detail article").waitFor();
  await take(scene, "errors");
}

/** What a probe shows of the analyzed run; makes it where there is none. */
export async function takeProbe(scene: Scene): Promise<void> {
  const { workbench } = scene;
  const panel = await workbench.panel("analysis");
  await panel.locator("vscode-tab-header", { hasText: "Heads" }).click();
  const [map, probe] = [panel.locator("rc-heat-map"), panel.locator("vscode-button", { hasText: "Probe Run" })];
  await map.or(probe).first().waitFor();
  if (await probe.isVisible()) await probe.click();
  await map.first().waitFor({ timeout: 300_000 });
  await take(scene, "heads");
  for (const [tab, shown] of [
    ["Representations", "rc-scatter figure"],
    ["Uncertainty", ".strip"],
  ] as const) {
    await panel.locator("vscode-tab-header", { hasText: tab }).click();
    await panel.locator(shown).first().waitFor();
    await take(scene, tab.toLowerCase());
  }
}

/** The runs of the workspace's curriculum over the first setting that it sweeps. */
export async function takeSweep(scene: Scene): Promise<void> {
  const { workbench } = scene;
  await workbench.command("Reasoning Curriculum: Show Sweep");
  const panel = await workbench.panel("sweep");
  await panel.locator("rc-chart figure svg.plot").nth(2).waitFor();
  await take(scene, "sweep");
}

/** A run that has no folder yet, in the middle of its training; it is stopped again. */
export async function takeLive(scene: Scene, run: string): Promise<void> {
  const { workbench } = scene;
  await workbench.command("Reasoning Curriculum: Train Run");
  await workbench.pick(run);
  const status = workbench.page.locator(".statusbar-item[id$='reasoning-curriculum.run']");
  await status.click();
  const panel = await workbench.panel("run");
  await panel.getByText("left", { exact: false }).first().waitFor();
  await sleep(10_000);
  await take(scene, "live");
  await workbench.command("Reasoning Curriculum: Stop Run");
  await status.waitFor({ state: "hidden", timeout: 120_000 });
}
