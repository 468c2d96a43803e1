import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import { pointed, readingsAt, stepped, type Cursor } from "./chart-cursor.ts";
import { chartFrame } from "./chart-frame.ts";
import { spokenValues, summary, tooltip } from "./chart-readings.ts";
import { chartStyles } from "./chart-styles.ts";
import { chartTable } from "./chart-table.ts";
import { ChartAxesEvent, plainAxes, whyLinear, type ChartAxes } from "./chart-view.ts";
import { chartRows, toCsv } from "./csv.ts";
import { dataTableStyles } from "./data-table.ts";
import { exportMenuStyles } from "./export-menu.ts";
import type { Picture } from "./export.ts";
import { drawChart, drawSwatch, drawnSeries, type DrawnSeries } from "./plot.ts";
import type { ChartModel } from "./series.ts";
import { sharedStyles } from "./styles.ts";
import { YZoom, type Range, type YScale } from "./y-zoom.ts";

/** Padding and border on both sides of the drawing, pixels. */
const cardInset = 26;

/** Properties of which a change asks for a new drawing. */
const drawnFrom = ["chart", "smoothing", "height", "axes", "hiddenSeries", "width"] as const;

/** A line chart: values under the pointer or the arrow keys, logarithmic axes, zoom of y, legend, as a table, as a file. */
@customElement("rc-chart")
export class Chart extends LitElement {
  static override styles = [sharedStyles, chartStyles, dataTableStyles, exportMenuStyles];

  @property({ attribute: false }) accessor chart!: ChartModel;
  @property({ type: Number }) accessor smoothing = 0;
  /** Of the drawing, pixels. */
  @property({ type: Number }) accessor height = 210;
  /** Prepended to the names of saved files. */
  @property() accessor filePrefix = "";
  /** What the user makes of them is said in a ChartAxesEvent. */
  @property({ attribute: false }) accessor axes: ChartAxes = plainAxes;

  @state() private accessor asTable = false;
  @state() private accessor hiddenSeries: ReadonlySet<string> = new Set();
  @state() private accessor width = 0;
  @state() private accessor inSight = false;
  @state() private accessor cursor: Cursor | undefined;
  /** What the arrow keys arrived at, for screen readers. */
  @state() private accessor spoken = "";

  @query(".plot-area") private accessor area!: HTMLElement | null;

  private series: readonly DrawnSeries[] = [];
  private stale = true;
  private drawing: ReturnType<typeof drawChart> | undefined;
  private readonly zoom = new YZoom(
    this,
    () => this.drawing?.scale("y") as YScale | undefined,
    (range) => {
      this.setZoom(range);
    },
  );

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
    const { height, smoothing, axes } = this;
    this.series = drawnSeries(this.chart, { hidden: this.hiddenSeries, smoothing });
    this.drawing = drawChart(this.chart, { width: this.drawingWidth, height, axes }, this.series);
    if (this.cursor !== undefined && readingsAt(this.series, this.cursor).length === 0) this.cursor = undefined;
  }

  protected override render(): TemplateResult {
    const { title, id } = this.chart;
    return chartFrame({
      element: this,
      title,
      heading: html`<h3 title=${title}>${title}</h3>`,
      tools: this.tools(),
      table: this.asTable
        ? { label: t("{0} as a table", title), values: chartTable(this.chart), height: this.height }
        : undefined,
      onTable: () => (this.asTable = !this.asTable),
      fileName: `${this.filePrefix}${id}`,
      picture: () => this.picture(),
      csv: () => {
        const { header, rows } = chartRows(this.chart);
        return toCsv(header, rows);
      },
      drawing: this.plot(),
      below: this.legend(),
      spoken: this.spoken,
    });
  }

  private tools(): TemplateResult {
    return html`<button
        class="plain tool"
        ?hidden=${this.axes.yZoom === undefined}
        title=${t("Show all of y (Escape, or double-click)")}
        @click=${this.showAll}
      >
        ${t("all of y")}
      </button>
      ${this.chart.xScale === "log2" || this.chart.xNames ? nothing : this.logToggle("x")} ${this.logToggle("y")}<slot
        name="tools"
      ></slot>`;
  }

  private logToggle(axis: "x" | "y"): TemplateResult {
    const key = axis === "x" ? "logX" : "logY";
    const reason = whyLinear(this.series, axis);
    const title =
      reason === undefined
        ? t("Logarithmic {0} axis", axis)
        : t("Logarithmic {0} axis: not possible, {1}", axis, reason);
    return html`<button
      class="plain tool"
      aria-pressed=${reason === undefined && this.axes[key]}
      aria-disabled=${reason !== undefined}
      aria-label=${title}
      title=${title}
      @click=${() => {
        if (reason === undefined) this.setAxes({ logX: this.axes.logX, logY: this.axes.logY, [key]: !this.axes[key] });
      }}
    >
      ${t("log {0}", axis)}
    </button>`;
  }

  private setAxes(axes: ChartAxes): void {
    this.axes = axes;
    this.dispatchEvent(new ChartAxesEvent(this.chart.id, axes));
  }

  private setZoom(yZoom: Range | undefined): void {
    const { logX, logY } = this.axes;
    this.setAxes({ logX, logY, ...(yZoom && { yZoom }) });
  }

  private readonly showAll = (): void => {
    this.setZoom(undefined);
    this.area?.focus();
  };

  private picture(): Picture {
    const legend = this.series.map((series) => {
      const swatch = this.renderRoot.querySelector<SVGSVGElement>(`[data-series="${CSS.escape(series.name)}"] svg`)!;
      return { name: series.name, swatch };
    });
    return { title: this.chart.title, svg: this.drawing as SVGSVGElement, legend };
  }

  private plot(): TemplateResult {
    const empty = this.series.every(({ points }) => points.length === 0);
    const { selection } = this.zoom;
    return html`<div
      class="plot-area"
      ?hidden=${this.asTable}
      style="height: ${this.height}px"
      tabindex="0"
      role="img"
      aria-label=${summary(this.chart, this.series)}
      @pointerdown=${this.onPress}
      @pointermove=${this.onPointer}
      @pointerup=${this.onRelease}
      @pointercancel=${this.onRelease}
      @pointerleave=${this.clearCursor}
      @dblclick=${this.showAll}
      @wheel=${this.onWheel}
      @blur=${this.clearCursor}
      @keydown=${this.onKey}
    >
      ${this.drawing}
      ${
        selection === undefined
          ? nothing
          : html`<div
              class="selection"
              style=${styleMap({ top: `${selection.top}px`, height: `${selection.height}px` })}
            ></div>`
      }
      ${empty ? html`<p class="empty muted">${this.emptyText()}</p>` : this.tooltip()}
    </div>`;
  }

  private emptyText(): string {
    return this.hiddenSeries.size > 0 ? t("All lines are hidden.") : (this.chart.emptyText ?? t("No values yet."));
  }

  private tooltip(): TemplateResult | typeof nothing {
    if (this.cursor === undefined || this.drawing === undefined) return nothing;
    const left = this.drawing.scale("x")!.apply(this.cursor.x) as number;
    return tooltip(this.chart, this.series, this.cursor, { left, width: this.drawingWidth });
  }

  private legend(): TemplateResult {
    return html`<div class="legend" role="group" aria-label=${t("Lines shown")}>
      ${this.chart.series.map(({ name, color, style }) => {
        const shown = !this.hiddenSeries.has(name);
        return html`<button
          class="plain"
          data-series=${name}
          aria-pressed=${shown}
          title=${shown ? t("Hide {0}", name) : t("Show {0}", name)}
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
    this.cursor = undefined;
  }

  private pixels(event: MouseEvent): { readonly x: number; readonly y: number } {
    const { left, top } = this.area!.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private readonly onPress = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.area!.setPointerCapture(event.pointerId);
    this.zoom.press(this.pixels(event).y);
  };

  private readonly onRelease = (): void => {
    this.zoom.release();
    this.requestUpdate();
  };

  private readonly onPointer = (event: PointerEvent): void => {
    const at = this.pixels(event);
    this.zoom.drag(at.y);
    const [x, y] = [this.drawing?.scale("x"), this.drawing?.scale("y")];
    if (x === undefined || y === undefined) return;
    this.cursor = pointed(this.chart, this.series, at, { x, y });
  };

  private readonly onWheel = (event: WheelEvent): void => {
    if (this.zoom.wheel(event, this.pixels(event).y)) event.preventDefault();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const cursor = stepped(this.chart, this.series, this.cursor, event.key);
    if (cursor !== undefined) {
      this.cursor = cursor;
      this.spoken = spokenValues(this.chart, this.series, cursor);
    } else if (!this.zoom.key(event.key, this.axes.yZoom !== undefined)) return;
    event.preventDefault();
  };

  private readonly clearCursor = (): void => {
    this.cursor = undefined;
    this.spoken = "";
  };
}
