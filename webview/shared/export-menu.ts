import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { toPng, toSvg, type Picture } from "./export.ts";
import { SaveEvent } from "./save-event.ts";

/** What can be kept as files of one name; a list has no picture. */
export interface Exportable {
  /** Without extension. */
  readonly name: string;
  readonly picture?: () => Picture;
  readonly csv: () => string;
}

/** A button with a menu of file formats; `element` says what the user chose. One to a shadow root. */
export function exportMenu({ name, picture, csv }: Exportable, element: HTMLElement): TemplateResult {
  const save = (extension: string, mimeType: SaveEvent["detail"]["mimeType"], content: string) =>
    element.dispatchEvent(new SaveEvent({ suggestedName: `${name}.${extension}`, mimeType, content }));
  return html`<button class="plain export" popovertarget="export" title=${t("Export")} aria-label=${t("Export")}>
      <vscode-icon name="save-as"></vscode-icon>
    </button>
    <div id="export" popover class="menu">
      ${
        picture === undefined
          ? nothing
          : html`${item("SVG", () => save("svg", "image/svg+xml", toSvg(picture()).text))}
            ${item("PNG", async () => save("png", "image/png", await toPng(picture())))}`
      }
      ${item("CSV", () => save("csv", "text/csv", csv()))}
    </div>`;
}

function item(label: string, onClick: () => unknown): TemplateResult {
  return html`<button class="plain" popovertarget="export" popovertargetaction="hide" @click=${onClick}>
    ${t("Save as {0}…", label)}
  </button>`;
}

export const exportMenuStyles = css`
  .export {
    display: flex;
    padding: 3px;
    anchor-name: --export;
  }
  .export:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .menu {
    position-anchor: --export;
    position-area: bottom span-left;
    margin: 2px 0;
    padding: 4px;
    border: 1px solid var(--vscode-menu-border, var(--rc-border));
    border-radius: 5px;
    background: var(--vscode-menu-background);
    color: var(--vscode-menu-foreground);
    box-shadow: 0 2px 8px var(--vscode-widget-shadow);
  }
  .menu button {
    display: block;
    width: 100%;
    padding: 3px 16px;
  }
  .menu button:is(:hover, :focus-visible) {
    background: var(--vscode-menu-selectionBackground);
    color: var(--vscode-menu-selectionForeground);
    outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
  }
`;
