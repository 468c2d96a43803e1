import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-tab-header/index.js";
import "@vscode-elements/elements/dist/vscode-tab-panel/index.js";
import "@vscode-elements/elements/dist/vscode-tabs/index.js";
import type { VscTabsSelectEvent } from "@vscode-elements/elements/dist/vscode-tabs/vscode-tabs.js";
import type {
  AnalysisChoice,
  AnalysisPanelToHost,
  AnalysisSubject,
  ErrorFilter,
  ErrorPage,
  HostToAnalysisPanel,
  PanelAnalysis,
  SampleDetail,
} from "../../src/protocol/analysis-panel.ts";
import { connect } from "../shared/host.ts";
import type { SaveEvent } from "../shared/save-event.ts";
import { sharedStyles } from "../shared/styles.ts";
import "./accuracy-view.ts";
import { analysisStyles } from "./analysis-styles.ts";
import "./errors-view.ts";
import type { ActionEvent, PageEvent } from "./events.ts";
import { head } from "./head.ts";
import "./pass-at-k-view.ts";
import { ProbeData } from "./probe/probe-data.ts";
import "./probe/probe-view.ts";
import type { ProbeEvent } from "./probe/probe-view.ts";
import "./verdict-view.ts";
import { firstView, tabNames, type TabName, type View } from "./view.ts";

interface Protocol {
  readonly incoming: HostToAnalysisPanel;
  readonly outgoing: AnalysisPanelToHost;
  readonly state: View & { readonly runId: string; readonly choice?: AnalysisChoice };
}

const tabs = Object.keys(tabNames) as TabName[];

/** Why a run fails, and whether RL synthesized. The host owns the data; this shows them and says what the user wants. */
@customElement("rc-analysis-panel")
export class AnalysisPanel extends LitElement {
  static override styles = [sharedStyles, analysisStyles];

  @state() private accessor subject: AnalysisSubject | undefined;
  @state() private accessor choice: AnalysisChoice | undefined;
  @state() private accessor analysis: PanelAnalysis | undefined;
  /** Bytes of samples that are counted for the first time. */
  @state() private accessor read: { readonly done: number; readonly total: number } | undefined;
  /** Whether an analysis is on its way. */
  @state() private accessor waits = true;
  @state() private accessor view: View;
  @state() private accessor page: ErrorPage | undefined;
  @state() private accessor detail: SampleDetail | undefined;
  @state() private accessor failure: string | undefined;

  private readonly host = connect<Protocol>((message) => {
    this.receive(message);
  });

  private readonly probe = new ProbeData(this, (request) => {
    this.host.post(request);
  });

  constructor() {
    super();
    const { runId = "", choice, ...view } = this.host.savedState ?? {};
    this.view = { ...firstView, ...view };
    this.host.post({ type: "ready", runId, ...(choice && { choice }) });
  }

  private receive(message: HostToAnalysisPanel): void {
    this.probe.receive(message);
    switch (message.type) {
      case "subject":
        this.subject = message.subject;
        this.choice = message.choice;
        this.waits = message.choice !== undefined;
        this.read = undefined;
        this.failure = undefined;
        break;
      case "analysis":
        this.analysis = message.analysis;
        this.choice = message.choice;
        this.waits = false;
        this.page = undefined;
        this.detail = undefined;
        this.probe.forget();
        this.request();
        break;
      case "progress":
        this.read = message;
        break;
      case "errors":
        if (sameFilter(message.page.filter, this.filter)) this.page = message.page;
        break;
      case "sample":
        if (message.detail.error.question === this.view.question) this.detail = message.detail;
        break;
      case "failure":
        this.failure = message.message;
        this.waits = false;
        break;
      case "probe":
      case "states":
      case "tokens":
      case "heads":
        this.request();
        break;
    }
  }

  /** Of the chains listed: what the user chose, within the level. */
  private get filter(): ErrorFilter {
    const { level, filter } = this.view;
    return { ...filter, ...(level !== undefined && { level }), ...(this.view.knownOnly && { facts: "known" }) };
  }

  private requestPage(offset: number): void {
    const { choice, filter } = this;
    if (choice !== undefined) this.host.post({ type: "requestErrors", step: choice.step, filter, offset });
  }

  /** Asks for what the tabs of errors and of the probe show and have not got. */
  private request(): void {
    const { choice, view } = this;
    if (choice === undefined || this.analysis === undefined) return;
    this.probe.request(view);
    if (view.tab !== "errors") return;
    if (this.page === undefined) this.requestPage(0);
    if (view.question !== undefined && this.detail === undefined)
      this.host.post({ type: "requestSample", step: choice.step, question: view.question });
  }

  private set(change: Partial<View>): void {
    const before = this.filter;
    const { question } = this.view;
    this.view = { ...this.view, ...change };
    if (!sameFilter(before, this.filter)) this.page = undefined;
    if (question !== this.view.question) this.detail = undefined;
    this.request();
  }

  private choose(choice: AnalysisChoice): void {
    this.choice = choice;
    this.waits = true;
    this.failure = undefined;
    this.host.post({ type: "choose", choice });
  }

  protected override updated(): void {
    const { subject, choice } = this;
    if (subject !== undefined) this.host.save({ ...this.view, runId: subject.run.id, ...(choice && { choice }) });
  }

  protected override render(): TemplateResult {
    const { subject } = this;
    if (subject === undefined)
      return this.failure === undefined
        ? html`<p class="muted" role="status">${t("Loading the run…")}</p>`
        : html`<p class="error" role="alert">${this.failure}</p>`;
    return html`<main
      aria-busy=${this.waits}
      @rc-save=${({ detail }: SaveEvent) => {
        this.host.post(detail);
      }}
      @rc-action=${({ detail }: ActionEvent) => {
        if (detail.type === "view") this.set(detail.change);
        else this.host.post(detail.message);
      }}
      @rc-page=${({ detail }: PageEvent) => {
        this.requestPage(detail.offset);
      }}
    >
      ${head(
        subject,
        this.choice,
        (choice) => {
          this.choose(choice);
        },
        () => {
          this.host.post({ type: "openRun" });
        },
      )}
      ${this.failure === undefined ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
      ${this.body(subject)}
    </main>`;
  }

  private body(subject: AnalysisSubject): TemplateResult | typeof nothing {
    if (this.choice === undefined) return this.notEvaluated();
    const { analysis, waits } = this;
    if (analysis === undefined) return waits ? this.waiting() : nothing;
    const { tab } = this.view;
    return html`<vscode-tabs
      class=${waits ? "waits" : ""}
      selected-index=${tabs.indexOf(tab)}
      @vsc-tabs-select=${({ detail }: VscTabsSelectEvent) => {
        this.set({ tab: tabs[detail.selectedIndex]! });
      }}
    >
      ${tabs.map(
        (one) =>
          html`<vscode-tab-header>${tabNames[one]}</vscode-tab-header
            ><vscode-tab-panel
              >${one === tab ? this.tab(analysis, `${subject.run.name}-`) : nothing}</vscode-tab-panel
            >`,
      )}
    </vscode-tabs>`;
  }

  private waiting(): TemplateResult {
    if (this.read === undefined)
      return html`<p class="muted waiting" role="status">${t("Reading the evaluation…")}</p>`;
    const { done, total } = this.read;
    const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
    return html`<div class="muted waiting">
      <p role="status">${t("Counting the samples, this once…")}</p>
      <progress max=${total} value=${done} aria-label=${t("Samples counted")}></progress>
      <p class="number">${t("{0} of {1} MB", megabytes(done), megabytes(total))}</p>
    </div>`;
  }

  private notEvaluated(): TemplateResult {
    return html`<div class="card nothing">
      <p>${t("This run has not been evaluated yet: the analysis is made from its answers to the test questions.")}</p>
      <vscode-button
        icon="beaker"
        @click=${() => {
          this.host.post({ type: "evaluate" });
        }}
        >${t("Evaluate Run")}</vscode-button
      >
    </div>`;
  }

  private tab(analysis: PanelAnalysis, filePrefix: string): TemplateResult {
    const { view } = this;
    switch (view.tab) {
      case "verdict":
        return html`<rc-verdict-view
          .analysis=${analysis}
          .measure=${view.measure}
          filePrefix=${filePrefix}
        ></rc-verdict-view>`;
      case "passAtK":
        return html`<rc-pass-at-k-view
          .analysis=${analysis}
          .skill=${view.skill}
          .measure=${view.measure}
          filePrefix=${filePrefix}
        ></rc-pass-at-k-view>`;
      case "accuracy":
        return html`<rc-accuracy-view .analysis=${analysis} .view=${view} filePrefix=${filePrefix}></rc-accuracy-view>`;
      case "errors":
        return html`<rc-errors-view
          .analysis=${analysis}
          .view=${view}
          .page=${this.page}
          .detail=${this.detail}
          filePrefix=${filePrefix}
        ></rc-errors-view>`;
      case "representations":
      case "uncertainty":
      case "heads":
        return html`<rc-probe-view
          .shown=${this.probe.shown}
          .view=${view}
          filePrefix=${filePrefix}
          @rc-probe=${({ detail }: ProbeEvent) => {
            if (detail === "start") this.probe.start();
            else {
              this.probe.forget();
              this.request();
            }
          }}
        ></rc-probe-view>`;
    }
  }
}

const sameFilter = (a: ErrorFilter, b: ErrorFilter): boolean => canonical(a) === canonical(b);

const canonical = (filter: ErrorFilter): string =>
  JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)));
