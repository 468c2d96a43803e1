import { t } from "@vscode/l10n";
import {
  LitElement,
  css,
  html,
  nothing,
  svg,
  type PropertyValues,
  type SVGTemplateResult,
  type TemplateResult,
} from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { chartFrame } from "../../shared/chart-frame.ts";
import { chartStyles, drawingStyles } from "../../shared/chart-styles.ts";
import { toCsv } from "../../shared/csv.ts";
import { dataTableStyles } from "../../shared/data-table.ts";
import { exportMenuStyles } from "../../shared/export-menu.ts";
import { formatPoints } from "../../shared/format.ts";
import { sharedStyles } from "../../shared/styles.ts";
import { WidthController } from "../../shared/width.ts";
import { headRows, headTable, spokenCell, type HeadCell, type HeadMap } from "./model/heads.ts";

const cardInset = 26;
const left = 64;
const top = 22;
const rowHeight = 30;
const mostWidth = 64;
/** A number has room in a cell of this width. */
const roomForNumber = 34;
/** Where the colour is full. */
const fullChange = 0.5;
const text = "var(--vscode-foreground)";
const muted = "var(--vscode-descriptionForeground)";
const page = "var(--vscode-editor-background)";
/** Worse without the head, better without it. */
const colors = { worse: "var(--vscode-charts-red)", better: "var(--vscode-charts-blue)" } as const;

/** Layers × heads: what changes without each. Read with the pointer or the arrow keys, as a table, as a file. */
@customElement("rc-heat-map")
export class HeatMap extends LitElement {
  static override styles = [
    sharedStyles,
    chartStyles,
    drawingStyles,
    dataTableStyles,
    exportMenuStyles,
    css`
      .drawing {
        overflow-x: auto;
      }
      .drawing > svg {
        font-variant-numeric: tabular-nums;
      }
      .entry {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .reading {
        min-height: 1.5em;
        margin: 6px 0 0;
      }
    `,
  ];

  @property({ attribute: false }) accessor map!: HeadMap;
  @property() accessor filePrefix = "";

  @state() private accessor asTable = false;
  @state() private accessor cursor: number | undefined;
  @state() private accessor spoken = "";

  @query(".drawing > svg") private accessor drawing!: SVGSVGElement;

  private readonly width = new WidthController(this);

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("map") && (this.cursor ?? 0) >= this.map.cells.length) this.cursor = undefined;
  }

  protected override render(): TemplateResult {
    const { map } = this;
    const cell = this.cursor === undefined ? undefined : map.cells[this.cursor];
    return chartFrame({
      element: this,
      heading: html`<h3 title=${map.title}>${map.title}</h3>`,
      title: map.title,
      table: this.asTable ? { label: t("{0} as a table", map.title), values: headTable(map), height: 360 } : undefined,
      onTable: () => (this.asTable = !this.asTable),
      fileName: `${this.filePrefix}${map.id}`,
      picture: () => ({ title: map.title, svg: this.drawing, legend: this.legendForExport() }),
      csv: () => {
        const { header, rows } = headRows(map);
        return toCsv(header, rows);
      },
      drawing: html`<div
          class="drawing"
          ?hidden=${this.asTable}
          tabindex="0"
          role="application"
          aria-roledescription=${t("heat map")}
          aria-label=${t("{0}. Arrow keys read the heads.", map.title)}
          @pointermove=${this.onPointer}
          @pointerleave=${this.clear}
          @blur=${this.clear}
          @keydown=${this.onKey}
        >
          ${this.width.value === 0 ? nothing : this.grid()}
        </div>
        <p class="reading number" aria-hidden="true">
          ${cell ? spokenCell(cell) : html`<span class="muted">${t("Point at a head, or press the arrow keys, to read it.")}</span>`}
        </p>`,
      below: this.legend(),
      spoken: this.spoken,
    });
  }

  private get cellWidth(): number {
    const room = this.width.value - cardInset - left - 4;
    return Math.max(20, Math.min(mostWidth, room / this.map.heads));
  }

  private grid(): TemplateResult {
    const { layers, heads, cells } = this.map;
    const size = this.cellWidth;
    return html`<svg width=${left + heads * size + 4} height=${top + layers * rowHeight + 4}>
      ${Array.from(
        { length: heads },
        (_, head) =>
          svg`<text x=${left + (head + 0.5) * size} y=${top - 7} text-anchor="middle" fill=${muted}>${head + 1}</text>`,
      )}
      <text x=${left - 8} y=${top - 7} text-anchor="end" fill=${muted}>${t("Head")}</text>
      ${Array.from(
        { length: layers },
        (_, layer) =>
          svg`<text x=${left - 8} y=${top + (layer + 0.5) * rowHeight} dy="0.35em" text-anchor="end" fill=${text}>${t("Layer {0}", layer + 1)}</text>`,
      )}
      ${cells.map((cell, index) => this.cell(cell, index, size))}
    </svg>`;
  }

  private cell(cell: HeadCell, index: number, size: number): SVGTemplateResult {
    const { value } = cell.change;
    const x = left + cell.head * size;
    const y = top + cell.layer * rowHeight;
    const share = Math.min(1, Math.abs(value) / fullChange);
    const isChosen = index === this.cursor;
    const number = `${formatPoints(value).replace(/\.0$/, "")}${cell.stands ? "*" : ""}`;
    return svg`<rect x=${x + 1} y=${y + 1} width=${size - 2} height=${rowHeight - 2} rx="2"
        fill=${value < 0 ? colors.worse : colors.better} fill-opacity=${(0.05 + 0.7 * share).toFixed(3)}
        stroke=${isChosen ? "var(--vscode-focusBorder)" : cell.stands ? text : "none"}
        stroke-width=${isChosen ? 2.5 : 1.25} />
      ${
        size < roomForNumber
          ? nothing
          : svg`<text x=${x + size / 2} y=${y + rowHeight / 2} dy="0.35em" text-anchor="middle" font-size="10.5" fill=${text}
              stroke=${page} stroke-width="2.5" stroke-linejoin="round" paint-order="stroke">${Math.abs(value) < 0.0005 ? "0" : number}</text>`
      }`;
  }

  private legend(): TemplateResult {
    return html`<div class="legend" role="group" aria-label=${t("Legend")}>
      ${this.entries().map(({ name, drawn }) => html`<span class="entry"><svg width="30" height="12" aria-hidden="true">${drawn}</svg>${name}</span>`)}
    </div>`;
  }

  private entries() {
    const box = (fill: string, opacity: number, stroke: string) =>
      svg`<rect x="1" y="1" width="28" height="10" rx="2" fill=${fill} fill-opacity=${opacity} stroke=${stroke} stroke-width="1.25" />`;
    const hasTest = this.map.cells.some(({ effect }) => effect !== undefined);
    const [worse, better] = hasTest
      ? [t("− worse without it: the head is needed"), t("+ better without it")]
      : [t("− needed more than in the reference"), t("+ needed less")];
    const all = [
      { name: worse, drawn: box(colors.worse, 0.6, "none") },
      { name: better, drawn: box(colors.better, 0.6, "none") },
    ];
    const stands = { name: t("* not by chance, of all heads tested"), drawn: box(colors.worse, 0.1, text) };
    return hasTest ? [...all, stands] : all;
  }

  private legendForExport() {
    const swatches = [...this.renderRoot.querySelectorAll<SVGSVGElement>(".entry svg")];
    return this.entries().map(({ name }, i) => ({ name, swatch: swatches[i]! }));
  }

  private readonly onPointer = (event: PointerEvent): void => {
    const box = this.drawing.getBoundingClientRect();
    const head = Math.floor((event.clientX - box.left - left) / this.cellWidth);
    const layer = Math.floor((event.clientY - box.top - top) / rowHeight);
    const { layers, heads } = this.map;
    const isInside = head >= 0 && head < heads && layer >= 0 && layer < layers;
    this.cursor = isInside ? layer * heads + head : undefined;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { heads, cells } = this.map;
    const moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -heads, ArrowDown: heads };
    const ends: Readonly<Record<string, number>> = { Home: 0, End: cells.length - 1 };
    const move = moves[event.key];
    const target = move === undefined ? ends[event.key] : this.cursor === undefined ? 0 : this.cursor + move;
    if (target === undefined) return;
    event.preventDefault();
    if (target < 0 || target >= cells.length) return;
    this.cursor = target;
    this.spoken = spokenCell(cells[target]!);
  };

  private readonly clear = (): void => {
    this.cursor = undefined;
    this.spoken = "";
  };
}
