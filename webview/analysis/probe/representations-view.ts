import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import type { StatePicture } from "../../../src/core/analysis/probe-types.ts";
import { statePlaces, type StatePlace } from "../../../src/core/runs/probe.ts";
import type { PanelProbe } from "../../../src/protocol/probe.ts";
import { controlStyles, segmented } from "../../shared/controls.ts";
import { toCsv } from "../../shared/csv.ts";
import type { TextTable } from "../../shared/data-table.ts";
import { SaveEvent } from "../../shared/save-event.ts";
import { sharedStyles } from "../../shared/styles.ts";
import { ActionEvent } from "../events.ts";
import type { View } from "../view.ts";
import { geometryTable, layerName, pictureNote, placeNames, shiftTable } from "./model/representations.ts";
import "./scatter.ts";

/** Hidden states by layer: where the skills lie, and where a stage moves them. */
@customElement("rc-representations-view")
export class RepresentationsView extends LitElement {
  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      .body {
        display: grid;
        gap: var(--rc-gap);
        margin-top: var(--rc-gap);
      }
      @media (min-width: 1100px) {
        .body {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          align-items: start;
        }
      }
      .tables {
        display: grid;
        gap: var(--rc-gap);
        min-width: 0;
      }
      .tables table {
        width: 100%;
      }
      .layer output {
        min-width: 8em;
      }
      tr[aria-current="true"] {
        background: var(--vscode-list-inactiveSelectionBackground);
        outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
      }
      tbody tr {
        cursor: pointer;
      }
      th,
      td {
        padding: 3px 8px;
      }
      th:first-child {
        text-align: left;
      }
      thead th {
        white-space: normal;
        vertical-align: bottom;
      }
      .note {
        max-width: 90ch;
      }
    `,
  ];

  @property({ attribute: false }) accessor probe!: PanelProbe;
  /** Absent while it is on its way; the one before stays till then. */
  @property({ attribute: false }) accessor picture: StatePicture | undefined;
  @property({ attribute: false }) accessor place!: StatePlace;
  @property({ attribute: false }) accessor layer!: number;
  @property() accessor filePrefix = "";

  protected override render(): TemplateResult {
    const { picture, layer, place, probe } = this;
    const { layers } = probe.run;
    const isShown = picture?.layer === layer && picture.place === place;
    return html`<div class="row">
        ${segmented<StatePlace>(
          t("Where states are read"),
          statePlaces.map((one) => [one, placeNames[one]] as const),
          place,
          (chosen) => {
            this.change({ place: chosen });
          },
        )}
        <label class="slider layer"
          ><span class="muted">${t("Layer")}</span
          ><input
            type="range"
            min="0"
            max=${layers}
            step="1"
            .value=${String(layer)}
            aria-valuetext=${layerName(layer, layers)}
            @input=${(event: InputEvent) => {
              this.change({ layer: (event.target as HTMLInputElement).valueAsNumber });
            }}
          /><output class="number">${layerName(layer, layers)}</output></label
        >
      </div>
      <div class="body">
        <div aria-busy=${!isShown}>
          ${
            picture === undefined
              ? html`<p class="muted" role="status">${t("Reading the hidden states…")}</p>`
              : html`<rc-scatter
                    .probe=${probe}
                    .picture=${picture}
                    label="${placeNames[picture.place]}, ${layerName(picture.layer, layers).toLowerCase()}"
                    filePrefix=${this.filePrefix}
                  ></rc-scatter>
                  <p class="muted note">${pictureNote(picture)}</p>`
          }
        </div>
        ${this.tables()}
      </div>`;
  }

  private tables(): TemplateResult {
    const shifts = shiftTable(this.probe, this.place);
    return html`<div class="tables">
      ${this.table(
        "lie",
        t("Where the skills lie"),
        geometryTable(this.probe, this.place),
        html`${t("MEM–CTX: distance of the centroids in units of the states' spread. COMP at: where its centroid lies along the line from MEM's (0) to CTX's (1). Fisher's ratio: variance between skills over that within. Prompts of MEM have no context, so some distance is in the text itself.")}`,
      )}
      ${
        shifts
          ? this.table(
              "move",
              t("How their centroids move"),
              shifts,
              html`${t("∠: angle between the shifts of two skills, with its 95 % bootstrap interval over questions. MEM, CTX, COMP: how far each moves, in units of the spread before.")}`,
            )
          : nothing
      }
    </div>`;
  }

  private table(id: string, title: string, { header, rows }: TextTable, note: TemplateResult): TemplateResult {
    return html`<div class="card">
      <div class="row spread">
        <h3>${title}</h3>
        <vscode-toolbar-button
          icon="save-as"
          title=${t("Save as CSV…")}
          label=${t("{0}: save as CSV…", title)}
          @click=${() => {
            const suggestedName = `${this.filePrefix}skills-${id}-${this.place}.csv`;
            this.dispatchEvent(new SaveEvent({ suggestedName, mimeType: "text/csv", content: toCsv(header, rows) }));
          }}
        ></vscode-toolbar-button>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${title}>
        <table>
          <thead>
            <tr>
              ${header.map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ([name, ...cells], layer) =>
                html`<tr
                  aria-current=${layer === this.layer}
                  @click=${() => {
                    this.change({ layer });
                  }}
                >
                  <th scope="row">${name}</th>
                  ${cells.map((cell) => html`<td>${cell}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="muted note">${note}</p>
    </div>`;
  }

  private change(change: Partial<View>): void {
    this.dispatchEvent(new ActionEvent({ type: "view", change }));
  }
}
