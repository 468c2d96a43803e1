import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import type { VscodeSingleSelect } from "@vscode-elements/elements/dist/vscode-single-select/index.js";
import type { Skill } from "../../src/core/dataset/types.ts";
import type { Comparison } from "../../src/core/runs/types.ts";
import type { ComparePanelToHost, HostToComparePanel } from "../../src/protocol/panels.ts";
import "../shared/chart.ts";
import { axisChoice, controlStyles, segmented, smoothingSlider } from "../shared/controls.ts";
import { connect } from "../shared/host.ts";
import { skillNames } from "../shared/names.ts";
import type { Axis, ChartModel } from "../shared/series.ts";
import type { SaveEvent } from "../shared/save-event.ts";
import { sharedStyles } from "../shared/styles.ts";
import { comparedMetrics, comparedSkills, metricChart, passAtKCharts, type Measure } from "./model.ts";
import "./runs-table.ts";
import type { RunActionEvent } from "./runs-table.ts";

/** How the user looks at the runs; kept over a reload of the window. */
interface View {
  /** Id of the run that the others are compared with; the first where absent. */
  readonly baseline?: string;
  readonly measure: Measure;
  readonly skill: Skill;
  readonly metric: string;
  readonly axis: Axis;
  readonly smoothing: number;
}

interface Protocol {
  readonly incoming: HostToComparePanel;
  readonly outgoing: ComparePanelToHost;
  readonly state: View & { readonly runIds: readonly string[] };
}

const mostRuns = 8;

/** Runs side by side. The host owns the data; this shows them and says what the user wants. */
@customElement("rc-compare-panel")
export class ComparePanel extends LitElement {
  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      :host {
        padding: 16px 4px 32px;
      }
      main > .row,
      section:last-child > .row {
        margin-bottom: var(--rc-gap);
      }
      vscode-single-select {
        width: 220px;
      }
    `,
  ];

  @state() private accessor comparison: Comparison | undefined;
  @state() private accessor view: View;

  private readonly host = connect<Protocol>(({ comparison }) => {
    this.comparison = comparison;
  });

  constructor() {
    super();
    const { runIds = [], ...view } = this.host.savedState ?? {};
    this.view = { measure: "accuracy", skill: "comp", metric: "loss", axis: "step", smoothing: 0.6, ...view };
    this.host.post({ type: "ready", runIds });
  }

  protected override updated(): void {
    if (this.comparison === undefined) return;
    this.host.save({ ...this.view, runIds: this.comparison.runs.map(({ run }) => run.id) });
  }

  private set(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
  }

  protected override render(): TemplateResult {
    if (this.comparison === undefined) return html`<p class="muted" role="status">Loading the runs…</p>`;
    const { runs } = this.comparison;
    return html`<main
      @rc-save=${({ detail }: SaveEvent) => {
        this.host.post(detail);
      }}
    >
      <div class="row spread">
        <h1>Compare runs</h1>
        <div class="row">
          ${segmented<Measure>(
            "What counts as right",
            [
              ["accuracy", "Answer"],
              ["strictAccuracy", "Strict (chain)"],
            ],
            this.view.measure,
            (measure) => {
              this.set({ measure });
            },
          )}
          <vscode-button
            icon="add"
            ?disabled=${runs.length >= mostRuns}
            @click=${() => {
              this.host.post({ type: "addRuns" });
            }}
            >Add Runs</vscode-button
          >
        </div>
      </div>
      ${
        runs.length === 0
          ? html`<p class="muted">No runs yet: add at least two to see them side by side.</p>`
          : html`<rc-runs-table
                class="card"
                .comparison=${this.comparison}
                .baseline=${this.baseline(this.comparison)}
                .measure=${this.view.measure}
                @rc-run-action=${this.onRunAction}
              ></rc-runs-table>
              ${this.passAtK(this.comparison)} ${this.metrics(this.comparison)}`
      }
    </main>`;
  }

  private baseline({ runs }: Comparison): number {
    return Math.max(
      0,
      runs.findIndex(({ run }) => run.id === this.view.baseline),
    );
  }

  private readonly onRunAction = ({ detail: { action, runId } }: RunActionEvent): void => {
    if (action === "pin") this.set({ baseline: runId });
    else if (action === "analyze") this.analyze(runId, this.comparison!);
    else this.host.post({ type: action === "open" ? "openRun" : "removeRun", runId });
  };

  private analyze(runId: string, comparison: Comparison): void {
    const reference = comparison.runs[this.baseline(comparison)]!.run.id;
    this.host.post({ type: "analyze", runId, ...(reference !== runId && { reference }) });
  }

  private passAtK({ runs }: Comparison): TemplateResult | typeof nothing {
    const skills = comparedSkills(runs);
    const skill = skills.includes(this.view.skill) ? this.view.skill : skills[0];
    if (skill === undefined) return nothing;
    const charts = passAtKCharts(runs, skill);
    return html`<section>
      <div class="row spread">
        <h2>pass@k</h2>
        ${segmented(
          "Skill",
          skills.map((one) => [one, skillNames[one]] as const),
          skill,
          (chosen) => {
            this.set({ skill: chosen });
          },
        )}
      </div>
      ${
        charts.length === 0
          ? html`<p class="muted">No samples were drawn: set evaluate.samples in the curriculum.</p>`
          : html`<div class="grid">${charts.map((chart) => this.chart(chart))}</div>`
      }
    </section>`;
  }

  private metrics({ runs }: Comparison): TemplateResult | typeof nothing {
    const metrics = comparedMetrics(runs);
    const metric = metrics.includes(this.view.metric) ? this.view.metric : metrics[0];
    if (metric === undefined) return nothing;
    const { axis, smoothing } = this.view;
    return html`<section>
      <div class="row spread">
        <h2>Training</h2>
        <div class="row">
          ${smoothingSlider(smoothing, (chosen) => {
            this.set({ smoothing: chosen });
          })}
          ${axisChoice(axis, (chosen) => {
            this.set({ axis: chosen });
          })}
          <vscode-single-select
            combobox
            label="Metric"
            .value=${metric}
            @change=${(event: Event) => {
              this.set({ metric: (event.target as VscodeSingleSelect).value });
            }}
            >${metrics.map(
              (name) => html`<vscode-option value=${name} ?selected=${name === metric}>${name}</vscode-option>`,
            )}</vscode-single-select
          >
        </div>
      </div>
      ${this.chart(metricChart(runs, metric, axis), 300)}
    </section>`;
  }

  private chart(chart: ChartModel, height = 210): TemplateResult {
    const { smoothing } = this.view;
    return html`<rc-chart .chart=${chart} .smoothing=${smoothing} .height=${height} filePrefix="compare-"></rc-chart>`;
  }
}
