import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { AnalysisPanelToHost, HostToAnalysisPanel } from "../../src/protocol/analysis-panel.ts";
import { choice, panelAnalysis, subject } from "./analysis-fixtures.ts";
import { openPanel, panelLog, tell, until } from "./page.ts";
import { probeAnswers } from "./probe-fixtures.ts";
import { suiteBrowser } from "./suite-browser.ts";

/** The views of a probe in the analysis panel as built, in a browser. */
describe("the analysis panel's probe", function () {
  this.timeout(60_000);
  const browser = suiteBrowser();

  const hear = (message: HostToAnalysisPanel | { readonly type: string }) => tell(browser.page, message);
  const said = async <Type extends AnalysisPanelToHost["type"]>(type: Type, count = 1) => {
    await until(browser.page, `panel.posted.filter((message) => message.type === "${type}").length >= ${count}`);
    const { posted } = await panelLog(browser.page);
    return posted.findLast((message) => message.type === type) as unknown as Extract<
      AnalysisPanelToHost,
      { type: Type }
    >;
  };
  const open = async (tab: string, state: object = {}) => {
    await openPanel(browser.page, "analysis", { runId: subject.run.id, ...state });
    await hear({ type: "subject", subject, choice });
    await hear({ type: "analysis", choice, analysis: panelAnalysis });
    await browser.page.getByRole("tab", { name: tab, exact: true }).click();
    await said("requestProbe");
  };
  const openProbed = async (tab: string) => {
    await open(tab);
    await hear(probeAnswers.probe);
  };

  it("explains what a probe is where there is none, and makes one", async () => {
    await open("Heads");
    const { page } = browser;
    await page.getByText("Reading the probe…").waitFor();
    await hear({ type: "probe" });
    await page.getByText("This run has not been probed yet.").waitFor();
    await page.getByText("Probe Run", { exact: true }).click();
    await said("probeRun");
    await page.getByText("Probing…").waitFor();
    await hear(probeAnswers.probe);
    const { skill, measure } = await said("requestHeads");
    await hear(probeAnswers.heads(skill, measure));
    await page.getByText("COMP, rl: right answers without a head − with all, points").first().waitFor();
  });

  it("says what went wrong, and reads again", async () => {
    await open("Uncertainty");
    const { page } = browser;
    await hear({ type: "failure", message: "states.npy: this file is cut short." });
    await page.getByRole("alert").getByText("this file is cut short").waitFor();
    await page.getByText("Read Again").click();
    await said("requestProbe", 2);
  });

  it("shows the states of a layer, reads their centroids along the arrow keys, and changes layer by the slider", async () => {
    await openProbed("Representations");
    const { page } = browser;
    const { place, layer } = await said("requestStates");
    assert.deepEqual([place, layer], ["prompt", 2]);
    await hear(probeAnswers.states(place, layer));
    const plane = page.getByRole("application", { name: /^Last prompt token, layer 2 of 2/ });
    await plane.focus();
    await page.keyboard.press("End");
    await page.getByText(/^COMP, rl: centroid at .*; moved by /).waitFor({ state: "attached" });
    const moves = page.getByRole("region", { name: "How their centroids move" });
    assert.match(await moves.locator("tbody tr").last().innerText(), /^2\s+\d+° \(\d+–\d+\)/);
    await page.getByRole("slider").focus();
    await page.keyboard.press("ArrowLeft");
    assert.equal((await said("requestStates", 2)).layer, 1);
    await page.getByText("Mean over the answer", { exact: true }).click();
    assert.deepEqual(await said("requestStates", 3), { type: "requestStates", place: "answer", layer: 1 });
  });

  it("saves all states as CSV, and the plane as a picture without the page's colours", async () => {
    await openProbed("Representations");
    const { page } = browser;
    await hear(probeAnswers.states("prompt", 2));
    const plane = page.locator("rc-scatter");
    await plane.getByRole("button", { name: "Export" }).click();
    await plane.getByRole("button", { name: "Save as CSV…" }).click();
    const { suggestedName, content } = await said("save");
    assert.equal(suggestedName, "rl-states-prompt-layer-2.csv");
    assert.equal(content.split("\r\n").length, 1 + 240 + 6 + 1);
    await plane.getByRole("button", { name: "Export" }).click();
    await plane.getByRole("button", { name: "Save as SVG…" }).click();
    const svg = await said("save", 2);
    assert.ok(svg.content.startsWith("<svg") && !svg.content.includes("var("));
  });

  it("shows entropies before and after, their change, and a question's tokens", async () => {
    await openProbed("Uncertainty");
    const { page } = browser;
    const first = await said("requestTokens");
    await hear(probeAnswers.tokens(first.question));
    const strip = page.getByRole("region", { name: "rl", exact: true });
    assert.match(await strip.innerText(), /0\.68 nats in all/);
    await strip.getByRole("listitem").first().focus();
    await page.getByRole("listitem", { name: "yes: 0.300 nats" }).waitFor();
    await page
      .getByRole("listitem", { name: /^end of text: / })
      .first()
      .waitFor();
    const changes = page.getByRole("region", { name: "Change of entropy" });
    assert.match(await changes.locator("tbody tr").first().innerText(), /^COMP\s+40\s+−1\.20 \(−1\.20 … −1\.20\)/);
    await page.getByText("Per token", { exact: true }).click();
    await page.getByRole("application", { name: /^Entropy of a token, nats/ }).waitFor();
    await page.locator("fieldset").getByText("CTX", { exact: true }).click();
    assert.match((await said("requestTokens", 2)).question, /^ctx-/);
  });

  it("maps what each head is for, before and after, and reads it along the arrow keys", async () => {
    await openProbed("Heads");
    const { page } = browser;
    const first = await said("requestHeads");
    await hear(probeAnswers.heads(first.skill, first.measure));
    await page.locator("fieldset").getByText("CTX", { exact: true }).click();
    const { skill, measure } = await said("requestHeads", 2);
    await hear(probeAnswers.heads(skill, measure));
    const map = page.getByRole("application", { name: /^CTX, rl: right answers/ });
    await map.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const needed = /^Layer 1, head 2: −100\.0 points \(95 %: .*\); 0\.0 % right without it; not by chance$/;
    await page.getByText(needed).first().waitFor({ state: "attached" });
    await page.getByText("1 of 4 heads matter; most of all layer 1, head 2 (−100.0).").waitFor();
    await page.getByText("Zero-shot", { exact: true }).first().click();
    await page.getByRole("application", { name: /^CTX Zero-shot: effect in rl − in sft, points/ }).waitFor();
    const own = page.locator("rc-heat-map").nth(1);
    await own.getByRole("switch", { name: "Show as table" }).click();
    assert.match(await own.getByRole("region").locator("tbody tr").first().innerText(), /^Layer 1, head 2\s+−100\.0/);
  });

  it("comes back to the layer, question and tab that were looked at", async () => {
    await openProbed("Representations");
    const { page } = browser;
    await hear(probeAnswers.states("prompt", 2));
    await page.getByRole("slider").focus();
    await page.keyboard.press("Home");
    await said("requestStates", 2);
    const { state } = await panelLog(page);
    await openPanel(page, "analysis", state);
    await hear({ type: "subject", subject, choice });
    await hear({ type: "analysis", choice, analysis: panelAnalysis });
    await said("requestProbe");
    await hear(probeAnswers.probe);
    assert.equal((await said("requestStates")).layer, 0);
  });
});
