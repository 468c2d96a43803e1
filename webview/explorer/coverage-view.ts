import { t } from "@vscode/l10n";
import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import type { ExplorerRelation } from "../../src/protocol/panels.ts";
import { chartFrame } from "../shared/chart-frame.ts";
import { segmented } from "../shared/controls.ts";
import { toCsv } from "../shared/csv.ts";
import { card, spokenCounts } from "./card.ts";
import { cellMark, columnLabel, grid, layOutMatrix, rowLabel, type MatrixLayout } from "./coverage-drawing.ts";
import { ActionEvent } from "./events.ts";
import { accuracyLegend, coverageLegend, groupLegend, legend, pictureLegend } from "./legend.ts";
import type { Shade } from "./model/accuracy.ts";
import {
  cellPassage,
  coverageNames,
  coverageState,
  pairCoverage,
  positionCoverage,
  type CoverageCell,
  type CoverageKind,
  type CoverageMatrix,
} from "./model/coverage.ts";
import type { PathRow } from "./model/paths.ts";
import { coverageTable, tableText } from "./model/table-rows.ts";
import { patterns } from "./patterns.ts";
import { WidthController } from "../shared/width.ts";
import { viewStyles } from "./view-styles.ts";

const tableHeight = 560;

interface Place {
  readonly row: number;
  readonly column: number;
}

/** What the paths cover: relation × hop, or relation × next relation; a click filters by a cell. */
@customElement("rc-coverage-view")
export class CoverageView extends LitElement {
  static override styles = viewStyles;

  @property({ attribute: false }) accessor rows: readonly PathRow[] = [];
  @property({ attribute: false }) accessor relations: readonly ExplorerRelation[] = [];
  @property({ type: Number }) accessor hops = 1;
  @property() accessor kind: CoverageKind = "position";
  @property({ attribute: false }) accessor shade: Shade | undefined;
  @property() accessor filePrefix = "";

  @state() private accessor cursor: Place | undefined;
  @state() private accessor asTable = false;
  @state() private accessor spoken = "";

  @query(".drawing > svg") private accessor drawing!: SVGSVGElement;

  private readonly width = new WidthController(this);
  private matrix: CoverageMatrix = { kind: "position", rows: [], columns: [], cells: [] };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!(["rows", "relations", "hops", "kind"] as const).some((name) => changed.has(name))) return;
    const { rows, relations, hops, kind } = this;
    this.matrix = kind === "position" ? positionCoverage(rows, relations, hops) : pairCoverage(rows, relations);
    if (changed.has("kind")) this.cursor = undefined;
  }

  protected override render(): TemplateResult {
    const title = this.kind === "position" ? t("Relation × hop") : t("Relation × next relation");
    const table = () => coverageTable(this.matrix, this.shade);
    return chartFrame({
      element: this,
      isCard: false,
      title,
      heading: segmented<CoverageKind>(
        t("Coverage of"),
        [
          ["position", t("Relation × hop")],
          ["pair", t("Relation × next relation")],
        ],
        this.kind,
        (coverage) => this.dispatchEvent(new ActionEvent({ type: "view", change: { coverage } })),
      ),
      table: this.asTable ? { label: title, values: tableText(table()), height: tableHeight } : undefined,
      onTable: () => (this.asTable = !this.asTable),
      fileName: `${this.filePrefix}coverage-${this.kind}`,
      picture: () => ({ title, svg: this.drawing, legend: pictureLegend(this.renderRoot) }),
      csv: () => toCsv(table().header, table().rows),
      drawing: this.chart(title),
      below: html`${legend([...(this.shade === undefined ? coverageLegend : accuracyLegend), ...groupLegend])}
        <p class="muted note">
          ${t("Letters: the relation's level (I.I.D., Composition, Zero-shot) in the paths of its own skill, then in COMP paths.")}
        </p>`,
      spoken: this.spoken,
    });
  }

  private chart(title: string): TemplateResult {
    const layout = layOutMatrix(this.matrix, this.width.value);
    return html`<div
      class="drawing"
      ?hidden=${this.asTable}
      tabindex="0"
      role="application"
      aria-roledescription=${t("matrix")}
      aria-label=${t("{0}. Arrow keys read the cells, Enter filters by one.", title)}
      @pointermove=${(event: PointerEvent) => {
        this.cursor = this.placeAt(event, layout);
      }}
      @pointerleave=${this.clearCursor}
      @blur=${this.clearCursor}
      @click=${this.pick}
      @keydown=${this.onKey}
    >
      ${this.width.value === 0 ? nothing : html`${this.picture(layout)} ${this.card(layout)}`}
    </div>`;
  }

  private picture(layout: MatrixLayout): TemplateResult {
    const { matrix, shade, cursor } = this;
    const most = Math.max(1, ...matrix.cells.map(({ paths }) => paths.length));
    return html`<svg width=${layout.width} height=${layout.height}>
      ${patterns} ${cursor === undefined ? nothing : crosshair(cursor, layout)}
      ${guard([matrix, shade, this.width.value], () => [
        grid(layout),
        ...matrix.rows.map((header, row) => rowLabel(header, layout.y[row]!, layout)),
        ...matrix.columns.map((header, column) => columnLabel(header, layout.x[column]!, layout)),
        ...matrix.cells.map((cell) => cellMark(cell, layout, shade, most)),
      ])}
      ${cursor === undefined ? nothing : frame(cursor, layout)}
    </svg>`;
  }

  private cellAt({ row, column }: Place): CoverageCell {
    const found = this.matrix.cells.find((cell) => cell.row === row && cell.column === column);
    return found ?? { row, column, paths: [], train: 0, test: 0 };
  }

  private titleOf({ row, column }: Place): string {
    const next = this.matrix.columns[column]!.label;
    return this.kind === "pair"
      ? `${this.matrix.rows[row]!.label} → ${next}`
      : `${this.matrix.rows[row]!.label}, ${next}`;
  }

  private card(layout: MatrixLayout): TemplateResult | typeof nothing {
    const { cursor } = this;
    if (cursor === undefined) return nothing;
    const cell = this.cellAt(cursor);
    const right = layout.x[cursor.column]! + layout.cellWidth + 10;
    const x = right + 250 > this.width.value ? layout.x[cursor.column]! - 262 : right;
    return card(this.titleOf(cursor), coverageNames[coverageState(cell)], cell.paths, this.shade, {
      x,
      y: layout.y[cursor.row]! + layout.cellHeight + 4,
      width: Math.max(this.width.value, layout.width),
      height: layout.height,
    });
  }

  private placeAt(event: PointerEvent, { x, y, cellWidth, cellHeight }: MatrixLayout): Place | undefined {
    const box = this.drawing.getBoundingClientRect();
    const at = (starts: readonly number[], size: number, position: number) =>
      starts.slice(0, -1).findIndex((start) => position >= start && position < start + size);
    const row = at(y, cellHeight, event.clientY - box.top);
    const column = at(x, cellWidth, event.clientX - box.left);
    return row < 0 || column < 0 ? undefined : { row, column };
  }

  private readonly pick = (): void => {
    if (this.cursor === undefined || this.cellAt(this.cursor).paths.length === 0) return;
    const passage = cellPassage(this.matrix, this.cursor.row, this.cursor.column);
    this.dispatchEvent(new ActionEvent({ type: "passage", passage }));
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" || event.key === " ") this.pick();
    else if (event.key === "Escape") this.clearCursor();
    else {
      const target = this.neighbour(event.key);
      if (target === undefined) return;
      this.cursor = target;
      const cell = this.cellAt(target);
      const state = coverageNames[coverageState(cell)];
      const held = cell.paths.length === 0 ? "" : `, ${spokenCounts(cell.paths, this.shade)}`;
      this.spoken = `${this.titleOf(target)}: ${state}${held}`;
    }
    event.preventDefault();
  };

  private neighbour(key: string): Place | undefined {
    const { row, column } = this.cursor ?? { row: 0, column: -1 };
    const lastRow = this.matrix.rows.length - 1;
    const lastColumn = this.matrix.columns.length - 1;
    const targets: Readonly<Record<string, Place>> = {
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      Home: { row, column: 0 },
      End: { row, column: lastColumn },
    };
    const target = targets[key];
    return (
      target && {
        row: Math.min(Math.max(target.row, 0), lastRow),
        column: Math.min(Math.max(target.column, 0), lastColumn),
      }
    );
  }

  private readonly clearCursor = (): void => {
    this.cursor = undefined;
    this.spoken = "";
  };
}

const crosshair = ({ row, column }: Place, { x, y, cellWidth, cellHeight, width, height }: MatrixLayout) =>
  svg`<g fill="var(--vscode-foreground)" fill-opacity="0.07"><rect y=${y[row]!} width=${width} height=${cellHeight} />
    <rect x=${x[column]!} width=${cellWidth} height=${height} /></g>`;

const frame = ({ row, column }: Place, { x, y, cellWidth, cellHeight }: MatrixLayout) =>
  svg`<rect x=${x[column]! - 1} y=${y[row]! - 1} width=${cellWidth + 1} height=${cellHeight + 1} fill="none"
    stroke="var(--vscode-focusBorder)" stroke-width="2" />`;
