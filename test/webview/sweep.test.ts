import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyzeSweep, type SweptRun } from "../../src/core/analysis/sweep/curves.ts";
import { levels, skills } from "../../src/core/dataset/types.ts";
import { openPanel, panelLog, tell } from "./page.ts";
import { suiteBrowser } from "./suite-browser.ts";

const setting = "questions.irrelevantContext";
const values = [0, 0.02, 0.06, 0.15].map((number) => ({ text: String(number), number }));

/** Right answers of each run over the bridge dial: I.I.D., Composition, Zero-shot. */
const shares: Readonly<Record<string, (x: number) => readonly [number, number, number]>> = {
  "sft-comp": (x) => [0.85 - x, 0.8, 0.17],
  "sft-mem-ctx": (x) => [0.3 + 3 * x, 0.3 + 2.5 * x, 0.2 + 3 * x],
  "sft-mem-ctx-rl": (x) => [0.35 + 3.5 * x, 0.3 + 3.4 * x, 0.2 + (x > 0 ? 0.3 : 0) + 2 * x],
};

const runs = Object.entries(shares).flatMap(([base, share]) =>
  values.flatMap(({ text, number }, index) =>
    [4, 5, 6].map((seed): SweptRun => {
      const at = share(number).map((value) => Math.min(1, value + 0.02 * (seed - 5)));
      return {
        ...{ id: `x.${base}-${index}${seed}`, name: `${base}@irrelevantContext=${text},seed=${seed}`, base, seed },
        settings: [{ path: setting, value: number, index, parts: [{ path: ["irrelevantContext"], text }] }],
        cells: skills.flatMap((skill) =>
          levels.map((level, i) => ({
            ...{ skill, level, questions: 200, passAtK: {} },
            ...{ accuracy: at[i]!, strictAccuracy: 0.9 * at[i]! },
          })),
        ),
        ...(base.endsWith("rl") && {
          verdict: number === 0 ? "undecided" : number < 0.1 ? "synthesis" : "amplification",
        }),
      };
    }),
  ),
);

const hydrate = {
  type: "hydrate",
  file: "/x/bridge.curriculum.json",
  name: "bridge",
  settings: [setting, "seed"],
  analysis: analyzeSweep(setting, values, runs),
};

describe("the panel of a sweep", function () {
  this.timeout(60_000);
  const browser = suiteBrowser();

  const open = async (state: unknown = null): Promise<void> => {
    await openPanel(browser.page, "sweep", state);
    await tell(browser.page, hydrate);
    await browser.page.getByRole("heading", { name: `bridge over ${setting}` }).waitFor();
  };

  it("draws a chart a level, with all runs and their values as a table", async () => {
    await open();
    const { page } = browser;
    for (const level of ["I.I.D.", "Composition", "Zero-shot"])
      await page.getByRole("img", { name: new RegExp(`^COMP ${level} over ${setting}`) }).waitFor();
    const row = page.getByRole("row", { name: /sft-mem-ctx-rl 0\.02/ });
    assert.match((await row.textContent())!.replace(/\s+/g, " "), /4 5 6 .*54\.0 % \[52\.0 %, 56\.0 %\].*synthesis 3/);
  });

  it("says where one run overtakes another, and keeps what is looked at", async () => {
    await open();
    const { page } = browser;
    await page.getByText(/^sft-mem-ctx-rl is ahead of sft-comp on COMP I\.I\.D\. from .* = 0\.15 on/).waitFor();
    await page.getByText("Strict (chain)", { exact: true }).click();
    await page.getByText("COMP, strict (chain)").waitFor();
    const { state } = await panelLog(page);
    assert.deepEqual(state, { file: hydrate.file, setting, skill: "comp", measure: "chain" });
  });

  it("asks for another setting, a run, and a file", async () => {
    await open();
    const { page } = browser;
    await page.getByText("seed", { exact: true }).click();
    await page.getByRole("button", { name: "5" }).first().click();
    const { posted } = await panelLog(page);
    assert.deepEqual(posted.slice(1), [
      { type: "choose", setting: "seed" },
      { type: "openRun", runId: "x.sft-comp-05" },
    ]);
    await page.getByRole("button", { name: "Export" }).first().click();
    await page.getByRole("button", { name: "Save as CSV…" }).first().click();
    const saved = (await panelLog(page)).posted.at(-1)!;
    assert.equal(saved["suggestedName"], "bridge-sweep-comp-answer.csv");
    assert.match(String(saved["content"]), /^Run,questions\.irrelevantContext,Seeds,I\.I\.D\./);
  });

  it("names values that are no numbers on the axis, in readings and in files", async () => {
    const names = ["comp=1", "comp=2,mem=1,ctx=1", "comp=1,mem=2,ctx=5,biographies=1"];
    const mixed = runs
      .filter(({ settings }) => settings[0]!.index < names.length)
      .map((run) => {
        const { index } = run.settings[0]!;
        const text = names[index]!;
        const name = `${run.base}@${text},seed=${run.seed}`;
        return { ...run, name, settings: [{ path: "data", value: text, index, parts: [{ path: ["data"], text }] }] };
      });
    const analysis = analyzeSweep(
      "data",
      names.map((text) => ({ text })),
      mixed,
    );
    await openPanel(browser.page, "sweep");
    await tell(browser.page, { ...hydrate, settings: ["data"], analysis });
    const { page } = browser;
    const plot = page.getByRole("img", { name: /^COMP I\.I\.D\. over data/ });
    await plot.getByText("comp=1", { exact: true }).waitFor();
    const ticks = await plot.locator('[aria-label="x-axis tick label"] text').allTextContents();
    assert.equal(ticks.length, names.length);
    assert.ok(ticks[1]!.startsWith("comp=2"), ticks.join(" | "));
    assert.equal(await page.getByRole("button", { name: /Logarithmic x axis/ }).count(), 0);
    await plot.focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page
      .getByText(/^data comp=2,mem=1,ctx=1, sft-comp /)
      .first()
      .waitFor({ state: "attached" });
    await page.locator("rc-chart").first().getByRole("button", { name: "Export" }).click();
    await page.getByRole("button", { name: "Save as CSV…" }).first().click();
    const saved = (await panelLog(page)).posted.at(-1)!;
    assert.match(String(saved["content"]), /\r\n"comp=2,mem=1,ctx=1",/);
  });

  it("says what is wrong, also in place of what it showed", async () => {
    await openPanel(browser.page, "sweep");
    await browser.page.getByRole("status").waitFor();
    await tell(browser.page, { type: "failure", message: "bridge: none of its runs is evaluated yet." });
    await browser.page.getByRole("alert").waitFor();
  });
});
