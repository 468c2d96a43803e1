import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Skill } from "../../src/core/dataset/types.ts";
import { formatDuration } from "../../src/core/format.ts";
import type { EvaluationSummary, MetricRow, RunRecord } from "../../src/core/runs/types.ts";
import type { HostToRunPanel, RunPanelToHost } from "../../src/protocol/panels.ts";
import "../shared/chart.ts";
import { axisChoice, controlStyles, segmented, smoothingSlider } from "../shared/controls.ts";
import { connect } from "../shared/host.ts";
import "../shared/level-table.ts";
import { skillNames, skillOrder } from "../shared/names.ts";
import type { Axis, ChartModel } from "../shared/series.ts";
import type { SaveEvent } from "../shared/save-event.ts";
import { sharedStyles } from "../shared/styles.ts";
import { accuracyChart, evaluatedSkills, passAtKChart, recentThroughput, trainingCharts } from "./charts.ts";
import { header, headerStyles } from "./header.ts";

interface RunPanelState {
  readonly runId: string;
  readonly axis: Axis;
  readonly smoothing: number;
  readonly skill: Skill;
}

interface Protocol {
  readonly incoming: HostToRunPanel;
  readonly outgoing: RunPanelToHost;
  readonly state: RunPanelState;
}

/** Milliseconds between two drawings of a live run. */
const redrawInterval = 200;

/** One run, live. The host owns the data; this shows them and says what the user wants. */
@customElement("rc-run-panel")
export class RunPanel extends LitElement {
  static override styles = [
    sharedStyles,
    controlStyles,
    headerStyles,
    css`
      :host {
        padding: 16px 4px 32px;
      }
    `,
  ];

  @state() private accessor run: RunRecord | undefined;
  @state() private accessor rows: readonly MetricRow[] = [];
  @state() private accessor evaluations: readonly EvaluationSummary[] = [];
  @state() private accessor estimate: number | undefined;
  @state() private accessor axis: Axis;
  @state() private accessor smoothing: number;
  @state() private accessor skill: Skill;

  /** Rebuilt only when their data change: a chart is redrawn when its model is another object. */
  private trainingCharts: readonly ChartModel[] = [];
  private passAtKCharts: readonly ChartModel[] = [];
  private skills: readonly Skill[] = [];

  private readonly host = connect<Protocol>((message) => {
    this.receive(message);
  });
  /** Rows that have come since the last drawing. */
  private arrived: MetricRow[] = [];

  constructor() {
    super();
    const saved = this.host.savedState;
    this.axis = saved?.axis ?? "step";
    this.smoothing = saved?.smoothing ?? 0.6;
    this.skill = saved?.skill ?? "comp";
    this.host.post({ type: "ready", runId: saved?.runId ?? "" });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (["rows", "axis", "skill"].some((name) => changed.has(name))) {
      this.skills = evaluatedSkills(this.rows);
      const skill = this.shownSkill;
      const accuracy = skill === undefined ? [] : [accuracyChart(this.rows, skill, this.axis)];
      this.trainingCharts = [...accuracy, ...trainingCharts(this.rows, this.axis)];
    }
    if (changed.has("evaluations")) {
      const last = this.evaluations.at(-1);
      this.passAtKCharts = last === undefined ? [] : skillOrder.flatMap((skill) => passAtKChart(last, skill) ?? []);
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (this.run === undefined || !["run", "axis", "smoothing", "skill"].some((name) => changed.has(name))) return;
    this.host.save({ runId: this.run.id, axis: this.axis, smoothing: this.smoothing, skill: this.skill });
  }

  private receive(message: HostToRunPanel): void {
    switch (message.type) {
      case "hydrate":
        this.run = message.run;
        this.rows = message.metrics;
        this.evaluations = message.evaluations;
        this.estimate = undefined;
        this.arrived = [];
        break;
      case "append":
        this.queue(message.rows);
        break;
      case "run":
        this.run = message.run;
        this.estimate = message.secondsLeft;
        break;
      case "evaluation":
        this.evaluations = [...this.evaluations, message.summary];
        break;
    }
  }

  /** However fast rows come, they are drawn a few times a second, and not at all while nobody looks. */
  private queue(rows: readonly MetricRow[]): void {
    if (this.arrived.length === 0) {
      setTimeout(() => {
        requestAnimationFrame(() => {
          this.rows = [...this.rows, ...this.arrived];
          this.arrived = [];
        });
      }, redrawInterval);
    }
    this.arrived.push(...rows);
  }

  protected override render(): TemplateResult {
    if (this.run === undefined) return html`<p class="muted" role="status">Loading the run…</p>`;
    const model = {
      run: this.run,
      secondsLeft: this.estimate,
      tokensPerSecond: this.run.state === "running" ? recentThroughput(this.rows) : undefined,
    };
    return html`<main
      @rc-save=${({ detail }: SaveEvent) => {
        this.host.post(detail);
      }}
    >
      ${header(model, (type) => {
        this.host.post({ type });
      })}
      ${this.evaluation()} ${this.training()}
    </main>`;
  }

  private training(): TemplateResult {
    const skill = this.shownSkill;
    return html`<section>
      <div class="row spread">
        <h2>Training</h2>
        <div class="row">
          ${smoothingSlider(this.smoothing, (smoothing) => {
            this.smoothing = smoothing;
          })}
          ${axisChoice(this.axis, (axis) => {
            this.axis = axis;
          })}
          ${skill === undefined ? nothing : this.skillChoice(skill)}
        </div>
      </div>
      ${
        this.trainingCharts.length === 0
          ? html`<p class="muted">The curves appear with the first step.</p>`
          : html`<div class="grid">${this.trainingCharts.map((chart) => this.chart(chart))}</div>`
      }
    </section>`;
  }

  /** The skill of the user's choice if it was evaluated, else the first that was. */
  private get shownSkill(): Skill | undefined {
    return this.skills.includes(this.skill) ? this.skill : this.skills[0];
  }

  private skillChoice(skill: Skill): TemplateResult {
    const options = this.skills.map((one) => [one, skillNames[one]] as const);
    return segmented("Skill", options, skill, (chosen) => {
      this.skill = chosen;
    });
  }

  private evaluation(): TemplateResult | typeof nothing {
    const last = this.evaluations.at(-1);
    if (last === undefined) return nothing;
    const { step, samplesPerQuestion, temperature, seconds } = last;
    return html`<section>
      <div class="row spread">
        <h2>Evaluation at step ${step}</h2>
        <span class="muted"
          >greedy
          accuracy${
            samplesPerQuestion > 0 ? ` · pass@k from ${samplesPerQuestion} samples at temperature ${temperature}` : ""
          }
          · ${formatDuration(seconds)}</span
        >
      </div>
      <div class="card" style="margin-top: var(--rc-gap)">
        <rc-level-table .cells=${last.cells}></rc-level-table>
      </div>
      <div class="grid">${this.passAtKCharts.map((chart) => this.chart(chart))}</div>
    </section>`;
  }

  private chart(chart: ChartModel): TemplateResult {
    return html`<rc-chart .chart=${chart} .smoothing=${this.smoothing} filePrefix="${this.run!.name}-"></rc-chart>`;
  }
}
