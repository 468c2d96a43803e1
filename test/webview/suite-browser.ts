import assert from "node:assert/strict";
import path from "node:path";
import { after, afterEach, before } from "mocha";
import type { Page } from "playwright-core";
import { startBrowser, type Browser } from "../host/browser.ts";
import { panelLog } from "./page.ts";

/** A browser for the tests of a suite, which is to call this itself; after each test nothing was thrown or blocked. */
export function suiteBrowser(): { readonly page: Page } {
  let browser: Browser;
  const errors: string[] = [];

  before(async () => {
    browser = await startBrowser(path.resolve(".cache"));
    browser.page.on("pageerror", ({ message }) => errors.push(message));
  });

  after(() => browser.stop());

  afterEach("nothing was thrown or blocked", async () => {
    assert.deepEqual(errors.splice(0), []);
    assert.deepEqual((await panelLog(browser.page)).violations, []);
  });

  return {
    get page() {
      return browser.page;
    },
  };
}
