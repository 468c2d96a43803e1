// `npm run screenshots [CURRICULUM]`: pictures of the workbench for README and docs in three themes, in media/screenshots/.
// The curriculum, samples/first-run by default, has run already.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readCurriculum } from "../../src/core/curriculum/read.ts";
import { openDataset } from "../../src/core/dataset/open.ts";
import { listRuns } from "../../src/core/runs/folder.ts";
import { root, Workbench, type Theme } from "../host/workbench.ts";
import { removeFolder, temporaryWorkspace } from "../host/workspace.ts";
import { palettePng } from "./palette-png.ts";

const themes = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  contrast: "Default High Contrast",
} as const;
/** In the status bar, where nothing answers to the pointer. */
const nowhere = [700, 890] as const;
const target = path.join(root, "media", "screenshots");

async function take(workbench: Workbench, name: string): Promise<void> {
  // Tooltips fade, charts settle.
  await sleep(1000);
  const { page } = workbench;
  await writeFile(path.join(target, `${name}.png`), await palettePng(page, await page.screenshot()));
  console.log(`media/screenshots/${name}.png`);
}

async function takeAll(folder: string, shade: keyof typeof themes, theme: Theme): Promise<void> {
  const runs = await Promise.all((await listRuns(folder)).map((run) => run.read()));
  const rl = runs.findLast(({ config }) => config.method === "grpo") ?? runs[0]!;
  const dataset = await openDataset(path.resolve(folder, rl.dataset.folder));
  const person = dataset.graph.people.find(({ parametric, contextual }) => parametric && contextual)!;
  const statement = dataset.biography(person.id).at(-1)!;

  const workbench = await Workbench.open(folder, { theme });
  try {
    const { page } = workbench;
    await workbench.openSideBar();
    await workbench.row(rl.name).waitFor();

    await workbench.expand("Relations", "Parametric");
    await workbench.row(dataset.graph.relations[0]!.name).waitFor();
    await page.mouse.move(...nowhere);
    await take(workbench, `trees-${shade}`);
    await workbench.collapse("Relations");

    await workbench.command("Reasoning Curriculum: Open Biography");
    await workbench.pick(person.name);
    const line = page.locator(".editor-instance .view-line", { hasText: statement.text });
    await line.waitFor();
    await page.keyboard.press("Control+End");
    await line.hover({ position: { x: 60, y: 8 } });
    await page.locator(".monaco-hover:visible", { hasText: "Known from" }).waitFor();
    await take(workbench, `biography-${shade}`);

    const composed = (await dataset.questions("comp", "test")).find(({ level }) => level === "composition")!;
    await takeQuestion(workbench, composed.id, shade);
    await takeExplorer(workbench, rl.name, shade);

    await workbench.row(rl.name).click();
    await takeRun(workbench, shade);
    await takeAnalysis(workbench, shade);
    await takeProbe(workbench, shade);
    await takeComparison(workbench, shade);

    // Live: the same run once more, in the middle of its training.
    await rm(path.join(folder, ".curriculum", "runs", rl.id), { recursive: true });
    await workbench.command("Reasoning Curriculum: Train Run");
    await workbench.pick(rl.name);
    await page.locator(".statusbar-item", { hasText: rl.name }).click();
    await (await workbench.panel("run")).getByText("left", { exact: false }).first().waitFor();
    await page.mouse.move(...nowhere);
    await sleep(10_000);
    await take(workbench, `live-${shade}`);
  } finally {
    await workbench.stop();
  }
}

/** Its evaluation, and what was sampled in its training. */
async function takeRun(workbench: Workbench, shade: string): Promise<void> {
  const panel = await workbench.panel("run");
  for (const [tab, shown, name] of [
    ["Evaluation", "rc-level-table tbody tr", "run"],
    ["Training", "rc-chart figure svg.plot", "training"],
    ["Rollouts", "rc-rollouts-view article", "rollouts"],
  ] as const) {
    await panel.locator("vscode-tab-header", { hasText: tab }).click();
    await panel.locator(shown).first().waitFor();
    await workbench.page.mouse.move(...nowhere);
    await take(workbench, `${name}-${shade}`);
  }
}

/** All runs side by side: accuracies, curves, answers to one question, findings. */
async function takeComparison(workbench: Workbench, shade: string): Promise<void> {
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
    await page.mouse.move(...nowhere);
    await take(workbench, `${name}-${shade}`);
  }
}

async function takeQuestion(workbench: Workbench, id: string, shade: string): Promise<void> {
  const { page } = workbench;
  await workbench.command("Reasoning Curriculum: Find Question");
  await page.locator(".quick-input-widget input[type=text]").fill(id);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: id }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".editor-instance .view-line", { hasText: "Gold chain" }).waitFor();
  await page.mouse.move(...nowhere);
  await take(workbench, `question-${shade}`);
}

/** From the question's path to all paths, coloured by how often a run was right. */
async function takeExplorer(workbench: Workbench, run: string, shade: string): Promise<void> {
  const { page } = workbench;
  await page.locator(".codelens-decoration a", { hasText: "Explore the path" }).click();
  const panel = await workbench.panel("explorer");
  await panel.locator(".questions > li").first().waitFor();
  await panel.locator("button.runs").click();
  await panel.locator(".run-menu").getByText(run, { exact: true }).click();
  await page.keyboard.press("Escape");
  await panel.locator("rc-path-detail tr", { hasText: run }).getByText("%").first().waitFor();
  await page.mouse.move(...nowhere);
  await take(workbench, `explorer-${shade}`);
  await panel.locator("vscode-tab-header", { hasText: "Coverage" }).click();
  await panel.getByText("Relation × next relation").click();
  await page.mouse.move(...nowhere);
  await take(workbench, `coverage-${shade}`);
}

/** From the run to what RL made of it, and to one of its wrong chains. */
async function takeAnalysis(workbench: Workbench, shade: string): Promise<void> {
  const run = await workbench.panel("run");
  await run.locator("vscode-button", { hasText: "Analyze" }).click();
  const panel = await workbench.panel("analysis");
  await panel.locator("article.verdict").waitFor();
  await workbench.page.mouse.move(...nowhere);
  await take(workbench, `verdict-${shade}`);
  await panel.locator("vscode-tab-header", { hasText: "Errors" }).click();
  await panel.locator("rc-sample-list li button").first().click();
  await panel.locator("rc-sample-detail article").waitFor();
  await workbench.page.mouse.move(...nowhere);
  await take(workbench, `errors-${shade}`);
}

/** What a probe shows of the analyzed run; makes it where there is none. */
async function takeProbe(workbench: Workbench, shade: string): Promise<void> {
  const panel = await workbench.panel("analysis");
  await panel.locator("vscode-tab-header", { hasText: "Heads" }).click();
  const [map, probe] = [panel.locator("rc-heat-map"), panel.locator("vscode-button", { hasText: "Probe Run" })];
  await map.or(probe).first().waitFor();
  if (await probe.isVisible()) await probe.click();
  await map.first().waitFor({ timeout: 300_000 });
  await workbench.page.mouse.move(...nowhere);
  await take(workbench, `heads-${shade}`);
  for (const [tab, shown] of [
    ["Representations", "rc-scatter figure"],
    ["Uncertainty", ".strip"],
  ] as const) {
    await panel.locator("vscode-tab-header", { hasText: tab }).click();
    await panel.locator(shown).first().waitFor();
    await workbench.page.mouse.move(...nowhere);
    await take(workbench, `${tab.toLowerCase()}-${shade}`);
  }
}

const curriculum = path.resolve(process.argv[2] ?? path.join(root, "samples", "first-run.curriculum.json"));
const { root: source, name } = await readCurriculum(curriculum);
for (const shade of Object.keys(themes) as (keyof typeof themes)[]) {
  // A copy each: the pictures of a live run train it again.
  const temporary = await temporaryWorkspace();
  try {
    const folder = path.join(temporary, name);
    await cp(curriculum, path.join(folder, path.basename(curriculum)));
    await cp(path.join(source, ".curriculum"), path.join(folder, ".curriculum"), { recursive: true });
    if ((await listRuns(folder)).length === 0) throw new Error(`${name} has no runs: run it first.`);
    await mkdir(target, { recursive: true });
    await takeAll(folder, shade, themes[shade]);
  } finally {
    await removeFolder(temporary);
  }
}
