import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** What a panel may load: its own folder alone. */
export function resourceRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, "dist", "webview");
}

/** The icon of a panel's tab, for light and dark themes. */
export function panelIcon(
  extensionUri: vscode.Uri,
  panel: string,
): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
  const [light, dark] = (["light", "dark"] as const).map((theme) =>
    vscode.Uri.joinPath(extensionUri, "media", `${panel}-${theme}.svg`),
  ) as [vscode.Uri, vscode.Uri];
  return { light, dark };
}

/**
 * The page around a panel's script. Scripts need the nonce; styles may stand inline, because charts carry theirs in the
 * SVG that can be exported.
 */
export function panelHtml(webview: vscode.Webview, extensionUri: vscode.Uri, panel: string, title: string): string {
  const nonce = randomBytes(16).toString("base64url");
  const script = webview.asWebviewUri(vscode.Uri.joinPath(resourceRoot(extensionUri), `${panel}.js`)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(title)}</title>
  </head>
  <body data-panel="${panel}">
    <div id="root"></div>
    ${translations()}
    <script nonce="${nonce}" type="module" src="${script}"></script>
  </body>
</html>
`;
}

/** Data, no script: the policy has no say in it. A text that would end the element is escaped. */
function translations(): string {
  const { bundle } = vscode.l10n;
  if (!bundle) return "";
  return `<script type="application/json" id="l10n">${JSON.stringify(bundle).replaceAll("<", "\\u003c")}</script>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
