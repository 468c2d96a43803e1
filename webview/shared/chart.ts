import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { spokenValues, summary, tooltip } from "./chart-readings.ts";
import { chartStyles } from "./chart-styles.ts";
import { chartTable } from "./chart-table.ts";
import { chartRows, toCsv } from "./csv.ts";
import { dataTable, dataTableStyles } from "./data-table.ts";
import { exportMenu, exportMenuStyles } from "./export-menu.ts";
import type { Picture } from "./export.ts";
import { drawChart, drawSwatch, drawnSeries, type DrawnSeries } from "./plot.ts";
import { nearestPoint, unionOfX, type ChartModel } from "./series.ts";
import { sharedStyles } from "./styles.ts";

/** Padding and border on both sides of the drawing, pixels. */
const cardInset = 26;

/** Properties of which a change asks for a new drawing. */
const drawnFrom = ["chart", "smoothing", "height", "logY", "hiddenSeries", "width"] as const;

/** A line chart: values under the pointer or the arrow keys, legend, logarithmic y, as a table, as a file. */
@customElement("rc-chart")
export class Chart extends LitElement {
  static override styles = [sharedStyles, chartStyles, dataTableStyles, exportMenuStyles];

  @property({ attribute: false }) accessor chart!: ChartModel;
  @property({ type: Number }) accessor smoothing = 0;
  /** Of the drawing, pixels. */
  @property({ type: Number }) accessor height = 210;
  /** Prepended to the names of saved files. */
  @property() accessor filePrefix = "";

  @state() private accessor logY = false;
  @state() private accessor asTable = false;
  @state() private accessor hiddenSeries: ReadonlySet<string> = new Set();
  @state() private accessor width = 0;
  @state() private accessor inSight = false;
  @state() private accessor cursor: number | undefined;
  /** What the arrow keys arrived at, for screen readers. */
  @state() private accessor spoken = "";

  @query(".plot-area") private accessor area!: HTMLElement | null;

  private series: readonly DrawnSeries[] = [];
  private stale = true;
  private drawing: ReturnType<typeof drawChart> | undefined;
  private readonly resize = new ResizeObserver(([entry]) => {
    this.width = Math.floor(entry!.contentRect.width);
  });

  private readonly sight = new IntersectionObserver(([entry]) => {
    this.inSight = entry!.isIntersecting;
  });

  private get drawingWidth(): number {
    return this.width - cardInset;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resize.observe(this);
    this.sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize.disconnect();
    this.sight.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (drawnFrom.some((name) => changed.has(name))) this.stale = true;
    // A live chart that is scrolled away waits until it is seen again.
    if (!this.stale || this.width === 0 || (this.drawing !== undefined && !this.inSight)) return;
    this.stale = false;
    const { height, logY, smoothing } = this;
    const view = { width: this.drawingWidth, height, logY, smoothing, hidden: this.hiddenSeries };
    this.series = drawnSeries(this.chart, view);
    this.drawing = drawChart(this.chart, view, this.series);
  }

  protected override render(): TemplateResult {
    return html`<figure class="card">
      <figcaption class="row spread">
        <h3>${this.chart.title}</h3>
        ${this.toolbar()}
      </figcaption>
      ${this.asTable ? dataTable(`${this.chart.title} as a table`, chartTable(this.chart), this.height) : nothing}
      ${this.plot()} ${this.legend()}
      <div class="visually-hidden" aria-live="polite">${this.spoken}</div>
    </figure>`;
  }

  private toolbar(): TemplateResult {
    return html`<div class="toolbar" role="group" aria-label="${this.chart.title}: view and export">
      <vscode-toolbar-button
        toggleable
        title="Logarithmic y axis"
        label="Logarithmic y axis"
        ?checked=${this.logY}
        @change=${() => {
          this.logY = !this.logY;
        }}
        >log</vscode-toolbar-button
      >
      <vscode-toolbar-button
        toggleable
        icon="table"
        title="Show as table"
        label="Show as table"
        ?checked=${this.asTable}
        @change=${() => {
          this.asTable = !this.asTable;
        }}
      ></vscode-toolbar-button>
      ${exportMenu({ name: `${this.filePrefix}${this.chart.id}`, picture: () => this.picture(), csv: () => this.csv() }, this)}
    </div>`;
  }

  private csv(): string {
    const { header, rows } = chartRows(this.chart);
    return toCsv(header, rows);
  }

  private picture(): Picture {
    const legend = this.series.map((series) => {
      const swatch = this.renderRoot.querySelector<SVGSVGElement>(`[data-series="${CSS.escape(series.name)}"] svg`)!;
      return { name: series.name, swatch };
    });
    return { title: this.chart.title, svg: this.drawing as SVGSVGElement, legend };
  }

  private plot(): TemplateResult {
    const empty = this.series.every(({ points }) => points.length === 0);
    return html`<div
      class="plot-area"
      ?hidden=${this.asTable}
      style="height: ${this.height}px"
      tabindex="0"
      role="img"
      aria-label=${summary(this.chart, this.series)}
      @pointermove=${this.onPointer}
      @pointerleave=${this.clearCursor}
      @blur=${this.clearCursor}
      @keydown=${this.onKey}
    >
      ${this.drawing} ${empty ? html`<p class="empty muted">${this.emptyText()}</p>` : this.tooltip()}
    </div>`;
  }

  private emptyText(): string {
    if (this.hiddenSeries.size > 0) return "All lines are hidden.";
    return this.logY ? "No value above 0 to show on a logarithmic axis." : "No values yet.";
  }

  private tooltip(): TemplateResult | typeof nothing {
    if (this.cursor === undefined || this.drawing === undefined) return nothing;
    const left = this.drawing.scale("x")!.apply(this.cursor) as number;
    return tooltip(this.chart, this.series, this.cursor, left, this.drawingWidth);
  }

  private legend(): TemplateResult {
    return html`<div class="legend" role="group" aria-label="Lines shown">
      ${this.chart.series.map(({ name, color, style }) => {
        const shown = !this.hiddenSeries.has(name);
        return html`<button
          class="plain"
          data-series=${name}
          aria-pressed=${shown}
          title=${shown ? `Hide ${name}` : `Show ${name}`}
          @click=${() => {
            this.toggleSeries(name);
          }}
        >
          ${drawSwatch({ color, style })}<span>${name}</span>
        </button>`;
      })}
    </div>`;
  }

  private toggleSeries(name: string): void {
    const hidden = new Set(this.hiddenSeries);
    if (!hidden.delete(name)) hidden.add(name);
    this.hiddenSeries = hidden;
  }

  private readonly onPointer = (event: PointerEvent): void => {
    const x = event.clientX - this.area!.getBoundingClientRect().left;
    const target = this.drawing?.scale("x")?.invert?.(x) as number | undefined;
    if (target !== undefined) this.moveCursor(target);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const xs = unionOfX(this.series);
    const at = this.cursor === undefined ? xs.length : xs.indexOf(this.cursor);
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: xs.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const x = xs[Math.min(Math.max(target, 0), xs.length - 1)];
    if (x === undefined) return;
    this.cursor = x;
    this.spoken = spokenValues(this.chart, this.series, x);
  };

  /** Snaps to the nearest x that has a value. */
  private moveCursor(target: number): void {
    const xs = unionOfX(this.series).map((x) => ({ x, y: 0 }));
    this.cursor = nearestPoint(xs, target)?.x;
  }

  private readonly clearCursor = (): void => {
    this.cursor = undefined;
    this.spoken = "";
  };
}
