// `npm run screenshots [CURRICULUM [SWEPT]]`: pictures of the workbench for README and docs in three themes, in
// media/screenshots/. CURRICULUM, samples/first-run by default, has run already; SWEPT, for the picture of a sweep, too.
import { cp, rm } from "node:fs/promises";
import path from "node:path";
import { readCurriculum } from "../../src/core/curriculum/read.ts";
import { openDataset } from "../../src/core/dataset/open.ts";
import { listRuns } from "../../src/core/runs/folder.ts";
import type { RunRecord } from "../../src/core/runs/types.ts";
import { root, Workbench } from "../host/workbench.ts";
import { removeFolder, temporaryWorkspace } from "../host/workspace.ts";
import type { Scene } from "./camera.ts";
import { takeBiography, takeExplorer, takeQuestion, takeTrees } from "./data.ts";
import { takeAnalysis, takeComparison, takeLive, takeProbe, takeRun, takeSweep } from "./panels.ts";

const themes = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  contrast: "Default High Contrast",
} as const;

/** In each theme, in a workbench with the side bar open. */
async function inThemes(
  folder: string,
  take: (scene: Scene) => Promise<void>,
  before?: () => Promise<void>,
): Promise<void> {
  for (const [shade, theme] of Object.entries(themes)) {
    await before?.();
    const workbench = await Workbench.open(folder, { theme });
    try {
      await workbench.openSideBar();
      await workbench.page.locator(".pane-body .monaco-list-row").first().waitFor();
      await take({ workbench, shade });
    } finally {
      await workbench.stop();
    }
  }
}

async function takeAll(scene: Scene, folder: string, rl: RunRecord): Promise<void> {
  const dataset = await openDataset(path.resolve(folder, rl.dataset.folder));
  const composed = (await dataset.questions("comp", "test")).find(({ level }) => level === "composition")!;
  const row = scene.workbench.row(rl.name);
  await row.waitFor();
  await takeTrees(scene, dataset.graph.relations[0]!.name);
  await takeBiography(scene, dataset);
  await takeQuestion(scene, composed.id);
  await takeExplorer(scene, rl.name);
  await row.click();
  await takeRun(scene);
  await takeAnalysis(scene);
  await takeProbe(scene);
  await takeComparison(scene);
}

/** On a copy of a curriculum with its datasets and runs, which pictures may add to. */
async function onCopy(
  curriculum: string,
  use: (folder: string, runs: readonly RunRecord[]) => Promise<void>,
): Promise<void> {
  const { root: source, name } = await readCurriculum(curriculum);
  const temporary = await temporaryWorkspace();
  try {
    const folder = path.join(temporary, name);
    await cp(curriculum, path.join(folder, path.basename(curriculum)));
    const belongs = (file: string): boolean => {
      const [, kind, own] = path.relative(source, file).split(path.sep);
      return own === undefined || own.startsWith(kind === "runs" ? `${name}.` : `${name}-`);
    };
    await cp(path.join(source, ".curriculum"), path.join(folder, ".curriculum"), { recursive: true, filter: belongs });
    const runs = await Promise.all((await listRuns(folder)).map((run) => run.read()));
    if (runs.length === 0) throw new Error(`${name} has no runs: run it first.`);
    await use(folder, runs);
  } finally {
    await removeFolder(temporary);
  }
}

const [curriculum = path.join(root, "samples", "first-run.curriculum.json"), swept] = process.argv
  .slice(2)
  .map((file) => path.resolve(file));
await onCopy(curriculum, async (folder, runs) => {
  const rl = runs.findLast(({ config }) => config.method === "grpo") ?? runs[0]!;
  await inThemes(folder, (scene) => takeAll(scene, folder, rl));
  const again = (): Promise<void> => rm(path.join(folder, ".curriculum", "runs", rl.id), { recursive: true });
  await inThemes(folder, (scene) => takeLive(scene, rl.name), again);
});
if (swept !== undefined) await onCopy(swept, (folder) => inThemes(folder, takeSweep));
