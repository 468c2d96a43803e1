import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, svg, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { barFill, barPatterns, barsAcross, barsUpright, type BarsPicture } from "./bars-drawing.ts";
import { barRows, barTable, details, spokenGroup, type BarsModel } from "./bars-model.ts";
import { chartFrame } from "./chart-frame.ts";
import { chartStyles, drawingStyles } from "./chart-styles.ts";
import { toCsv } from "./csv.ts";
import { dataTableStyles } from "./data-table.ts";
import { exportMenuStyles } from "./export-menu.ts";
import type { Picture } from "./export.ts";
import { formatValue } from "./format.ts";
import { sharedStyles } from "./styles.ts";
import { WidthController } from "./width.ts";

/** The user chose a group of bars. */
export class BarEvent extends CustomEvent<{ readonly id: string }> {
  constructor(id: string) {
    super("rc-bar", { detail: { id } });
  }
}

/** Padding and border on both sides of the drawing, pixels. */
const cardInset = 26;
const mostTableHeight = 320;
/** Groups drawn at first. */
const firstGroups = 40;

/** Bars with their intervals: read with the pointer or the arrow keys, as a table, as a file; a group can be chosen. */
@customElement("rc-bars")
export class Bars extends LitElement {
  static override styles = [
    sharedStyles,
    chartStyles,
    drawingStyles,
    dataTableStyles,
    exportMenuStyles,
    css`
      :host {
        min-width: 0;
      }
      figure {
        height: auto;
      }
      .choosable {
        cursor: pointer;
      }
      .entry {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .hint {
        margin: 4px 0 0;
        font-size: 0.92em;
      }
      .more {
        margin-top: 6px;
        color: var(--vscode-textLink-foreground);
      }
      .nothing {
        margin: 24px 0;
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) accessor model!: BarsModel;
  @property({ type: Boolean }) accessor upright = false;
  /** What choosing a group does: "Show the questions"; absent: groups cannot be chosen. */
  @property({ attribute: false }) accessor choice: string | undefined;
  /** Id of the chosen group. */
  @property({ attribute: false }) accessor chosen: string | undefined;
  /** Prepended to the names of saved files. */
  @property() accessor filePrefix = "";

  @state() private accessor asTable = false;
  @state() private accessor cursor: number | undefined;
  @state() private accessor spoken = "";
  @state() private accessor isWhole = false;

  @query(".drawing > svg") private accessor drawing!: SVGSVGElement;

  private readonly width = new WidthController(this);

  protected override render(): TemplateResult {
    const { model } = this;
    const table = this.asTable ? barTable(model) : undefined;
    return chartFrame({
      element: this,
      title: model.title,
      heading: html`<h3 title=${model.title}>${model.title}</h3>`,
      table: table && {
        label: t("{0} as a table", model.title),
        values: table,
        height: Math.min(mostTableHeight, 40 + 24 * table.rows.length),
      },
      onTable: () => (this.asTable = !this.asTable),
      fileName: `${this.filePrefix}${model.id}`,
      picture: () => this.picture(),
      csv: () => this.csv(),
      drawing:
        model.groups.length === 0 ? html`<p class="muted nothing">${t("Nothing to count here.")}</p>` : this.chart(),
      below: html`${this.more()} ${this.legend()}`,
      spoken: this.spoken,
    });
  }

  private csv(): string {
    const { header, rows } = barRows(this.model);
    return toCsv(header, rows);
  }

  private picture(): Picture {
    const swatches = [...this.renderRoot.querySelectorAll<SVGSVGElement>(".entry svg")];
    const legend = this.model.series.map(({ name }, index) => ({ name, swatch: swatches[index]! }));
    return { title: this.model.title, svg: this.drawing, legend };
  }

  private chart(): TemplateResult {
    const { model } = this;
    const hints = this.choice === undefined ? "" : t(" Enter: {0}.", this.choice);
    return html`<div
      class="drawing ${this.choice === undefined ? "" : "choosable"}"
      ?hidden=${this.asTable}
      tabindex="0"
      role="application"
      aria-roledescription=${t("bar chart")}
      aria-label=${t("{0}. Arrow keys read the bars.{1}", model.title, hints)}
      @pointermove=${this.onPointer}
      @pointerleave=${this.clearCursor}
      @blur=${this.clearCursor}
      @click=${this.pick}
      @keydown=${this.onKey}
    >
      ${this.width.value === 0 ? nothing : this.bars(this.layout)}
    </div>`;
  }

  /** As drawn: the table and the file have all groups. */
  private get drawn(): BarsModel {
    return this.isWhole ? this.model : { ...this.model, groups: this.model.groups.slice(0, firstGroups) };
  }

  private get layout(): BarsPicture {
    const width = this.width.value - cardInset;
    return this.upright ? barsUpright(this.drawn, width) : barsAcross(this.drawn, width);
  }

  private more(): TemplateResult | typeof nothing {
    const { length } = this.model.groups;
    if (length <= firstGroups || this.isWhole || this.asTable) return nothing;
    return html`<button class="plain more" @click=${() => (this.isWhole = true)}>
      ${t("Show all {0}, not only the first {1}", length, firstGroups)}
    </button>`;
  }

  private bars({ width, height, places, marks }: BarsPicture): TemplateResult {
    const chosen = this.model.groups.findIndex(({ id }) => id === this.chosen);
    return html`<svg width=${width} height=${height}>
        ${barPatterns(this.model.series.map(({ color }) => color))}
        ${places.map(({ x, y, width: across, height: down }, group) =>
          group === this.cursor || group === chosen
            ? svg`<rect x=${x} y=${y} width=${across} height=${down} fill="var(--vscode-foreground)" fill-opacity="0.08"
                stroke=${group === chosen ? "var(--vscode-focusBorder)" : "none"} stroke-width="1.5" />`
            : nothing,
        )}
        ${marks}
      </svg>
      ${this.tooltip(places)}`;
  }

  private tooltip(places: BarsPicture["places"]): TemplateResult | typeof nothing {
    const group = this.cursor === undefined ? undefined : this.model.groups[this.cursor];
    if (group === undefined) return nothing;
    const { x, y, width, height } = places[this.cursor!]!;
    const style = this.upright
      ? `top: 0; ${x + width / 2 > this.width.value / 2 ? `right: ${this.width.value - cardInset - x + 8}px` : `left: ${x + width + 8}px`}`
      : `left: ${Math.min(40, this.width.value / 10)}px; top: ${y + height}px`;
    return html`<div class="tooltip" style=${style} aria-hidden="true">
      <b>${group.label}</b>
      ${this.model.series.map(({ name }, index) => {
        const bar = group.bars[index];
        if (bar === undefined) return nothing;
        return html`<div class="value">
          ${this.swatch(index)}<span>${name}</span><b class="number">${formatValue(bar.value, this.model.format)}</b>
          <span class="muted number">${details(bar, this.model.format)}</span>
        </div>`;
      })}
    </div>`;
  }

  private swatch(index: number): TemplateResult {
    const { color } = this.model.series[index]!;
    return html`<svg width="30" height="10" aria-hidden="true">
      ${barPatterns(this.model.series.map((one) => one.color))}
      <rect
        x="0.5"
        y="0.5"
        width="29"
        height="9"
        rx="1.5"
        fill=${barFill(index, color)}
        stroke=${color}
        stroke-width="0.75"
      />
    </svg>`;
  }

  private legend(): TemplateResult | typeof nothing {
    return html`<div class="legend" role="group" aria-label=${t("Legend")}>
      ${this.model.series.map(({ name }, index) => html`<span class="entry">${this.swatch(index)}${name}</span>`)}
    </div>`;
  }

  private readonly onPointer = (event: PointerEvent): void => {
    const box = this.drawing.getBoundingClientRect();
    const [atX, atY] = [event.clientX - box.left, event.clientY - box.top];
    const index = this.layout.places.findIndex(
      ({ x, y, width, height }) => atX >= x && atX < x + width && atY >= y && atY < y + height,
    );
    this.cursor = index < 0 ? undefined : index;
  };

  private readonly pick = (): void => {
    const group = this.cursor === undefined ? undefined : this.model.groups[this.cursor];
    if (group !== undefined && this.choice !== undefined) this.dispatchEvent(new BarEvent(group.id));
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const last = this.drawn.groups.length - 1;
    const at = this.cursor ?? -1;
    const [back, forth] = this.upright ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const targets: Readonly<Record<string, number>> = { [back]: at - 1, [forth]: at + 1, Home: 0, End: last };
    const target = targets[event.key];
    if (event.key === "Enter" || event.key === " ") this.pick();
    else if (target === undefined) return;
    else {
      this.cursor = Math.min(Math.max(target, 0), last);
      this.spoken = spokenGroup(this.model, this.model.groups[this.cursor]!);
    }
    event.preventDefault();
  };

  private readonly clearCursor = (): void => {
    this.cursor = undefined;
    this.spoken = "";
  };
}
