import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { themes } from "./themes.ts";

const origin = "http://127.0.0.1:1";
const built = path.resolve("dist/webview");
const nonce = "fixture";

/** The content security policy of the extension host's page, with this origin as the source of the panel's files. */
const policy = [
  "default-src 'none'",
  `script-src 'nonce-${nonce}'`,
  `style-src ${origin} 'unsafe-inline'`,
  `font-src ${origin}`,
  "img-src data: blob:",
].join("; ");

/** Stands in for the webview's API and keeps what the panel says in `window.panel`. */
const api = (state: unknown) => `
  window.panel = { posted: [], state: ${JSON.stringify(state)}, violations: [] };
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    panel.violations.push(violatedDirective + " " + blockedURI));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => panel.posted.push(message),
    getState: () => panel.state ?? undefined,
    setState: (state) => { panel.state = state; },
  });`;

/** What a panel said so far. */
export interface PanelLog {
  readonly posted: readonly { readonly type: string; readonly [field: string]: unknown }[];
  readonly state: unknown;
  readonly violations: readonly string[];
}

export type PanelName = "run" | "compare" | "explorer" | "analysis" | "sweep";

export interface PageOptions {
  /** Styles with the theme's colours. */
  readonly theme?: string;
  /** By the English text. */
  readonly translations?: Readonly<Record<string, string>>;
}

/** Opens a built panel as the extension host would, `state` being what it saved in an earlier life. */
export async function openPanel(
  page: Page,
  panel: PanelName,
  state: unknown = null,
  { theme = themes.dark, translations }: PageOptions = {},
): Promise<void> {
  const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" /><style>${theme}</style>
    <script nonce="${nonce}">${api(state)}</script></head>
    <body data-panel="${panel}"><div id="root"></div>
    ${translations ? `<script type="application/json" id="l10n">${JSON.stringify(translations)}</script>` : ""}
    <script nonce="${nonce}" type="module" src="${panel}.js"></script></body></html>`;
  await page.unroute(`${origin}/**`);
  await page.route(`${origin}/**`, (route) => {
    const file = path.join(built, new URL(route.request().url()).pathname);
    return path.extname(file) !== "" && existsSync(file)
      ? route.fulfill({ path: file })
      : route.fulfill({ contentType: "text/html", body: html });
  });
  await page.goto(`${origin}/`);
}

export const tell = (page: Page, message: object): Promise<void> =>
  page.evaluate(`postMessage(${JSON.stringify(message)}, "*")`);

export const panelLog = (page: Page): Promise<PanelLog> => page.evaluate("panel");

/** Until the expression holds in the page. Playwright's own waiting evaluates text there, which the page's policy forbids. */
export async function until(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate(expression))) await sleep(20);
}
