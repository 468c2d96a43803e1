import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-tab-header/index.js";
import "@vscode-elements/elements/dist/vscode-tab-panel/index.js";
import "@vscode-elements/elements/dist/vscode-tabs/index.js";
import type { VscTabsSelectEvent } from "@vscode-elements/elements/dist/vscode-tabs/vscode-tabs.js";
import type { RunComparison } from "../../src/core/runs/types.ts";
import type {
  AnswerDetail,
  AnswerPage,
  ComparePanelToHost,
  HostToComparePanel,
  PairCurves,
  RunFindings,
} from "../../src/protocol/compare-panel.ts";
import { plainAxes, type ChartAxesEvent } from "../shared/chart-view.ts";
import { controlStyles, segmented } from "../shared/controls.ts";
import { connect } from "../shared/host.ts";
import { skillNames } from "../shared/names.ts";
import type { SaveEvent } from "../shared/save-event.ts";
import type { ChartModel } from "../shared/series.ts";
import { sharedStyles } from "../shared/styles.ts";
import type { OpenQuestionEvent } from "./answer-detail.ts";
import "./answers-view.ts";
import type { AnswerPageEvent } from "./answers-view.ts";
import "./curves-view.ts";
import "./findings-view.ts";
import { comparedSkills, pairKey, passAtKCharts, shownPairs } from "./model.ts";
import "./runs-table.ts";
import type { RunActionEvent } from "./runs-table.ts";
import { firstView, tabNames, tabs, type Measure, type View, type ViewEvent } from "./view.ts";

interface Protocol {
  readonly incoming: HostToComparePanel;
  readonly outgoing: ComparePanelToHost;
  readonly state: Partial<View> & { readonly runIds: readonly string[] };
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
      main > .row {
        margin-bottom: var(--rc-gap);
      }
      vscode-tab-panel {
        padding-top: var(--rc-gap);
      }
      .error {
        padding: 6px 10px;
        border: 1px solid var(--vscode-inputValidation-errorBorder);
        background: var(--vscode-inputValidation-errorBackground);
      }
    `,
  ];

  @state() private accessor comparison: RunComparison | undefined;
  @state() private accessor metrics: readonly string[] = [];
  @state() private accessor curves: ReadonlyMap<string, PairCurves> = new Map();
  @state() private accessor findings: ReadonlyMap<string, RunFindings> = new Map();
  @state() private accessor page: AnswerPage | undefined;
  @state() private accessor detail: AnswerDetail | undefined;
  @state() private accessor failure: string | undefined;
  @state() private accessor view: View;

  /** Of the curves that the host was asked for. */
  private shownKeys = "";
  private passAtK: readonly ChartModel[] = [];

  private readonly host = connect<Protocol>((message) => {
    this.receive(message);
  });

  constructor() {
    super();
    const { runIds = [], ...view } = this.host.savedState ?? {};
    this.view = { ...firstView, ...view };
    this.host.post({ type: "ready", runIds });
  }

  private receive(message: HostToComparePanel): void {
    switch (message.type) {
      case "hydrate":
        this.hydrate(message);
        break;
      case "curves":
        this.curves = new Map([...this.curves, ...message.pairs.map((pair) => [pairKey(pair), pair] as const)]);
        break;
      case "findings":
        this.findings = new Map(this.findings).set(message.findings.runId, message.findings);
        break;
      case "answers":
        this.page = message.page;
        break;
      case "answer":
        if (message.detail.question.id === this.view.question) this.detail = message.detail;
        break;
      case "failure":
        this.failure = message.message;
        break;
    }
  }

  private hydrate({ comparison, metrics }: HostToComparePanel & { readonly type: "hydrate" }): void {
    const ids = ({ runs }: RunComparison) => runs.map(({ run }) => run.id).join();
    if (this.comparison !== undefined && ids(this.comparison) !== ids(comparison)) this.curves = new Map();
    this.comparison = comparison;
    this.metrics = metrics;
    this.findings = new Map();
    this.failure = undefined;
    this.shownKeys = "";
    const known = comparison.runs.map(({ run }) => run.id);
    const wanted = Object.entries(this.view.answers.wanted).filter(([runId]) => known.includes(runId));
    this.set({ answers: { ...this.view.answers, wanted: Object.fromEntries(wanted) } });
  }

  private set(change: Partial<View>): void {
    const before = this.view;
    this.view = { ...before, ...change };
    if (change.answers !== undefined) this.page = undefined;
    if (this.view.question !== before.question) this.detail = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.comparison === undefined) return;
    if (changed.has("comparison") || changed.has("view")) {
      const before = changed.get("view") as View | undefined;
      if (changed.has("comparison") || before?.skill !== this.view.skill)
        this.passAtK = passAtKCharts(this.comparison.runs, this.skill(this.comparison));
    }
  }

  protected override updated(changed: PropertyValues): void {
    const { comparison, view } = this;
    if (comparison === undefined) return;
    this.host.save({ ...view, runIds: comparison.runs.map(({ run }) => run.id) });
    const before = changed.get("view") as View | undefined;
    this.ask(changed.has("comparison") || (before !== undefined && before.tab !== view.tab), before ?? view);
  }

  /** Asks for what the tab in front shows. @param anew also for what was asked before */
  private ask(anew: boolean, before: View): void {
    const { tab, answers, question } = this.view;
    const pairs = tab === "curves" ? shownPairs(this.metrics, this.view) : [];
    const keys = pairs.map(pairKey).join("\n");
    if (keys !== this.shownKeys) this.host.post({ type: "showCurves", pairs });
    this.shownKeys = keys;
    if (tab === "findings" && anew && this.findings.size === 0) this.host.post({ type: "requestFindings" });
    if (tab !== "answers") return;
    if (anew || answers !== before.answers) this.host.post({ type: "requestAnswers", filter: answers, offset: 0 });
    if (question !== undefined && (anew || question !== before.question))
      this.host.post({ type: "requestAnswer", question });
  }

  protected override render(): TemplateResult {
    const { comparison } = this;
    if (comparison === undefined)
      return this.failure === undefined
        ? html`<p class="muted" role="status">${t("Loading the runs…")}</p>`
        : html`<p class="error" role="alert">${this.failure}</p>`;
    const { runs } = comparison;
    return html`<main
      @rc-save=${({ detail }: SaveEvent) => {
        this.host.post(detail);
      }}
      @rc-view=${({ detail }: ViewEvent) => {
        this.set(detail);
      }}
      @rc-answer-page=${({ detail: { offset } }: AnswerPageEvent) => {
        this.host.post({ type: "requestAnswers", filter: this.view.answers, offset });
      }}
      @rc-open-question=${({ detail: { question } }: OpenQuestionEvent) => {
        this.host.post({ type: "openQuestion", question });
      }}
    >
      <div class="row spread">
        <h1>${t("Compare runs")}</h1>
        <vscode-button
          icon="add"
          ?disabled=${runs.length >= mostRuns}
          title=${runs.length >= mostRuns ? t("{0} runs are the most", mostRuns) : t("Choose the runs side by side")}
          @click=${() => {
            this.host.post({ type: "addRuns" });
          }}
          >${t("Add Runs")}</vscode-button
        >
      </div>
      ${this.failure === undefined ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
      ${
        runs.length === 0
          ? html`<p class="muted">${t("No runs yet: add at least two to see them side by side.")}</p>`
          : this.body(comparison)
      }
    </main>`;
  }

  private body(comparison: RunComparison): TemplateResult {
    const { tab } = this.view;
    return html`<vscode-tabs
      selected-index=${tabs.indexOf(tab)}
      @vsc-tabs-select=${({ detail }: VscTabsSelectEvent) => {
        this.set({ tab: tabs[detail.selectedIndex]! });
      }}
    >
      ${tabs.map(
        (one) =>
          html`<vscode-tab-header>${tabNames[one]}</vscode-tab-header
            ><vscode-tab-panel>${one === tab ? this.tab(comparison) : nothing}</vscode-tab-panel>`,
      )}
    </vscode-tabs>`;
  }

  private tab(comparison: RunComparison): TemplateResult {
    const { runs } = comparison;
    const { view } = this;
    switch (view.tab) {
      case "runs":
        return this.runsTab(comparison);
      case "curves":
        return html`<rc-curves-view
          .runs=${runs}
          .metrics=${this.metrics}
          .curves=${this.curves}
          .view=${view}
        ></rc-curves-view>`;
      case "passAtK":
        return this.passAtKTab(comparison);
      case "answers":
        return html`<rc-answers-view
          .runs=${runs}
          .filter=${view.answers}
          .page=${this.page}
          .question=${view.question}
          .detail=${this.detail}
        ></rc-answers-view>`;
      case "findings":
        return html`<rc-findings-view
          .runs=${runs}
          .findings=${this.findings}
          @rc-run-action=${this.onRunAction}
        ></rc-findings-view>`;
    }
  }

  private runsTab(comparison: RunComparison): TemplateResult {
    const { measure } = this.view;
    return html`<div class="row">
        ${segmented<Measure>(
          t("What counts as right"),
          [
            ["accuracy", t("Answer")],
            ["strictAccuracy", t("Strict (chain)")],
          ],
          measure,
          (chosen) => {
            this.set({ measure: chosen });
          },
        )}
      </div>
      <rc-runs-table
        class="card"
        style="margin-top: var(--rc-gap)"
        .comparison=${comparison}
        .baseline=${this.baseline(comparison)}
        .measure=${measure}
        @rc-run-action=${this.onRunAction}
      ></rc-runs-table>`;
  }

  private baseline({ runs }: RunComparison): number {
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

  private analyze(runId: string, comparison: RunComparison): void {
    const reference = comparison.runs[this.baseline(comparison)]!.run.id;
    this.host.post({ type: "analyze", runId, ...(reference !== runId && { reference }) });
  }

  private skill({ runs }: RunComparison): View["skill"] {
    const skills = comparedSkills(runs);
    return skills.includes(this.view.skill) ? this.view.skill : (skills[0] ?? "comp");
  }

  private passAtKTab(comparison: RunComparison): TemplateResult {
    const { axes, smoothing } = this.view;
    return html`<div class="row">
        ${segmented(
          t("Skill"),
          comparedSkills(comparison.runs).map((one) => [one, skillNames[one]] as const),
          this.skill(comparison),
          (skill) => {
            this.set({ skill });
          },
        )}
      </div>
      ${
        this.passAtK.length === 0
          ? html`<p class="muted">${t("No samples were drawn: set evaluate.samples in the curriculum.")}</p>`
          : html`<div
              class="grid"
              @rc-chart-axes=${({ detail: { id, axes: chosen } }: ChartAxesEvent) => {
                this.set({ axes: { ...axes, [id]: chosen } });
              }}
            >
              ${this.passAtK.map(
                (chart) =>
                  html`<rc-chart
                    .chart=${chart}
                    .smoothing=${smoothing}
                    .height=${260}
                    .axes=${axes[chart.id] ?? plainAxes}
                    filePrefix="compare-"
                  ></rc-chart>`,
              )}
            </div>`
      }`;
  }
}
