import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { dataTable, type TextTable } from "./data-table.ts";
import { exportMenu } from "./export-menu.ts";
import type { Picture } from "./export.ts";

/** What stands around the drawing of a chart. */
export interface ChartFrame {
  /** Reads the user's choice of a format, and says so to the host. */
  readonly element: HTMLElement;
  readonly heading: TemplateResult;
  readonly title: string;
  /** Before the buttons that all charts have. */
  readonly tools?: TemplateResult;
  readonly isCard?: boolean;
  /** The values as they are read; absent while the drawing is shown. */
  readonly table?: { readonly label: string; readonly values: TextTable; readonly height: number } | undefined;
  readonly onTable: () => void;
  /** Name of saved files, without extension. */
  readonly fileName: string;
  readonly picture: () => Picture;
  readonly csv: () => string;
  readonly drawing: TemplateResult;
  readonly below: TemplateResult;
  /** What the arrow keys arrived at, for screen readers. */
  readonly spoken: string;
}

/** A chart with its heading, its tools, its values as a table or as a file, and its legend. */
export function chartFrame(frame: ChartFrame): TemplateResult {
  const { table, title } = frame;
  return html`<figure class=${frame.isCard === false ? "" : "card"}>
    <figcaption class="row spread">
      ${frame.heading}
      <div class="toolbar" role="group" aria-label=${t("{0}: view and export", title)}>
        ${frame.tools ?? nothing}
        <vscode-toolbar-button
          toggleable
          icon="table"
          title=${t("Show as table")}
          label=${t("Show as table")}
          ?checked=${table !== undefined}
          @change=${frame.onTable}
        ></vscode-toolbar-button>
        ${exportMenu({ name: frame.fileName, picture: frame.picture, csv: frame.csv }, frame.element)}
      </div>
    </figcaption>
    ${table === undefined ? nothing : dataTable(table.label, table.values, table.height)} ${frame.drawing}
    ${frame.below}
    <div class="visually-hidden" aria-live="polite">${frame.spoken}</div>
  </figure>`;
}
