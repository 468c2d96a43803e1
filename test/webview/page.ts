import { createServer, type Server } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { AddressInfo } from "node:net";

const nonce = "fixture-nonce";
const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };

/** The page that the extension host writes, with its content security policy, around a stand-in for its API. */
export function panelPage(panel: string, themeCss: string, savedState: object | null = null): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src data:`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style>${themeCss} body { margin: 0; padding: 0 20px; background: var(--vscode-editor-background); color: var(--vscode-foreground); font-family: var(--vscode-font-family); }</style>
<script nonce="${nonce}">
  window.posted = []; window.savedState = ${JSON.stringify(savedState)}; window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));
  window.acquireVsCodeApi = () => ({ postMessage: (message) => window.posted.push(message), getState: () => window.savedState, setState: (state) => { window.savedState = state; } });
</script></head>
<body data-panel="${panel}"><div id="root"></div><script nonce="${nonce}" type="module" src="/${panel}.js"></script></body></html>`;
}

/** Serves panel pages and the built files beside them on a free port of this machine. */
export async function servePanels(
  built: string,
  page: (path: string) => string,
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, "http://localhost");
    const type = types[extname(pathname)];
    if (type === undefined) {
      response.writeHead(200, { "content-type": "text/html" }).end(page(pathname));
      return;
    }
    readFile(join(built, pathname)).then(
      (content) => response.writeHead(200, { "content-type": type }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
