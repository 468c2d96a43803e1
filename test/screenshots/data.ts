import type { Dataset } from "../../src/core/dataset/open.ts";
import { take, type Scene } from "./camera.ts";

/** Both trees, with relations unfolded. */
export async function takeTrees(scene: Scene, relation: string): Promise<void> {
  const { workbench } = scene;
  await workbench.expand("Relations", "Parametric");
  await workbench.row(relation).waitFor();
  await take(scene, "trees");
  await workbench.collapse("Relations");
}

/** Of somebody with facts of both kinds, and where one of them is known from. */
export async function takeBiography(scene: Scene, dataset: Dataset): Promise<void> {
  const { workbench } = scene;
  const { page } = workbench;
  const person = dataset.graph.people.find(({ parametric, contextual }) => parametric && contextual)!;
  const statement = dataset.biography(person.id).at(-1)!;
  await workbench.command("Reasoning Curriculum: Open Biography");
  await workbench.pick(person.name);
  const line = page.locator(".editor-instance .view-line", { hasText: statement.text });
  await line.waitFor();
  await page.keyboard.press("Control+End");
  await line.hover({ position: { x: 60, y: 8 } });
  await page.locator(".monaco-hover:visible", { hasText: "Known from" }).waitFor();
  await take(scene, "biography", { pointing: true });
}

export async function takeQuestion(scene: Scene, id: string): Promise<void> {
  const { workbench } = scene;
  const { page } = workbench;
  await workbench.command("Reasoning Curriculum: Find Question");
  await page.locator(".quick-input-widget input[type=text]").fill(id);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: id }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".editor-instance .view-line", { hasText: "Gold chain" }).waitFor();
  await take(scene, "question");
}

/** From the question's path to all paths, coloured by how often a run was right. */
export async function takeExplorer(scene: Scene, run: string): Promise<void> {
  const { workbench } = scene;
  const { page } = workbench;
  await page.locator(".codelens-decoration a", { hasText: "Explore the path" }).click();
  const panel = await workbench.panel("explorer");
  await panel.locator(".questions > li").first().waitFor();
  await panel.locator("button.runs").click();
  await panel.locator(".run-menu").getByText(run, { exact: true }).click();
  await page.keyboard.press("Escape");
  await panel.locator("rc-path-detail tr", { hasText: run }).getByText("%").first().waitFor();
  await take(scene, "explorer");
  await panel.locator("vscode-tab-header", { hasText: "Coverage" }).click();
  await panel.getByText("Relation × next relation").click();
  await take(scene, "coverage");
}
