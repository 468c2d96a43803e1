import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root, type Workbench } from "../host/workbench.ts";
import { palettePng } from "./palette-png.ts";

/** In the status bar, where nothing answers to the pointer. */
const nowhere = [700, 890] as const;
const target = path.join(root, "media", "screenshots");

/** A workbench before the camera, and the theme it is in. */
export interface Scene {
  readonly workbench: Workbench;
  readonly shade: string;
}

/** `media/screenshots/NAME-SHADE.png`; the pointer leaves the scene unless what it points at belongs to the picture. */
export async function take({ workbench, shade }: Scene, name: string, { pointing = false } = {}): Promise<void> {
  const { page } = workbench;
  if (!pointing) await page.mouse.move(...nowhere);
  // Tooltips fade, charts settle.
  await sleep(1000);
  await mkdir(target, { recursive: true });
  await writeFile(path.join(target, `${name}-${shade}.png`), await palettePng(page, await page.screenshot()));
  console.log(`media/screenshots/${name}-${shade}.png`);
}
