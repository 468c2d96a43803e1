import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Locator } from "playwright-core";
import type { ExplorerPanelToHost, HostToExplorerPanel } from "../../src/protocol/panels.ts";
import { accuracyOf, detailOf, exampleOf, explorerDataset, explorerRuns } from "./explorer-fixtures.ts";
import { openPanel, panelLog, tell, until } from "./page.ts";
import { suiteBrowser } from "./suite-browser.ts";

const { paths, relations } = explorerDataset;
const [sft] = explorerRuns;
const total = paths.length;
const nameOf = (relation: number) => relations[relation]!.name;
const startingWith = (name: string) => paths.filter(({ relations: [first] }) => nameOf(first!) === name);
const counted = (count: number) => count.toLocaleString("en-US");

/** The relation-path explorer as built, in a browser, over the paper's 39 relations and about 2,000 paths. */
describe("the explorer", function () {
  this.timeout(60_000);
  const browser = suiteBrowser();

  const hear = (message: HostToExplorerPanel) => tell(browser.page, message);
  const open = async (state?: unknown, focus?: { relation?: string; path?: string }) => {
    await openPanel(browser.page, "explorer", state);
    await hear({ type: "hydrate", dataset: explorerDataset, runs: explorerRuns, ...(focus && { focus }) });
    await status().waitFor();
  };
  const status = () => browser.page.locator("rc-filter-bar").getByRole("status");
  const shown = async (count: number) => {
    const text = count === total ? `${counted(total)} paths` : `${counted(count)} of ${counted(total)} paths`;
    await browser.page.locator("rc-filter-bar").getByText(text, { exact: true }).waitFor();
  };
  const tab = (name: string) => browser.page.getByRole("tab", { name, exact: true });
  const flow = () => browser.page.getByRole("application", { name: /^Paths by the relation at each hop/ });
  const matrix = (name: string) => browser.page.getByRole("application", { name });
  const chip = (label: string) => browser.page.getByRole("button", { name: `Remove filter ${label}`, exact: true });
  const said = async <Type extends ExplorerPanelToHost["type"]>(type: Type) => {
    await until(browser.page, `panel.posted.some((message) => message.type === "${type}")`);
    const { posted } = await panelLog(browser.page);
    return posted.findLast((message) => message.type === type) as unknown as Extract<
      ExplorerPanelToHost,
      { type: Type }
    >;
  };
  const choose = async (row: Locator) => {
    await row.click();
    const request = await said("requestPath");
    const chosen = paths.find(({ id }) => id === request.path)!;
    await hear({ type: "path", detail: detailOf(chosen, request.offset, request.runIds) });
    await browser.page.getByRole("article", { name: `Path ${chosen.id}` }).waitFor();
    return chosen;
  };

  describe("filters", () => {
    it("narrow the paths, tell how many each choice would show, and go again one by one or all at once", async () => {
      await open();
      const { page } = browser;
      await shown(total);
      const comp = paths.filter(({ skill }) => skill === "comp");
      await page.getByRole("button", { name: `COMP ${comp.length}`, exact: true }).click();
      await shown(comp.length);
      const zeroShot = comp.filter(({ level }) => level === "zero-shot");
      await page.getByRole("button", { name: `Zero-shot ${zeroShot.length}`, exact: true }).click();
      await shown(zeroShot.length);
      await page.getByRole("button", { name: "in training 0", exact: true }).waitFor();
      await chip("COMP").click();
      await shown(paths.filter(({ level }) => level === "zero-shot").length);
      await page.getByRole("button", { name: "Reset" }).click();
      await shown(total);
    });

    it("search for relations and say so where nothing is found", async () => {
      await open();
      const { page } = browser;
      const search = page.getByRole("searchbox", { name: "Search relations and ids" });
      await search.fill("boss spouse address");
      const names = (relationPath: (typeof paths)[number]) => relationPath.relations.map(nameOf).join(" ");
      await shown(
        paths.filter((one) => ["boss", "spouse", "address"].every((word) => names(one).includes(word))).length,
      );
      await search.fill("no such relation");
      await page.getByText("No path fits all filters.").waitFor();
    });

    it("ask for a relation at a hop", async () => {
      await open();
      const { page } = browser;
      const at = page.getByRole("combobox", { name: "At hop" });
      await at.click();
      await page.getByRole("option", { name: "at hop 3" }).click();
      await page.getByRole("combobox", { name: "Filter by relation" }).fill("rival");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await shown(paths.filter(({ relations: hops }) => hops[2] !== undefined && nameOf(hops[2]) === "rival").length);
      await chip("rival at hop 3").waitFor();
    });
  });

  describe("flow", () => {
    it("is read and drilled into with the keyboard, and Escape leads back", async () => {
      await open();
      const { page } = browser;
      await flow().focus();
      await page.keyboard.press("ArrowDown");
      const first = startingWith("child");
      await page
        .getByText(new RegExp(`^Hop 1, child, parametric: ${first.length} paths`))
        .waitFor({ state: "attached" });
      await page.keyboard.press("ArrowRight");
      await page.getByText(/^Hop 2, /).waitFor({ state: "attached" });
      await page.keyboard.press("ArrowLeft");
      await page.getByText(/^Hop 1, /).waitFor({ state: "attached" });
      await page.keyboard.press("Home");
      await page.keyboard.press("Enter");
      await shown(first.length);
      await page.getByRole("navigation", { name: "Drilled into" }).getByText("1 child", { exact: true }).waitFor();
      await page.keyboard.press("Escape");
      await shown(total);
    });

    it("is drilled into with a click, and shows a chosen path's way", async () => {
      await open();
      const { page } = browser;
      const boss = page
        .locator("rc-flow-view")
        .getByText(/^boss ?\d/)
        .first();
      await boss.hover({ force: true });
      await page.locator(".card-box", { hasText: "hop 1 · parametric" }).waitFor();
      await boss.click({ force: true });
      await shown(startingWith("boss").length);
      await choose(page.getByRole("grid", { name: "Paths" }).getByRole("row").nth(3));
      await page.locator('rc-flow-view path[stroke-width="2.5"]').waitFor();
    });

    it("is a table where that is asked for", async () => {
      await open();
      const { page } = browser;
      await page.getByRole("switch", { name: "Show as table" }).click();
      const row = page.getByRole("region", { name: "Relations by hop" }).getByRole("row", { name: /^1 child / });
      assert.match(await row.innerText(), new RegExp(`child\\s+${startingWith("child").length}\\s`));
    });
  });

  describe("coverage", () => {
    it("is read cell by cell, and Enter filters by one", async () => {
      await open();
      const { page } = browser;
      await tab("Coverage").click();
      await matrix("Relation × hop. Arrow keys").focus();
      for (const key of ["ArrowRight", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
      await page.getByText(/^boss, hop 1: in training and in tests, /).waitFor({ state: "attached" });
      await page.keyboard.press("Enter");
      await shown(startingWith("boss").length);
    });

    it("shows which relations never follow each other", async () => {
      await open();
      const { page } = browser;
      await tab("Coverage").click();
      await page.getByText("Relation × next relation", { exact: true }).click();
      await matrix("Relation × next relation. Arrow keys").focus();
      await page.keyboard.press("ArrowRight");
      await page.getByText("child → child: in no path", { exact: true }).waitFor({ state: "attached" });
      await page.keyboard.press("Enter");
      await shown(total);
    });
  });

  describe("table", () => {
    it("draws what is in sight of all paths, in the order asked for, and takes the keyboard", async () => {
      await open();
      const { page } = browser;
      await tab("Table").click();
      const grid = page.getByRole("grid", { name: "Paths" });
      assert.equal(await grid.getAttribute("aria-rowcount"), String(total + 1));
      assert.ok((await grid.getByRole("row").count()) < 80);
      await grid.getByRole("button", { name: "Hops" }).click();
      await grid.getByRole("button", { name: "Hops" }).click();
      await grid.getByRole("columnheader", { name: "Hops" }).and(page.locator('[aria-sort="descending"]')).waitFor();
      await grid.focus();
      await page.keyboard.press("End");
      await grid.locator(`[aria-rowindex="${total + 1}"]`).waitFor();
      await page.keyboard.press("Enter");
      const { path: id, offset } = await said("requestPath");
      assert.equal(paths.find((one) => one.id === id)!.relations.length, 1);
      assert.equal(offset, 0);
    });
  });

  describe("a path", () => {
    it("tells why it has its level, and its questions page by page", async () => {
      await open({ shown: "table" });
      const { page } = browser;
      const chosen = await choose(page.getByRole("row", { name: /^comp-0001/ }));
      const article = page.getByRole("article");
      await article.getByText(/relations? of COMP/).waitFor();
      await article.getByRole("list", { name: "Gold chain of thought" }).waitFor();
      assert.equal(
        await article.locator("mark").count(),
        exampleOf(chosen, "").chain.filter(({ group }) => group === "contextual").length,
      );
      await article.getByRole("button", { name: "Next questions" }).click();
      await until(page, "panel.posted.at(-1).type === 'requestPath'");
      const { offset } = await said("requestPath");
      assert.equal(offset, 10);
      await hear({ type: "path", detail: detailOf(chosen, offset, []) });
      await article.getByText(/^11–20 of /).waitFor();
    });

    it("shows another question, opens it in the editor, and its relations in the tree", async () => {
      await open({ shown: "table" });
      const { page } = browser;
      const chosen = await choose(page.getByRole("row", { name: /^comp-0001/ }));
      const { questions } = detailOf(chosen, 0, []);
      const article = page.getByRole("article");
      await article.getByRole("button", { name: questions[1]!.text }).click();
      const { question } = await said("requestQuestion");
      assert.equal(question, questions[1]!.id);
      await hear({ type: "question", path: chosen.id, example: exampleOf(chosen, question) });
      const below = article.getByRole("listitem").filter({ hasText: questions[1]!.text });
      await below.getByRole("heading", { name: question }).waitFor();
      await article.getByText("Open in Editor").click();
      assert.equal((await said("openQuestion")).question, question);
      const relation = nameOf(chosen.relations[0]!);
      await article.getByRole("button", { name: `Show ${relation} in the tree` }).click();
      assert.equal((await said("revealRelation")).relation, relation);
      await article.getByRole("heading", { name: /^Neighbouring paths/ }).waitFor();
      await article.getByRole("button", { name: "one hop other" }).first().click();
      await article.and(page.locator(`:not([aria-label="Path ${chosen.id}"])`)).waitFor();
      await page.getByText("Loading the questions…").waitFor();
      await page.keyboard.press("Escape");
      await article.waitFor({ state: "detached" });
    });
  });

  it("shades by the accuracy of a run, which becomes a column too", async () => {
    await open();
    const { page } = browser;
    await page.getByRole("button", { name: "Runs" }).click();
    await page.getByRole("checkbox", { name: sft!.name }).click();
    assert.equal((await said("requestAccuracy")).runId, sft!.id);
    const answers = accuracyOf(sft!);
    await hear({ type: "accuracy", runId: sft!.id, paths: answers });
    const own = new Set(startingWith("neighbor").map(({ id }) => id));
    const asked = answers.filter(({ path: id }) => own.has(id));
    const sum = (field: "questions" | "correct") => asked.reduce((all, one) => all + one[field], 0);
    const percent = Math.round((100 * sum("correct")) / sum("questions"));
    await page
      .locator("rc-flow-view")
      .getByText(new RegExp(`^neighbor\\s*${percent} %$`))
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
    await tab("Table").click();
    await page.getByRole("columnheader", { name: sft!.name }).waitFor();
  });

  it("comes back as it was after a reload of the window", async () => {
    await open();
    const { page } = browser;
    await tab("Coverage").click();
    await page.getByRole("button", { name: /^CTX / }).click();
    const chosen = await choose(page.getByRole("grid", { name: "Paths" }).getByRole("row").nth(2));
    const { state } = await panelLog(page);
    await open(state);
    assert.deepEqual((await panelLog(page)).posted[0], { type: "ready", dataset: explorerDataset.folder });
    await shown(paths.filter(({ skill }) => skill === "ctx").length);
    assert.equal((await said("requestPath")).path, chosen.id);
    assert.equal(await tab("Coverage").getAttribute("aria-selected"), "true");
  });

  it("shows the relation or the path that a tree asks for", async () => {
    await open(undefined, { relation: "rival" });
    await shown(paths.filter(({ relations: hops }) => hops.map(nameOf).includes("rival")).length);
    await hear({ type: "focus", focus: { path: "mem-0000" } });
    await shown(total);
    assert.equal((await said("requestPath")).path, "mem-0000");
  });

  it("says what failed, in place of the paths or above them", async () => {
    await openPanel(browser.page, "explorer", null);
    await browser.page.getByText("Loading the paths…").waitFor();
    await hear({ type: "failure", message: "The dataset paper was deleted." });
    await browser.page.getByRole("alert").getByText("The dataset paper was deleted.").waitFor();
    await open();
    await browser.page.getByRole("grid", { name: "Paths" }).getByRole("row").nth(2).click();
    await browser.page.getByText("Loading the questions…").waitFor();
    await hear({ type: "failure", message: "The question's file is cut short." });
    await browser.page.getByText("Loading the questions…").waitFor({ state: "detached" });
    await browser.page.getByRole("alert").getByText("cut short").waitFor();
    await browser.page.getByRole("alert").getByRole("button", { name: "Dismiss" }).click();
    await browser.page.getByRole("alert").waitFor({ state: "detached" });
  });

  for (const [view, format, name] of [
    ["Flow", "SVG", "flow.svg"],
    ["Flow", "PNG", "flow.png"],
    ["Flow", "CSV", "flow.csv"],
    ["Coverage", "SVG", "coverage-position.svg"],
    ["Coverage", "PNG", "coverage-position.png"],
    ["Table", "CSV", "paths.csv"],
  ] as const) {
    it(`saves ${view} as ${format}`, async () => {
      await open();
      await tab(view).click();
      await browser.page.getByRole("button", { name: "Export" }).click();
      await browser.page.getByRole("button", { name: `Save as ${format}…` }).click();
      const { suggestedName, content } = await said("save");
      assert.equal(suggestedName, `paper-${name}`);
      if (name === "paths.csv") assert.equal(content.split("\r\n").length, 1 + total + 1);
      if (format === "CSV") assert.match(content, /^(hop|path),/);
      if (format === "SVG")
        assert.ok(content.startsWith("<svg") && !content.includes("var(") && content.includes("boss"));
      if (format === "PNG") assert.equal(Buffer.from(content, "base64").subarray(1, 4).toString(), "PNG");
    });
  }

  it("redraws every view without a stutter", async () => {
    await open();
    const { page } = browser;
    /** Milliseconds from a click on a filter to the next frame, the median of some. */
    const redraw = (): Promise<number> =>
      page.evaluate(`(async () => {
        const panel = document.querySelector("rc-explorer-panel");
        const choice = panel.shadowRoot.querySelector("rc-filter-bar").shadowRoot.querySelector(".choice");
        const times = [];
        for (let turn = 0; turn < 8; turn++) {
          const start = performance.now();
          choice.click();
          await panel.updateComplete;
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b)[4];
      })()`);
    const times: string[] = [];
    for (const view of ["Flow", "Coverage", "Table"]) {
      await tab(view).click();
      const time = await redraw();
      times.push(`${view} ${time.toFixed(0)} ms`);
      assert.ok(time < 400, `${view} took ${time} ms`);
    }
    console.log(`      filter to frame, ${total} paths: ${times.join(", ")}`);
  });
});
