import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { comparison, configs, evaluation, metricRows, runRecord } from "./fixtures.ts";
import { openPanel, panelLog, tell, until } from "./page.ts";
import { suiteBrowser } from "./suite-browser.ts";

const name = "sft-atomic-rl";
const config = configs[name]!;
const rows = metricRows(name, config);
const run = runRecord(name, config, { state: "running", progress: { step: 100, steps: config.steps, seconds: 50 } });
const atomic = comparison.runs[2]!.run.id;

/** The panels as built, in a browser, under the content security policy of the extension host. */
describe("panels", function () {
  this.timeout(60_000);
  const browser = suiteBrowser();

  const saved = async () => {
    await until(browser.page, "panel.posted.some(({ type }) => type === 'save')");
    return (await panelLog(browser.page)).posted.find(({ type }) => type === "save")!;
  };

  describe("of one run", () => {
    const open = async () => {
      await openPanel(browser.page, "run");
      await tell(browser.page, { type: "hydrate", run, metrics: rows.slice(0, 100), evaluations: [] });
      await browser.page.getByRole("heading", { name, exact: true }).waitFor();
    };

    it("draws the metrics it is given and goes on with those that follow", async () => {
      await open();
      const { page } = browser;
      const reward = page.getByRole("img", { name: /^Reward over step. Latest: reward/ });
      await reward.locator("svg path").first().waitFor();
      const before = await reward.getAttribute("aria-label");
      await tell(page, { type: "append", rows: rows.slice(100, 150) });
      await reward.and(page.locator(`:not([aria-label="${before}"])`)).waitFor();
    });

    it("speaks the user's language, in texts made with their modules and in findings too", async () => {
      const translations = {
        ...{ Training: "Ausbildung", Loss: "Verlust", "log {0}": "{0} logarithmisch" },
        "Nothing to reinforce: hardly a sample before RL has the whole chain": "Nichts zu verstärken",
      };
      await openPanel(browser.page, "run", null, { translations });
      const { page } = browser;
      const first = [{ ...rows[0]!, chain_accuracy: 0 }];
      await tell(page, { type: "hydrate", run, metrics: first, evaluations: [] });
      await page.getByRole("tab", { name: "Ausbildung" }).waitFor();
      await page.getByRole("img", { name: /^Verlust over step/ }).waitFor();
      await page.getByText("x logarithmisch").first().waitFor();
      await page.getByText("Nichts zu verstärken").waitFor();
      assert.deepEqual((await panelLog(page)).violations, []);
    });

    it("reads values aloud along the arrow keys", async () => {
      await open();
      const { page } = browser;
      await page.getByRole("img", { name: /^Loss over step. Latest: loss/ }).focus();
      await page.keyboard.press("End");
      await page.keyboard.press("ArrowLeft");
      await page.getByText(/^step 99, loss \d/).waitFor({ state: "attached" });
    });

    it("says what the user wants", async () => {
      await open();
      await browser.page.getByText("Stop", { exact: true }).click();
      const { posted } = await panelLog(browser.page);
      assert.deepEqual(
        posted.map(({ type }) => type),
        ["ready", "stop"],
      );
    });

    it("shows the final evaluation with intervals and pass@k", async () => {
      await open();
      const { page } = browser;
      await tell(page, { type: "evaluation", summary: evaluation(name, config.steps) });
      await page.locator("vscode-tab-header", { hasText: "Evaluation" }).click();
      const table = page.getByRole("region", { name: "Accuracy by skill and level" });
      await table.waitFor();
      assert.equal(await table.locator("tbody tr").count(), 9);
      assert.match(await table.locator("tbody tr").nth(2).innerText(), /Zero-shot\s+200\s+75\.0 %\s+68\.6 % – 80\.5 %/);
      await page.getByRole("img", { name: /^COMP pass@k over k/ }).waitFor();
    });

    for (const format of ["SVG", "PNG", "CSV"] as const) {
      it(`saves a chart as ${format}, also while it is shown as a table`, async () => {
        await open();
        const chart = browser.page.locator("rc-chart").filter({ hasText: "Loss" });
        await chart.getByRole("switch", { name: "Show as table" }).click();
        await chart.getByRole("region", { name: "Loss as a table" }).waitFor();
        await chart.getByRole("button", { name: "Export" }).click();
        await chart.getByRole("button", { name: `Save as ${format}…` }).click();
        const { suggestedName, content } = (await saved()) as unknown as Record<string, string>;
        assert.equal(suggestedName, `${name}-loss.${format.toLowerCase()}`);
        if (format === "CSV") assert.equal(content!.split("\r\n").length, 1 + 100 + 1);
        if (format === "SVG")
          assert.ok(content!.startsWith("<svg") && !content!.includes("var(") && content!.includes('stroke="rgb'));
        if (format === "PNG") assert.equal(Buffer.from(content!, "base64").subarray(1, 4).toString(), "PNG");
      });
    }
  });

  describe("of compared runs", () => {
    const open = async (state?: unknown) => {
      await openPanel(browser.page, "compare", state);
      await tell(browser.page, { type: "hydrate", comparison, metrics: [] });
      await browser.page.getByRole("region", { name: "Runs side by side" }).waitFor();
    };
    const zeroShot = () => browser.page.getByRole("row", { name: /Zero-shot/ }).first();

    it("marks differences beyond the intervals, not only by colour", async () => {
      await open();
      const cells = zeroShot().getByRole("cell");
      assert.match(await cells.nth(1).innerText(), /±0\.0/);
      assert.doesNotMatch(await cells.nth(1).innerText(), /beyond the intervals/);
      assert.match(await cells.nth(2).innerText(), /beyond the intervals:\s*\+37\.0/);
    });

    it("compares with another baseline, and still does after a reload", async () => {
      await open();
      const { page } = browser;
      await page.getByTitle("Compare the others with sft-atomic", { exact: true }).click();
      await zeroShot().getByText("−37.0").first().waitFor();
      const { state } = await panelLog(page);
      assert.equal((state as { baseline: string }).baseline, atomic);
      await open(state);
      await zeroShot().getByText("−37.0").first().waitFor();
      const [ready] = (await panelLog(page)).posted;
      assert.deepEqual(ready, { type: "ready", runIds: comparison.runs.map(({ run: { id } }) => id) });
    });

    it("overlays the runs' pass@k by level", async () => {
      await open();
      const { page } = browser;
      await page.locator("vscode-tab-header", { hasText: "pass@k" }).click();
      const chart = page.getByRole("img", { name: /^COMP Zero-shot pass@k over k. Latest: s/ });
      const summary = await chart.getAttribute("aria-label");
      for (const { run: compared } of comparison.runs) assert.ok(summary!.includes(`${compared.name} `));
    });

    it("leads to the analysis of a run beside the baseline", async () => {
      await open();
      const { page } = browser;
      await page.getByTitle("Analyze sft-atomic", { exact: true }).click();
      await page.getByTitle("Analyze sft-comp", { exact: true }).click();
      const [baseline] = comparison.runs;
      assert.deepEqual(
        (await panelLog(page)).posted.filter(({ type }) => type === "analyze"),
        [
          { type: "analyze", runId: atomic, reference: baseline!.run.id },
          { type: "analyze", runId: baseline!.run.id },
        ],
      );
    });

    it("asks to add, open and remove runs", async () => {
      await open();
      const { page } = browser;
      await page.getByText("Add Runs").click();
      await page.getByTitle("Open sft-atomic", { exact: true }).click();
      await page.getByTitle("Remove sft-atomic", { exact: true }).click();
      assert.deepEqual((await panelLog(page)).posted.slice(1), [
        { type: "addRuns" },
        { type: "openRun", runId: atomic },
        { type: "removeRun", runId: atomic },
      ]);
    });
  });
});
