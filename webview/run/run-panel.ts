import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-tab-header/index.js";
import "@vscode-elements/elements/dist/vscode-tab-panel/index.js";
import "@vscode-elements/elements/dist/vscode-tabs/index.js";
import type { VscTabsSelectEvent } from "@vscode-elements/elements/dist/vscode-tabs/vscode-tabs.js";
import { firstStepFinding } from "../../src/core/analysis/first-step.ts";
import type { Finding } from "../../src/core/analysis/types.ts";
import type { Skill } from "../../src/core/dataset/types.ts";
import { formatDuration } from "../../src/core/format.ts";
import type { EvaluationSummary, MetricRow, RunRecord } from "../../src/core/runs/types.ts";
import type { HostToRunPanel, RolloutPage, RunPanelToHost } from "../../src/protocol/panels.ts";
import "../shared/chart.ts";
import { plainAxes, type ChartAxesEvent } from "../shared/chart-view.ts";
import { axisChoice, controlStyles, segmented, smoothingSlider } from "../shared/controls.ts";
import { findingIconStyles } from "../shared/findings.ts";
import { connect } from "../shared/host.ts";
import "../shared/level-table.ts";
import { skillNames, skillOrder } from "../shared/names.ts";
import type { ChartModel } from "../shared/series.ts";
import type { SaveEvent } from "../shared/save-event.ts";
import { sharedStyles } from "../shared/styles.ts";
import { accuracyChart, evaluatedSkills, passAtKChart, recentThroughput, trainingCharts } from "./charts.ts";
import { header, headerStyles } from "./header.ts";
import { Arrivals } from "./arrivals.ts";
import { notice, noticeStyles } from "./notice.ts";
import "./rollouts-view.ts";
import type { OpenRolloutsEvent, RolloutsEvent } from "./rollouts-view.ts";
import { Announcer } from "./announcer.ts";
import { firstView, tabNames, type TabName, type View } from "./view.ts";

interface Protocol {
  readonly incoming: HostToRunPanel;
  readonly outgoing: RunPanelToHost;
  readonly state: Partial<View> & { readonly runId: string };
}

/** One run, live. The host owns the data; this shows them and says what the user wants. */
@customElement("rc-run-panel")
export class RunPanel extends LitElement {
  static override styles = [
    sharedStyles,
    controlStyles,
    headerStyles,
    noticeStyles,
    findingIconStyles,
    css`
      :host {
        padding: 16px 4px 32px;
      }
      vscode-tab-panel {
        padding-top: var(--rc-gap);
      }
    `,
  ];

  @state() private accessor run: RunRecord | undefined;
  @state() private accessor rows: readonly MetricRow[] = [];
  @state() private accessor evaluations: readonly EvaluationSummary[] = [];
  /** Of the newest evaluation; undefined while they are on their way. */
  @state() private accessor findings: readonly Finding[] | undefined;
  /** Undefined while it is on its way, null where there are none. */
  @state() private accessor rollouts: RolloutPage | null | undefined;
  @state() private accessor failure: string | undefined;
  @state() private accessor estimate: number | undefined;
  @state() private accessor view: View;

  /** Rebuilt only when their data change: a chart is redrawn when its model is another object. */
  private trainingCharts: readonly ChartModel[] = [];
  private passAtKCharts: readonly ChartModel[] = [];
  private skills: readonly Skill[] = [];
  private firstStep: Finding | undefined;

  private readonly host = connect<Protocol>((message) => {
    this.receive(message);
  });
  private readonly arrivals = new Arrivals<MetricRow>((rows) => {
    this.rows = [...this.rows, ...rows];
  });
  private readonly announcer = new Announcer();

  constructor() {
    super();
    const { runId = "", ...view } = this.host.savedState ?? {};
    this.view = { ...firstView, ...view };
    this.host.post({ type: "ready", runId });
  }

  /** What the user chose; else the training while it goes on, and what became of it afterwards. */
  private get tab(): TabName {
    const { tab } = this.view;
    if (tab !== undefined && this.tabs.includes(tab)) return tab;
    return this.run?.state === "finished" && this.evaluations.length > 0 ? "evaluation" : "training";
  }

  private get tabs(): readonly TabName[] {
    return [
      "training",
      "evaluation",
      "findings",
      ...(this.run?.config.method === "sft" ? [] : (["rollouts"] as const)),
    ];
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { run, rows, view } = this;
    if (run === undefined) return;
    const before = changed.get("view") as View | undefined;
    if (changed.has("rows") || before?.axis !== view.axis || before.skill !== view.skill) {
      this.skills = evaluatedSkills(run, rows);
      const skill = this.shownSkill;
      const accuracy = skill === undefined ? [] : [accuracyChart(run, rows, skill, view.axis)];
      this.trainingCharts = [...accuracy, ...trainingCharts(run, rows, view.axis)];
      this.firstStep ??= firstStepFinding(run.config, rows);
    }
    if (changed.has("evaluations")) {
      const last = this.evaluations.at(-1);
      this.passAtKCharts = last === undefined ? [] : skillOrder.flatMap((skill) => passAtKChart(last, skill) ?? []);
    }
    this.announcer.hear(run, rows.at(-1));
  }

  protected override updated(changed: PropertyValues): void {
    if (this.run === undefined || !(changed.has("run") || changed.has("view"))) return;
    this.host.save({ runId: this.run.id, ...this.view });
  }

  private set(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    if (change.tab === "rollouts") this.askForRollouts(this.view.step, 0);
  }

  private receive(message: HostToRunPanel): void {
    switch (message.type) {
      case "hydrate":
        this.hydrate(message);
        break;
      case "append":
        this.arrivals.add(message.rows);
        break;
      case "run":
        this.run = message.run;
        this.estimate = message.secondsLeft;
        break;
      case "evaluation":
        // What became of the run waits in its tab: the page does not change under the user's eyes.
        this.set({ tab: this.tab });
        this.evaluations = [...this.evaluations, message.summary];
        this.askForFindings();
        break;
      case "findings":
        this.findings = message.findings;
        this.failure = undefined;
        break;
      case "rollouts":
        this.rollouts = message.page ?? null;
        this.failure = undefined;
        break;
      case "failure":
        this.failure = message.message;
        break;
    }
  }

  private hydrate({ run, metrics, evaluations }: HostToRunPanel & { readonly type: "hydrate" }): void {
    this.run = run;
    this.rows = metrics;
    this.evaluations = evaluations;
    this.estimate = undefined;
    this.failure = undefined;
    this.arrivals.clear();
    this.firstStep = undefined;
    this.askForFindings();
    if (this.tab === "rollouts") this.askForRollouts(this.view.step, 0);
  }

  private askForFindings(): void {
    this.findings = undefined;
    if (this.evaluations.length > 0) this.host.post({ type: "requestFindings" });
  }

  private askForRollouts(step: number | undefined, offset: number): void {
    this.host.post({ type: "requestRollouts", ...(step !== undefined && { step }), offset });
  }

  protected override render(): TemplateResult {
    const { run } = this;
    if (run === undefined) return html`<p class="muted" role="status">${t("Loading the run…")}</p>`;
    const isActive = run.state === "running";
    const model = {
      run,
      secondsLeft: isActive ? this.estimate : undefined,
      tokensPerSecond: isActive ? recentThroughput(this.rows) : undefined,
    };
    return html`<main
      @rc-save=${({ detail }: SaveEvent) => {
        this.host.post(detail);
      }}
      @rc-chart-axes=${({ detail: { id, axes } }: ChartAxesEvent) => {
        this.set({ axes: { ...this.view.axes, [id]: axes } });
      }}
      @rc-rollouts=${({ detail: { step, offset } }: RolloutsEvent) => {
        this.set({ step });
        this.askForRollouts(step, offset);
      }}
      @rc-open-rollouts=${({ detail: { step } }: OpenRolloutsEvent) => {
        this.host.post({ type: "openRollouts", step });
      }}
    >
      ${header(model, (type) => {
        this.host.post({ type });
      })}
      ${notice(run, this.knownFindings, () => {
        this.set({ tab: "findings" });
      })}
      <div class="visually-hidden" role="status" aria-live="polite">${this.announcer.text}</div>
      ${this.body()}
    </main>`;
  }

  /** Those of the newest evaluation; before there is one, what the first step tells. */
  private get knownFindings(): readonly Finding[] {
    return this.findings ?? (this.firstStep === undefined ? [] : [this.firstStep]);
  }

  private body(): TemplateResult {
    const { tab, tabs } = this;
    return html`<vscode-tabs
      selected-index=${tabs.indexOf(tab)}
      @vsc-tabs-select=${({ detail }: VscTabsSelectEvent) => {
        this.set({ tab: tabs[detail.selectedIndex]! });
      }}
    >
      ${tabs.map(
        (one) =>
          html`<vscode-tab-header>${tabNames[one]}</vscode-tab-header
            ><vscode-tab-panel>${one === tab ? this.shown(one) : nothing}</vscode-tab-panel>`,
      )}
    </vscode-tabs>`;
  }

  private shown(tab: TabName): TemplateResult {
    const isReading = tab === "findings" ? this.findings === undefined : this.rollouts === undefined;
    if (this.failure !== undefined && isReading && (tab === "findings" || tab === "rollouts"))
      return html`<p role="alert">${this.failure}</p>`;
    switch (tab) {
      case "training":
        return this.training();
      case "evaluation":
        return this.evaluation();
      case "findings":
        return this.findingsTab();
      case "rollouts":
        return html`<rc-rollouts-view .page=${this.rollouts}></rc-rollouts-view>`;
    }
  }

  private training(): TemplateResult {
    const { view } = this;
    const skill = this.shownSkill;
    return html`<div class="row">
        ${smoothingSlider(view.smoothing, (smoothing) => {
          this.set({ smoothing });
        })}
        ${axisChoice(view.axis, (axis) => {
          this.set({ axis });
        })}
        ${skill === undefined ? nothing : this.skillChoice(skill)}
      </div>
      <div class="grid">${this.trainingCharts.map((chart) => this.chart(chart))}</div>`;
  }

  /** The skill of the user's choice if it was evaluated, else the first that was. */
  private get shownSkill(): Skill | undefined {
    return this.skills.includes(this.view.skill) ? this.view.skill : this.skills[0];
  }

  private skillChoice(skill: Skill): TemplateResult {
    const options = this.skills.map((one) => [one, skillNames[one]] as const);
    return segmented(t("Skill"), options, skill, (chosen) => {
      this.set({ skill: chosen });
    });
  }

  private evaluation(): TemplateResult {
    const last = this.evaluations.at(-1);
    if (last === undefined)
      return html`<p class="muted">${t("Not evaluated yet: the accuracies by skill and level appear here.")}</p>`;
    const { step, samplesPerQuestion, temperature, seconds } = last;
    return html`<div class="row spread">
        <h2>${t("Evaluation at step {0}", step)}</h2>
        <span class="muted"
          >${t("greedy accuracy{0} · {1}", samplesPerQuestion > 0 ? t(" · pass@k from {0} samples at temperature {1}", samplesPerQuestion, temperature) : "", formatDuration(seconds))}</span
        >
      </div>
      <div class="card" style="margin-top: var(--rc-gap)">
        <rc-level-table .cells=${last.cells}></rc-level-table>
      </div>
      <div class="grid">${this.passAtKCharts.map((chart) => this.chart(chart))}</div>`;
  }

  private findingsTab(): TemplateResult {
    const { firstStep, findings, evaluations } = this;
    if (evaluations.length === 0)
      return firstStep === undefined
        ? html`<p class="muted">
            ${t("The signatures of failure are looked for when the run is evaluated, and one of them in the first step of RL.")}
          </p>`
        : html`<rc-findings .findings=${[firstStep]}></rc-findings>`;
    return findings === undefined
      ? html`<p class="muted" role="status">${t("Reading the samples…")}</p>`
      : html`<rc-findings .findings=${findings}></rc-findings>`;
  }

  private chart(chart: ChartModel): TemplateResult {
    const { smoothing, axes } = this.view;
    return html`<rc-chart
      .chart=${chart}
      .smoothing=${smoothing}
      .axes=${axes[chart.id] ?? plainAxes}
      filePrefix="${this.run!.name}-"
    ></rc-chart>`;
  }
}
