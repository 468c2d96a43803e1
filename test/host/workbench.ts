import "./own-temporary.ts";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Frame, Locator, Page } from "playwright-core";
import { startBrowser } from "./browser.ts";
import type { Browser } from "./browser.ts";
import { installServer } from "../../scripts/vscode-server/install.ts";
import { startServer } from "../../scripts/vscode-server/server.ts";
import type { RunningServer } from "../../scripts/vscode-server/server.ts";
import { removeFolder, temporaryWorkspace } from "./workspace.ts";

export const root = path.resolve(import.meta.dirname, "../..");
export const cache = path.join(root, ".cache");

export type Theme =
  "Default Dark Modern" | "Default Light Modern" | "Default High Contrast" | "Default High Contrast Light";

/** A VS Code workbench in a headless browser, with the extension of this repository, driven as a user would. */
export class Workbench {
  /** What was thrown or blocked since the workbench stood. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
    private readonly server: RunningServer,
    private readonly data: string,
  ) {}

  /** Opens `folder`; resolves when the extension's views can be reached. */
  static async open(
    folder: string,
    { theme = "Default Dark Modern", restricted = false }: { theme?: Theme; restricted?: boolean } = {},
  ): Promise<Workbench> {
    const data = await temporaryWorkspace();
    const server = await startServer(await installServer(cache), {
      data,
      extension: root,
      settings: { "workbench.colorTheme": theme },
      restricted,
    });
    const browser = await startBrowser(cache, theme === "Default Light Modern" ? "light" : "dark");
    const workbench = new Workbench(browser.page, browser, server, data);
    await browser.page.goto(server.url(folder));
    await workbench.icon.waitFor();
    browser.page.on("console", (message) => {
      if (/Content Security Policy|Uncaught/.test(message.text())) workbench.complaints.push(message.text());
    });
    browser.page.on("pageerror", ({ message }) => workbench.complaints.push(message));
    return workbench;
  }

  private get icon(): Locator {
    return this.page.locator(".activitybar a.action-label[aria-label='Reasoning Curriculum']");
  }

  /** Shows the two trees. */
  async openSideBar(): Promise<void> {
    await this.icon.click();
    await this.page.locator(".pane-header", { hasText: "Runs" }).waitFor();
  }

  /** A row of the trees, by the beginning of its label. */
  row(label: string): Locator {
    return this.page.locator(`.pane-body .monaco-list-row[aria-label^="${label}"]`).first();
  }

  /** Expands the rows from the outermost to the innermost; returns the last. */
  async expand(...labels: readonly string[]): Promise<Locator> {
    for (const label of labels) {
      const row = this.row(label);
      await row.waitFor();
      if ((await row.getAttribute("aria-expanded")) === "false") await row.locator(".monaco-tl-twistie").click();
    }
    return this.row(labels.at(-1)!);
  }

  async collapse(label: string): Promise<void> {
    const row = this.row(label);
    if ((await row.getAttribute("aria-expanded")) === "true") await row.locator(".monaco-tl-twistie").click();
  }

  /** Takes one of the actions that a row shows under the pointer. */
  async act(label: string, action: string): Promise<void> {
    const row = this.row(label);
    await row.hover();
    await row.locator(`.actions a[aria-label="${action}"]`).click();
  }

  /** Takes an entry of a row's menu. */
  async menu(label: string, entry: string): Promise<void> {
    await this.row(label).click({ button: "right" });
    // A menu is deaf to buttons that are let go in its first tenth of a second.
    await this.page.locator(".monaco-menu .action-item", { hasText: entry }).click({ delay: 200 });
  }

  /** Runs a command from the palette by its whole title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.pick(title);
  }

  /** Types into the open quick input and takes the entry that begins so. */
  async pick(label: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input[type=text]");
    await input.waitFor();
    await input.pressSequentially(label);
    await this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${label}"]`).first().waitFor();
    await this.page.keyboard.press("Enter");
  }

  /**
   * The document inside the open webview of a panel (`<body data-panel=…>`). VS Code 1.100's server now and then leaves a
   * webview blank whose service worker is not ready in time; its own command for that is given every eight seconds.
   */
  async panel(name: string, timeout = 60_000): Promise<Frame> {
    const deadline = Date.now() + timeout;
    for (let blankUntil = Date.now() + 8000; Date.now() < deadline;) {
      for (const frame of this.page.frames()) {
        const found = await frame
          .locator(`body[data-panel="${name}"]`)
          .count()
          .catch(() => 0);
        if (found > 0) return frame;
      }
      if (Date.now() > blankUntil) {
        await this.command("Developer: Reload Webviews");
        // The command runs after its key was pressed; until then a webview that came late is still the old one.
        await sleep(1000);
        blankUntil = Date.now() + 8000;
      }
      await sleep(100);
    }
    throw new Error(`No panel ${name} after ${timeout / 1000} s.`);
  }

  /**
   * Reloads the window. In a browser VS Code writes what is open every few seconds: this waits until it has written
   * something that matches `state`, a regular expression.
   */
  async reload(state: string): Promise<void> {
    while (!(await this.hasStored(state))) await sleep(500);
    await this.page.reload();
    await this.icon.waitFor();
  }

  private hasStored(state: string): Promise<boolean> {
    return this.page.evaluate(`(async () => {
      const done = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
      for (const { name } of await indexedDB.databases()) {
        const database = await done(indexedDB.open(name));
        const [store] = database.objectStoreNames;
        const items = store === undefined ? [] : await done(database.transaction(store).objectStore(store).getAll());
        database.close();
        if (items.some((item) => typeof item === "string" && new RegExp(${JSON.stringify(state)}).test(item))) return true;
      }
      return false;
    })()`);
  }

  async stop(): Promise<void> {
    await this.browser.stop();
    await this.server.stop();
    await removeFolder(this.data);
  }
}
