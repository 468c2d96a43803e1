// `node --import tsx test/screenshots/pass-at-k.ts REPORT.html`: the pass@k charts of a report's RL runs on Zero-shot COMP,
// as media/screenshots/pass-at-k-dark.png and -light.png. The report holds the paradox sample's runs, of three seeds.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { startBrowser } from "../host/browser.ts";
import { root } from "../host/workbench.ts";
import { palettePng } from "./palette-png.ts";

/** Leaves of the report the pass@k charts of its RL runs, three beside each other, each with its run as the title. */
const keepCharts = `
  const grid = document.createElement("div");
  grid.style.cssText = "display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px";
  let run = "";
  for (const element of document.querySelectorAll("h2, figure")) {
    if (element.tagName === "H2") run = element.textContent;
    const title = element.querySelector("figcaption");
    if (title?.textContent !== "COMP Zero-shot pass@k" || !run.includes("-rl")) continue;
    title.textContent = run;
    grid.append(element);
  }
  document.body.replaceChildren(grid);
`;

const report = process.argv[2];
if (report === undefined) throw new Error("Name the report.");
for (const shade of ["dark", "light"] as const) {
  const browser = await startBrowser(path.join(root, ".cache"), shade);
  try {
    const { page } = browser;
    await page.setViewportSize({ width: 1400, height: 900 });
    await page.goto(pathToFileURL(path.resolve(report)).href);
    await page.evaluate(`{${keepCharts}}`);
    const picture = await page.locator("body").screenshot();
    await writeFile(path.join(root, "media", "screenshots", `pass-at-k-${shade}.png`), await palettePng(page, picture));
  } finally {
    await browser.stop();
  }
}
