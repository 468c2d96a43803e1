import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { metricCurve } from "../../src/core/runs/curve.ts";
import type { ComparePanelToHost } from "../../src/protocol/compare-panel.ts";
import { answerDetail, answerPage, comparedMetrics, manyRuns, runFindings } from "./compare-fixtures.ts";
import { comparison } from "./fixtures.ts";
import { openPanel, panelLog, tell, until } from "./page.ts";
import { suiteBrowser } from "./suite-browser.ts";
import { themes } from "./themes.ts";

const [sftComp, , atomic] = comparison.runs.map(({ run }) => run.id) as [string, string, string];

/** The compare panel as built, in a browser, under the content security policy of the extension host. */
describe("the compare panel", function () {
  this.timeout(60_000);
  const browser = suiteBrowser();

  const posted = async <Type extends ComparePanelToHost["type"]>(type: Type) => {
    const all = (await panelLog(browser.page)).posted as unknown as readonly ComparePanelToHost[];
    return all.filter((message): message is ComparePanelToHost & { type: Type } => message.type === type);
  };

  const open = async (state: object = {}, theme: string = themes.dark) => {
    await openPanel(browser.page, "compare", state, { theme });
    await tell(browser.page, { type: "hydrate", comparison, metrics: comparedMetrics });
    await browser.page.getByRole("heading", { name: "Compare runs" }).waitFor();
  };

  /** Answers what the page asks of curves, as the host would. */
  const giveCurves = async () => {
    await until(browser.page, "panel.posted.some(({ type }) => type === 'showCurves')");
    const { pairs } = (await posted("showCurves")).at(-1)!;
    const curves = pairs.map(({ x, y }) => ({
      x,
      y,
      curves: comparison.runs.map((run) => metricCurve(run.metrics, x, y)),
    }));
    await tell(browser.page, { type: "curves", pairs: curves });
  };

  const chart = (title: string) => browser.page.locator("rc-chart").filter({ hasText: title }).first();
  const ticks = (title: string) => chart(title).locator("g[aria-label='y-axis tick label'] text").allInnerTexts();

  describe("curves", () => {
    const openCurves = async (state: object = {}) => {
      await open({ tab: "curves", ...state });
      await giveCurves();
      await chart("loss").locator("svg path").first().waitFor();
    };

    it("asks for the curves of the charts on show, and draws those of all runs", async () => {
      await openCurves();
      const summary = await browser.page
        .getByRole("img", { name: /^loss over step. Latest: s/ })
        .getAttribute("aria-label");
      for (const { run } of comparison.runs) assert.ok(summary!.includes(`${run.name} `));
      await browser.page.getByText("Tokens", { exact: true }).click();
      await until(browser.page, "panel.posted.filter(({ type }) => type === 'showCurves').length === 2");
      const { pairs } = (await posted("showCurves")).at(-1)!;
      assert.deepEqual(pairs[0], { x: "num_tokens", y: "loss" });
    });

    it("asks for no curves while another tab is in front", async () => {
      await openCurves();
      await browser.page.locator("vscode-tab-header", { hasText: "Runs" }).click();
      await browser.page.getByRole("region", { name: "Runs side by side" }).waitFor();
      assert.deepEqual((await posted("showCurves")).at(-1)!.pairs, []);
    });

    it("zooms y alone: by a drag, by the wheel with Ctrl and by keys, until Escape or a double click", async () => {
      await openCurves();
      const { page } = browser;
      const whole = await ticks("loss");
      const area = chart("loss").locator(".plot-area");
      const { x, y } = (await area.boundingBox())!;
      await page.mouse.move(x + 150, y + 40);
      await page.mouse.down();
      await page.mouse.move(x + 160, y + 90, { steps: 3 });
      await page.mouse.up();
      const dragged = await ticks("loss");
      assert.notDeepEqual(dragged, whole);
      await area.dblclick({ position: { x: 150, y: 60 } });
      assert.deepEqual(await ticks("loss"), whole);
      await page.keyboard.press("+");
      assert.notDeepEqual(await ticks("loss"), whole);
      await page.keyboard.press("Escape");
      assert.deepEqual(await ticks("loss"), whole);
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, -300);
      await page.keyboard.up("Control");
      await until(page, "panel.state.axes.loss?.yZoom !== undefined");
    });

    it("keeps the zoom, the logarithm and the chosen charts over a reload", async () => {
      await openCurves();
      const { page } = browser;
      await chart("loss").getByRole("button", { name: "Logarithmic x axis" }).click();
      await page.getByRole("button", { name: "Remove the chart of entropy" }).click();
      const { state } = (await panelLog(page)) as { state: object };
      await openCurves(state);
      assert.equal(
        await chart("loss").getByRole("button", { name: "Logarithmic x axis" }).getAttribute("aria-pressed"),
        "true",
      );
      assert.equal(await page.getByRole("button", { name: "Remove the chart of entropy" }).count(), 0);
    });

    it("says why an axis cannot be logarithmic", async () => {
      await openCurves({ metrics: ["frac_reward_zero_std", "clip_ratio", "loss"], axis: "step" });
      await chart("loss").getByRole("button", { name: "Logarithmic y axis", exact: true }).waitFor();
      const zero = { step: [1, 2], x: [1, 2], y: [0, 1], stride: 1 };
      await tell(browser.page, {
        type: "curves",
        pairs: [{ x: "step", y: "loss", curves: comparison.runs.map(() => zero) }],
      });
      const disabled = chart("loss").getByRole("button", {
        name: "Logarithmic y axis: not possible, some values are 0 or below",
      });
      await disabled.waitFor();
      assert.equal(await disabled.getAttribute("aria-disabled"), "true");
    });

    it("draws one metric against another in the order of training, and reads it by keys", async () => {
      await openCurves({ against: { x: "entropy", y: "reward" } });
      const { page } = browser;
      await page.getByRole("img", { name: /^reward against entropy over entropy/ }).focus();
      await page.keyboard.press("Home");
      await page.getByText(/^step 1, entropy [\d.]+, sft-comp-rl [\d.]+$/).waitFor({ state: "attached" });
      await page.keyboard.press("ArrowDown");
      await page.getByText(/^step 1, entropy [\d.]+, sft-atomic-rl [\d.]+$/).waitFor({ state: "attached" });
    });
  });

  it("finds questions by who answered them rightly, and sets the chains side by side", async () => {
    await open({ tab: "answers" });
    const { page } = browser;
    await tell(page, { type: "answers", page: answerPage });
    await page.getByLabel("Questions that sft-atomic answered").selectOption("right");
    await page.getByLabel("Questions that sft-comp answered").selectOption("wrong");
    const { filter } = (await posted("requestAnswers")).at(-1)!;
    assert.deepEqual(filter, { skill: "comp", wanted: { [atomic]: "right", [sftComp]: "wrong" } });
    await tell(page, { type: "answers", page: answerPage });
    await page.getByRole("button", { name: /^Who is the spouse of the boss of person 1\?/ }).click();
    assert.deepEqual((await posted("requestAnswer")).at(-1), { type: "requestAnswer", question: "comp-test-1" });
    await tell(page, { type: "answer", detail: answerDetail });
    const table = page.getByRole("region", { name: "Gold chain and the runs' chains, hop by hop" });
    await table.waitFor();
    const wrong = table.getByRole("row", { name: /spouse is Eva Moss/ });
    assert.match(await wrong.innerText(), /Kim Park/);
    assert.equal(await wrong.locator("vscode-icon[title=wrong]").count(), 1);
    assert.equal(await wrong.locator("vscode-icon[title=right]").count(), 1);
    await page.getByRole("button", { name: /person 1\?/ }).focus();
    await page.keyboard.press("ArrowDown");
    await until(page, "panel.state.question === 'comp-test-2'");
  });

  it("shows each run's findings with their evidence, and leads to its analysis", async () => {
    await open({ tab: "findings" });
    const { page } = browser;
    assert.equal((await posted("requestFindings")).length, 1);
    for (const findings of runFindings) await tell(page, { type: "findings", findings });
    const own = page.getByRole("region", { name: "Findings of sft-comp", exact: true });
    await own.getByText("Memorization trap").waitFor();
    await own.getByText("Holds").waitFor();
    await own.locator("vscode-button", { hasText: "Analyze" }).click();
    assert.deepEqual((await posted("analyze")).at(-1), { type: "analyze", runId: sftComp });
    await page
      .getByRole("region", { name: "Findings of sft-atomic", exact: true })
      .getByText("not been evaluated")
      .waitFor();
  });

  it("says what went wrong in a sentence", async () => {
    await open();
    await tell(browser.page, { type: "failure", message: "The dataset is gone." });
    await browser.page.getByRole("alert").getByText("The dataset is gone.").waitFor();
  });

  for (const [name, theme] of Object.entries(themes))
    it(`tells eight runs apart by dash and marker in ${name}`, async () => {
      const { runs, pairs } = manyRuns(8, 20_000);
      await openPanel(browser.page, "compare", { tab: "curves", metrics: ["loss"] }, { theme });
      await tell(browser.page, {
        type: "hydrate",
        comparison: { runs, differences: [], dataDifferences: [] },
        metrics: ["loss", "entropy"],
      });
      await tell(browser.page, { type: "curves", pairs });
      await chart("loss").locator("svg path").first().waitFor();
      assert.ok((await chart("loss").locator("h3").innerText()).includes("points of up to 20 steps"));
      const looks = await chart("loss")
        .locator(".legend svg")
        .evaluateAll((swatches) =>
          swatches.map((swatch) => {
            const paths = [
              ...(
                swatch as unknown as {
                  querySelectorAll(query: string): Iterable<{ getAttribute(name: string): string | null }>;
                }
              ).querySelectorAll("path, [stroke-dasharray]"),
            ];
            return paths.map((path) => `${path.getAttribute("d")} ${path.getAttribute("stroke-dasharray")}`).join();
          }),
        );
      assert.equal(new Set(looks).size, 8);
    });
});
