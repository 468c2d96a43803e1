import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { RolloutPage } from "../../src/protocol/panels.ts";
import { configs, evaluation, metricRows, runRecord } from "./fixtures.ts";
import { openPanel, panelLog, tell } from "./page.ts";
import { suiteBrowser } from "./suite-browser.ts";

const name = "sft-atomic-rl";
const config = configs[name]!;
const rows = metricRows(name, config).map((row) => ({ ...row, chain_accuracy: 0 }));
const at = (step: number) =>
  runRecord(name, config, { state: "running", progress: { step, steps: config.steps, seconds: step / 2 } });

const rolloutPage = (step: number): RolloutPage => ({
  steps: [1, 2, 3],
  step,
  reward: 0.5,
  completions: 16,
  offset: 0,
  total: 20,
  groups: [
    {
      question: "comp-train-000001",
      prompt: "Question: Who is the spouse of the boss of Ada Reyes?",
      answer: "Eva Moss",
      reward: 0.5,
      std: 0.52,
      completions: [
        { text: "So, the answer is: Eva Moss", reward: 1, advantage: 0.97, tokens: 9, times: 8 },
        { text: "So, the answer is: Kim Park", reward: 0, advantage: -0.97, tokens: 9, times: 8 },
      ],
    },
  ],
});

/** The panel of a run that goes on, as built. */
describe("the run panel, live", function () {
  this.timeout(60_000);
  const browser = suiteBrowser();

  const open = async () => {
    await openPanel(browser.page, "run");
    await tell(browser.page, { type: "hydrate", run: at(0), metrics: [], evaluations: [] });
    await browser.page.getByRole("heading", { name, exact: true }).waitFor();
    await browser.page.locator("rc-chart").first().waitFor();
  };

  /** Where things stand, by their text. */
  const places = () =>
    browser.page.evaluate<Readonly<Record<string, readonly number[]>>>(`(() => {
      const panel = document.querySelector("rc-run-panel").shadowRoot;
      const box = (element) => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height]; };
      const named = [...panel.querySelectorAll("vscode-button, vscode-tab-header, .progress, .facts, .notice")];
      const charts = [...panel.querySelectorAll("rc-chart")];
      return Object.fromEntries([
        ...named.map((element) => [element.className || element.textContent.trim(), box(element)]),
        ...charts.map((chart) => [chart.shadowRoot.querySelector("h3").textContent, box(chart)]),
        ...charts.map((chart) => [chart.shadowRoot.querySelector("h3").textContent + " plot", box(chart.shadowRoot.querySelector(".plot-area"))]),
      ]);
    })()`);

  it("moves nothing while rows, evaluations and findings come", async () => {
    await open();
    const { page } = browser;
    const shifts = `window.shifts = 0;
      new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifts += value; })
        .observe({ type: "layout-shift" });`;
    const before = await places();
    assert.ok(Object.keys(before).length > 20);
    await page.evaluate(shifts);
    const drawn = (label: RegExp) => page.getByRole("img", { name: label }).waitFor();
    await tell(page, { type: "append", rows: rows.slice(0, 1) });
    await drawn(/^Reward over step. Latest: reward/);
    await tell(page, { type: "run", run: at(120), secondsLeft: 51 });
    await tell(page, { type: "append", rows: rows.slice(1, 120) });
    await drawn(/^COMP accuracy by level over step. Latest: I/);
    await tell(page, { type: "evaluation", summary: evaluation(name, 120) });
    await page.getByText("Nothing to reinforce").waitFor();
    assert.deepEqual(await places(), before);
    // Digits move within the places of their figures.
    assert.ok((await page.evaluate<number>("shifts")) < 0.001);
  });

  it("draws rows that come fast a few times a second", async () => {
    await open();
    const { page } = browser;
    await page.evaluate(`window.drawn = 0;
      new MutationObserver(() => drawn++).observe(
        [...document.querySelector("rc-run-panel").shadowRoot.querySelectorAll("rc-chart")].find((chart) => chart.chart.id === "loss").shadowRoot.querySelector(".plot-area"),
        { childList: true });`);
    for (const row of rows.slice(0, 100)) await tell(page, { type: "append", rows: [row] });
    await page.getByRole("img", { name: /^Loss over step. Latest: loss/ }).waitFor();
    await page.waitForTimeout(600);
    assert.ok((await page.evaluate<number>("drawn")) <= 20);
  });

  it("tells screen readers of its states and of every tenth of its steps, not of every step", async () => {
    await open();
    const { page } = browser;
    const status = page.locator("rc-run-panel div[role=status]");
    await status.getByText(/is running: step 0 of 222/).waitFor({ state: "attached" });
    await tell(page, { type: "run", run: at(3) });
    await tell(page, { type: "run", run: at(60) });
    await status.getByText(/is running: step 60 of 222/).waitFor({ state: "attached" });
    await tell(page, { type: "run", run: { ...at(61), state: "stopped" } });
    await status.getByText(/is stopped: step 61 of 222/).waitFor({ state: "attached" });
  });

  it("shows the rollouts of a step, question by question, and turns to others", async () => {
    await open();
    const { page } = browser;
    await page.locator("vscode-tab-header", { hasText: "Rollouts" }).click();
    await page.getByText("Reading the rollouts").waitFor();
    await tell(page, { type: "rollouts", page: rolloutPage(3) });
    const group = page.getByRole("article", { name: "Completions of comp-train-000001" });
    assert.match(await group.getByRole("row", { name: /Kim Park/ }).innerText(), /×8\s+9\s+0\s+−0\.97/);
    await page.getByRole("button", { name: "Step before" }).click();
    await page.getByRole("slider", { name: /Step/ }).focus();
    await page.keyboard.press("Home");
    await page.getByRole("button", { name: "Next questions" }).click();
    const asked = (await panelLog(page)).posted.filter(({ type }) => type === "requestRollouts");
    assert.deepEqual(asked.slice(1), [
      { type: "requestRollouts", step: 2, offset: 0 },
      { type: "requestRollouts", step: 1, offset: 0 },
      { type: "requestRollouts", step: 3, offset: 1 },
    ]);
  });
});
