import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { AnalysisPanelToHost, HostToAnalysisPanel } from "../../src/protocol/analysis-panel.ts";
import { choice, errorPage, panelAnalysis, sampleDetail, subject } from "./analysis-fixtures.ts";
import { openPanel, panelLog, tell, until } from "./page.ts";
import { suiteBrowser } from "./suite-browser.ts";

/** The analysis of a run as built, in a browser. */
describe("the analysis panel", function () {
  this.timeout(60_000);
  const browser = suiteBrowser();

  const hear = (message: HostToAnalysisPanel) => tell(browser.page, message);
  const open = async (state?: unknown) => {
    await openPanel(browser.page, "analysis", state);
    await hear({ type: "subject", subject, choice });
    await hear({ type: "analysis", choice, analysis: panelAnalysis });
    await browser.page.getByRole("heading", { name: "Analysis of rl" }).waitFor();
  };
  const tab = (name: string) => browser.page.getByRole("tab", { name, exact: true });
  const bars = (name: string | RegExp) => browser.page.getByRole("application", { name });
  const said = async <Type extends AnalysisPanelToHost["type"]>(type: Type, count = 1) => {
    await until(browser.page, `panel.posted.filter((message) => message.type === "${type}").length >= ${count}`);
    const { posted } = await panelLog(browser.page);
    return posted.findLast((message) => message.type === type) as unknown as Extract<
      AnalysisPanelToHost,
      { type: Type }
    >;
  };
  /** Opens the errors' tab and gives it the first page it asks for. */
  const openErrors = async () => {
    await open();
    await tab("Errors").click();
    const { filter, offset } = await said("requestErrors");
    await hear({ type: "errors", page: errorPage(filter, offset) });
    await browser.page.getByRole("list", { name: "Wrong chains" }).waitFor();
  };

  it("gives the verdict on the hardest level with its numbers, and the signatures that hold first", async () => {
    await open();
    const { page } = browser;
    const verdict = page.getByRole("article", { name: "Verdict: Synthesis" });
    assert.match(await verdict.innerText(), /on COMP Zero-shot[\s\S]*60 questions asked of both, 64 samples each/);
    const cards = page.getByRole("list", { name: "Signatures of failure" }).getByRole("listitem");
    assert.match(await cards.first().innerText(), /^Holds\s+No bridge[\s\S]*above 50\.0 %\?[\s\S]*Next:/);
    assert.match(await cards.nth(1).innerText(), /^Does not hold/);
  });

  it("tells how far the samples are counted that are read for the first time", async () => {
    await openPanel(browser.page, "analysis");
    await hear({ type: "subject", subject, choice });
    await hear({ type: "progress", done: 36e6, total: 142e6 });
    await browser.page.getByText("36 of 142 MB").waitFor();
    assert.equal(await browser.page.getByRole("progressbar").getAttribute("value"), "36000000");
  });

  it("has thresholds that can be changed, and says which are", async () => {
    await open();
    const { page } = browser;
    await page.getByText("Thresholds", { exact: true }).click();
    await page.getByLabel(/pass@k curves meet where their gap is below this/).fill("10");
    await page.keyboard.press("Enter");
    const { thresholds } = await said("setThresholds");
    assert.deepEqual([thresholds.gap, thresholds.k], [0.1, 64]);
    const run = { ...panelAnalysis.run, thresholds };
    await hear({ type: "analysis", choice, analysis: { ...panelAnalysis, run } });
    await page.getByText("Thresholds: 1 other than the default").waitFor();
    await page.getByRole("button", { name: "Back to the defaults" }).click();
    assert.equal((await said("setThresholds", 2)).thresholds.gap, 0.05);
  });

  it("shows errors over the steps of training, or offers to evaluate all checkpoints", async () => {
    await openErrors();
    const { page } = browser;
    await page.getByRole("heading", { name: "Across training steps" }).waitFor();
    await page.getByText("Evaluate All Checkpoints").click();
    assert.deepEqual(await said("evaluateAll"), { type: "evaluateAll" });
    const { run } = panelAnalysis;
    const steps = [20, 40].map((step) => ({ step, levels: run.levels, errors: run.errors }));
    await hear({ type: "analysis", choice, analysis: { ...panelAnalysis, run: { ...run, steps } } });
    await page.getByRole("img", { name: /^Where chains break, by training step/ }).waitFor();
    await page.getByRole("img", { name: /^Kinds of failure, of all chains/ }).waitFor();
  });

  it("shows pass@k before and after, and the gap", async () => {
    await open();
    const { page } = browser;
    await tab("pass@k").click();
    await page.getByRole("img", { name: /^COMP Zero-shot pass@k over k. Latest: rl .*, sft / }).waitFor();
    const gap = page.locator("rc-chart").filter({ hasText: "COMP Zero-shot: gap" });
    await gap.getByRole("switch", { name: "Show as table" }).click();
    const header = gap.getByRole("region").getByRole("columnheader");
    assert.deepEqual(await header.allInnerTexts(), [
      "k",
      "run − reference",
      "run − reference: low",
      "run − reference: high",
    ]);
  });

  it("divides accuracy, reads bars along the arrow keys and leads to the explorer", async () => {
    await open();
    const { page } = browser;
    await tab("Accuracy").click();
    await page.getByText("Relations", { exact: true }).click();
    const relations = bars(/^COMP by relations/);
    await relations.focus();
    await page.keyboard.press("ArrowDown");
    await page.getByText(/^boss: rl 30\.0 % \(18 of 60; 95 %: /).waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    assert.deepEqual(await said("explore"), { type: "explore", focus: { relation: "boss" } });
    await page.getByText("Paths", { exact: true }).click();
    await page.getByText("Show all 50, not only the first 40").click();
  });

  it("saves all bars, also those not drawn yet", async () => {
    await open();
    const { page } = browser;
    await tab("Accuracy").click();
    await page.getByText("Paths", { exact: true }).click();
    const chart = page.locator("rc-bars").nth(1);
    await chart.getByRole("button", { name: "Export" }).click();
    await chart.getByRole("button", { name: "Save as CSV…" }).click();
    const { suggestedName, content } = await said("save");
    assert.equal(suggestedName, "rl-accuracy-paths-comp-answer.csv");
    assert.equal(content.split("\r\n").length, 1 + 50 + 1);
    await chart.getByRole("button", { name: "Export" }).click();
    await chart.getByRole("button", { name: "Save as SVG…" }).click();
    const svg = await said("save", 2);
    assert.ok(svg.content.startsWith("<svg") && !svg.content.includes("var("));
  });

  it("lists the chains behind a bar, page by page, and lets them all in again", async () => {
    await openErrors();
    const { page } = browser;
    await bars(/^First error along the chain/).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const filtered = await said("requestErrors", 2);
    assert.deepEqual(filtered.filter, { progress: [0, 0.25] });
    await hear({ type: "errors", page: errorPage(filtered.filter, 0) });
    await page.getByText("1–50 of 70").waitFor();
    await page.getByRole("button", { name: "Next chains" }).click();
    assert.equal((await said("requestErrors", 3)).offset, 50);
    await bars(/^First error along the chain/).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    assert.deepEqual((await said("requestErrors", 4)).filter, {});
  });

  it("narrows the chains to a level and to questions whose facts are known", async () => {
    await openErrors();
    const { page } = browser;
    await page.getByText("I.I.D.", { exact: true }).first().click();
    await page.getByText("All facts known").click();
    assert.deepEqual((await said("requestErrors", 3)).filter, { level: "iid", facts: "known" });
  });

  it("shows a chain beside the gold one, the prompt, and leads to the question and its path", async () => {
    await openErrors();
    const { page } = browser;
    await page.getByRole("list", { name: "Wrong chains" }).getByRole("button").nth(2).click();
    const { question } = await said("requestSample");
    assert.equal(question, "comp-test-2");
    await hear({ type: "sample", detail: sampleDetail(question) });
    const chain = page.getByRole("table", { name: "Gold chain and the model's, hop by hop" });
    await chain.waitFor();
    assert.equal(await chain.locator("tbody tr").count(), 3);
    assert.equal(await chain.locator("mark").innerText(), "Kim Park");
    await page.getByText("Open", { exact: true }).click();
    assert.deepEqual(await said("openChain"), { type: "openChain", step: 40, question });
    await page.getByText("Question", { exact: true }).click();
    assert.deepEqual(await said("openQuestion"), { type: "openQuestion", question });
    await page.getByText("Path", { exact: true }).click();
    assert.deepEqual(await said("explore"), { type: "explore", focus: { path: "comp-0001" } });
  });

  it("asks for another reference and keeps what it shows until that has come", async () => {
    await open();
    const { page } = browser;
    await page.getByRole("combobox", { name: "Compared with" }).click();
    await page.getByRole("option", { name: "nothing" }).click();
    assert.deepEqual(await said("choose"), { type: "choose", choice: { step: 40 } });
    await page.getByRole("article", { name: "Verdict: Synthesis" }).waitFor();
    await hear({ type: "analysis", choice: { step: 40 }, analysis: { run: panelAnalysis.run, comparisons: [] } });
    await page.getByText("Choose above what to compare the run with").waitFor();
  });

  it("comes back as it was after a reload, with the chain that was looked at", async () => {
    await openErrors();
    const { page } = browser;
    await page.getByRole("list", { name: "Wrong chains" }).getByRole("button").first().click();
    await said("requestSample");
    const { state } = await panelLog(page);
    await open(state);
    const [ready] = (await panelLog(page)).posted;
    assert.deepEqual(ready, { type: "ready", runId: subject.run.id, choice });
    assert.equal((await said("requestSample")).question, "comp-test-0");
  });

  it("says what is on its way, what is missing and what went wrong", async () => {
    const { page } = browser;
    await openPanel(page, "analysis");
    await page.getByText("Loading the run…").waitFor();
    await hear({ type: "subject", subject, choice });
    await page.getByText("Reading the evaluation…").waitFor();
    await hear({ type: "failure", message: "samples.jsonl: a line is damaged." });
    await page.getByRole("alert").getByText("a line is damaged").waitFor();
    await hear({ type: "subject", subject: { ...subject, steps: [] } });
    await page.getByText("Evaluate Run").click();
    await said("evaluate");
  });
});
