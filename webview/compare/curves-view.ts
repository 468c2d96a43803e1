import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import type { VscodeSingleSelect } from "@vscode-elements/elements/dist/vscode-single-select/index.js";
import type { RunSummary } from "../../src/core/runs/types.ts";
import type { PairCurves } from "../../src/protocol/compare-panel.ts";
import "../shared/chart.ts";
import { ChartAxesEvent, plainAxes } from "../shared/chart-view.ts";
import { axisChoice, controlStyles, smoothingSlider } from "../shared/controls.ts";
import { axisMetrics, type ChartModel } from "../shared/series.ts";
import { sharedStyles } from "../shared/styles.ts";
import { againstChart, againstPair, chartedMetrics, metricChart, pairKey } from "./model.ts";
import { ViewEvent, type View } from "./view.ts";

interface MetricChart {
  readonly metric: string;
  /** Absent while its curves are on their way. */
  readonly chart: ChartModel | undefined;
}

/** Metrics of training: a chart each with the curves of all runs, and one metric against another. */
@customElement("rc-curves-view")
export class CurvesView extends LitElement {
  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      vscode-single-select {
        width: 240px;
      }
      .head {
        margin-top: var(--rc-gap);
      }
      .grid {
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr));
      }
      .slot {
        position: relative;
        min-width: 0;
      }
      .loading {
        height: 290px;
      }
      .against {
        margin-top: var(--rc-gap);
      }
    `,
  ];

  @property({ attribute: false }) accessor runs: readonly RunSummary[] = [];
  /** Of all runs. */
  @property({ attribute: false }) accessor metrics: readonly string[] = [];
  /** By `pairKey`. */
  @property({ attribute: false }) accessor curves: ReadonlyMap<string, PairCurves> = new Map();
  @property({ attribute: false }) accessor view!: View;

  /** Rebuilt only when their data change: a chart is redrawn when its model is another object. */
  private charts: readonly MetricChart[] = [];
  private against: ChartModel | undefined;
  private built: readonly unknown[] = [];

  protected override willUpdate(): void {
    const { runs, metrics, curves, view } = this;
    const from = [runs, metrics, curves, view.metrics, view.axis, view.against];
    if (from.every((one, index) => one === this.built[index])) return;
    this.built = from;
    this.charts = chartedMetrics(metrics, view.metrics).map((metric) => {
      const own = curves.get(pairKey({ x: axisMetrics[view.axis], y: metric }));
      return { metric, chart: own && metricChart(runs, own, view.axis) };
    });
    const pair = againstPair(metrics, view.against);
    const own = pair && curves.get(pairKey(pair));
    this.against = own && againstChart(runs, own);
  }

  private set(change: Partial<View>): void {
    this.dispatchEvent(new ViewEvent(change));
  }

  protected override render(): TemplateResult {
    const { view, metrics } = this;
    if (metrics.length === 0)
      return html`<p class="muted">${t("The curves appear with the first step of any run.")}</p>`;
    return html`<div
      @rc-chart-axes=${({ detail: { id, axes } }: ChartAxesEvent) => {
        this.set({ axes: { ...view.axes, [id]: axes } });
      }}
    >
      <div class="row spread head">
        <div class="row">
          ${smoothingSlider(view.smoothing, (smoothing) => {
            this.set({ smoothing });
          })}
          ${axisChoice(view.axis, (axis) => {
            this.set({ axis });
          })}
        </div>
        ${this.addition()}
      </div>
      <p class="muted">
        ${t("Drag up or down in a chart to zoom y, or turn the wheel with Ctrl or Cmd; double-click or Escape shows all.")}
      </p>
      <div class="grid">${this.charts.map((chart) => this.metricChart(chart))}</div>
      ${this.metricAgainstMetric()}
    </div>`;
  }

  private addition(): TemplateResult {
    const charted = this.charts.map(({ metric }) => metric);
    const others = this.metrics.filter((metric) => !charted.includes(metric));
    return this.select(t("Add a chart of…"), ["", ...others], "", (metric) => {
      if (metric !== "") this.set({ metrics: [...charted, metric] });
    });
  }

  private select(
    label: string,
    options: readonly string[],
    selected: string,
    choose: (option: string) => void,
  ): TemplateResult {
    return html`<vscode-single-select
      combobox
      label=${label}
      title=${label}
      .value=${selected}
      @change=${({ target }: Event) => {
        choose((target as VscodeSingleSelect).value);
      }}
      >${options.map(
        (option) =>
          html`<vscode-option value=${option} ?selected=${option === selected}
            >${option === "" ? label : option}</vscode-option
          >`,
      )}</vscode-single-select
    >`;
  }

  private metricChart({ metric, chart }: MetricChart): TemplateResult {
    if (chart === undefined)
      return html`<div class="card loading muted" role="status">${t("Loading {0}…", metric)}</div>`;
    return this.chart(
      chart,
      html`<vscode-toolbar-button
        slot="tools"
        icon="close"
        label=${t("Remove the chart of {0}", metric)}
        title=${t("Remove the chart of {0}", metric)}
        @click=${() => {
          this.set({ metrics: this.charts.map((one) => one.metric).filter((one) => one !== metric) });
        }}
      ></vscode-toolbar-button>`,
    );
  }

  private metricAgainstMetric(): TemplateResult | typeof nothing {
    const pair = againstPair(this.metrics, this.view.against);
    if (pair === undefined) return nothing;
    return html`<section>
      <div class="row spread">
        <h2>${t("Metric against metric")}</h2>
        <div class="row">
          ${this.select(t("Vertical metric"), this.metrics, pair.y, (y) => {
            this.set({ against: { ...pair, y } });
          })}
          <span class="muted">${t("against")}</span>
          ${this.select(t("Horizontal metric"), this.metrics, pair.x, (x) => {
            this.set({ against: { ...pair, x } });
          })}
        </div>
      </div>
      <p class="muted">
        ${t("A way for each run, from its first step (open) to its last (filled); dots are steps as measured.")}
      </p>
      <div class="against">
        ${
          this.against === undefined
            ? html`<div class="card loading muted" role="status">${t("Loading…")}</div>`
            : this.chart(this.against, nothing, 320)
        }
      </div>
    </section>`;
  }

  private chart(chart: ChartModel, tools: TemplateResult | typeof nothing, height = 210): TemplateResult {
    const { axes, smoothing } = this.view;
    return html`<rc-chart
      .chart=${chart}
      .smoothing=${smoothing}
      .height=${height}
      .axes=${axes[chart.id] ?? plainAxes}
      filePrefix="compare-"
      >${tools}</rc-chart
    >`;
  }
}
