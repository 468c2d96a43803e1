import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import type { BrowserContext, LaunchOptions, Page } from "playwright-core";

const run = promisify(execFile);
const webviewHost = ".vscode-resource.vscode-cdn.net";
const mimeTypes: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".ttf": "font/ttf",
  ".svg": "image/svg+xml",
};

export interface Browser {
  readonly page: Page;
  stop(): Promise<void>;
}

/** Opens a headless Chromium with one empty page; CHROMIUM names another executable than the one from npm. */
export async function startBrowser(cache: string, colorScheme: "dark" | "light" = "dark"): Promise<Browser> {
  const browser = await chromium.launch({
    ...(await executable(cache)),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
  });
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, colorScheme });
  await keepLocal(context);
  return { page: await context.newPage(), stop: () => browser.close() };
}

async function executable(cache: string): Promise<LaunchOptions> {
  const named = process.env["CHROMIUM"];
  if (named !== undefined) return { executablePath: named };
  if (process.platform !== "linux") return { channel: "chrome" };
  const folder = path.join(cache, "chromium");
  return {
    executablePath: await unpackChromium(folder),
    // @sparticuz/chromium brings the libraries and fonts that a bare machine lacks.
    env: {
      ...process.env,
      LD_LIBRARY_PATH: path.join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: path.join(folder, "fonts.conf"),
    },
  };
}

/** In a process of its own: the package unpacks into TMPDIR and decides by the environment what it unpacks. */
async function unpackChromium(folder: string): Promise<string> {
  const record = path.join(folder, "unpacked");
  if (existsSync(record)) return readFile(record, "utf8");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const script = `import chromium from "@sparticuz/chromium"; process.stdout.write(await chromium.executablePath());`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" },
  });
  await writeFile(path.join(folder, "fonts.conf"), fontConfiguration(folder));
  await writeFile(record, stdout);
  return stdout;
}

/** The machine's fonts, and Open Sans from the package where it has none. */
const fontConfiguration = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${path.join(folder, "fonts", "fonts")}</dir>
  <cachedir>${path.join(folder, "fonts-cache")}</cachedir>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;

/** Nothing leaves this machine. */
async function keepLocal(context: BrowserContext): Promise<void> {
  const local = ({ hostname, protocol }: URL) => !protocol.startsWith("http") || hostname === "127.0.0.1";
  await context.route(
    (url) => !local(url) && !url.hostname.endsWith(webviewHost),
    (route) => route.abort("blockedbyclient"),
  );
  // Two webviews that open together can have requests slip past the webview's service worker (VS Code 1.100).
  await context.route(
    (url) => url.hostname.endsWith(webviewHost),
    async (route) => {
      const file = decodeURIComponent(new URL(route.request().url()).pathname);
      const contentType = mimeTypes[path.extname(file)] ?? "application/octet-stream";
      await route.fulfill({ path: file, contentType, headers: { "access-control-allow-origin": "*" } });
    },
  );
}
