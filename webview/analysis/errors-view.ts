import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { ErrorFilter, ErrorPage, PanelAnalysis, SampleDetail } from "../../src/protocol/analysis-panel.ts";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "../shared/bars.ts";
import type { BarEvent } from "../shared/bars.ts";
import "../shared/chart.ts";
import { controlStyles, segmented } from "../shared/controls.ts";
import { formatPercent } from "../shared/format.ts";
import type { ChartModel } from "../shared/series.ts";
import { sharedStyles } from "../shared/styles.ts";
import { levelChoice } from "./choices.ts";
import { errorsStyles } from "./errors-styles.ts";
import { ActionEvent } from "./events.ts";
import { askedLevels } from "./model/accuracy.ts";
import { errorCharts, errorsOf, type ErrorBars } from "./model/errors.ts";
import { stepCharts } from "./model/steps.ts";
import "./sample-detail.ts";
import "./sample-list.ts";
import type { View } from "./view.ts";

/** Where and how COMP chains go wrong, and the chains behind each bar. */
@customElement("rc-errors-view")
export class ErrorsView extends LitElement {
  static override styles = [sharedStyles, controlStyles, errorsStyles];

  @property({ attribute: false }) accessor analysis!: PanelAnalysis;
  @property({ attribute: false }) accessor view!: View;
  /** Absent while it is on its way. */
  @property({ attribute: false }) accessor page: ErrorPage | undefined;
  @property({ attribute: false }) accessor detail: SampleDetail | undefined;
  @property() accessor filePrefix = "";

  @query("rc-sample-list") private accessor list!: HTMLElement | null;

  private charts: readonly ErrorBars[] = [];
  /** Of the run over its evaluated steps. */
  private overSteps: readonly ChartModel[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("view");
    const { level, knownOnly } = this.view;
    if (!changed.has("analysis") && before?.level === level && before?.knownOnly === knownOnly) return;
    this.charts = errorCharts(this.analysis, { level, knownOnly });
    this.overSteps = stepCharts(this.analysis.run.steps ?? [], { level, knownOnly });
  }

  protected override render(): TemplateResult {
    const { run } = this.analysis;
    if (run.errors.length === 0)
      return html`<p class="muted">
        ${t("No COMP question was asked in this evaluation: there are no chains to go wrong.")}
      </p>`;
    return html`${this.choices()}
      <div class="body">
        <div>
          ${this.summary()}
          <div class="charts">${this.charts.map((chart) => this.chart(chart))}</div>
          ${this.training()}
        </div>
        <aside>
          <rc-sample-list
            class="card"
            .page=${this.page}
            .chosen=${this.view.question}
            .filePrefix=${this.filePrefix}
          ></rc-sample-list>
          ${
            this.view.question === undefined
              ? nothing
              : html`<rc-sample-detail
                  class="card"
                  .step=${this.analysis.run.step}
                  .detail=${this.detail}
                ></rc-sample-detail>`
          }
        </aside>
      </div>`;
  }

  /** In a narrow panel the list is below the charts. */
  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("view");
    if (before !== undefined && before.filter !== this.view.filter) this.list?.scrollIntoView({ block: "nearest" });
  }

  private choices(): TemplateResult {
    const { level, knownOnly } = this.view;
    const hasKnown = this.analysis.run.errorsOfKnown !== undefined;
    return html`<div class="row spread">
      ${levelChoice(askedLevels(this.analysis, "comp"), level, (chosen) => {
        this.change({ level: chosen });
      })}
      ${
        hasKnown
          ? segmented<"all" | "known">(
              t("Questions"),
              [
                ["all", t("All questions")],
                ["known", t("All facts known")],
              ],
              knownOnly ? "known" : "all",
              (chosen) => {
                this.change({ knownOnly: chosen === "known" });
              },
            )
          : html`<span class="muted">${t("The facts were not asked alone in this evaluation.")}</span>`
      }
    </div>`;
  }

  private summary(): TemplateResult {
    const errors = errorsOf(this.analysis.run, this.view);
    if (errors === undefined || errors.chains === 0) return html`<p class="muted">${t("No such chains.")}</p>`;
    const { chains, wrong, rightAnswers, early } = errors;
    if (wrong === 0) return html`<p>${t("All {0} chains are right, hop by hop.", chains)}</p>`;
    return html`<p class="summary number">
      <b>${wrong}</b>
      ${t("of {0} greedy chains are wrong{1}.", chains, rightAnswers === 0 ? "" : t(", {0} of them with the right answer", rightAnswers))}
      <b>${formatPercent(early.value)}</b> ${t("of the first errors lie in the first half of the chain")}
      <span class="muted">(95 %: ${formatPercent(early.low)} – ${formatPercent(early.high)})</span>.
    </p>`;
  }

  private training(): TemplateResult {
    return html`<section>
      <h2>${t("Across training steps")}</h2>
      ${
        this.overSteps.length > 0
          ? html`<div class="charts">
              ${this.overSteps.map((chart) => html`<rc-chart .chart=${chart} filePrefix=${this.filePrefix}></rc-chart>`)}
            </div>`
          : html`<p class="muted">${t("Only one step of this run is evaluated.")}</p>
              <vscode-button
                secondary
                icon="beaker"
                @click=${() => this.dispatchEvent(new ActionEvent({ type: "tell", message: { type: "evaluateAll" } }))}
                >${t("Evaluate All Checkpoints")}</vscode-button
              >`
      }
    </section>`;
  }

  private chart(chart: ErrorBars): TemplateResult {
    const filterOf = (id: string) => JSON.stringify(chart.filterOf(id));
    const shown = JSON.stringify(this.view.filter);
    return html`<rc-bars
      .model=${chart}
      .choice=${t("list the chains")}
      .chosen=${chart.groups.find(({ id }) => filterOf(id) === shown)?.id}
      ?upright=${chart.divider !== undefined}
      filePrefix=${this.filePrefix}
      @rc-bar=${({ detail: { id } }: BarEvent) => {
        const isShown = filterOf(id) === shown;
        this.change({ filter: isShown ? {} : chart.filterOf(id) });
      }}
    ></rc-bars>`;
  }

  private change(change: Partial<View> & { readonly filter?: ErrorFilter }): void {
    this.dispatchEvent(new ActionEvent({ type: "view", change: { question: undefined, ...change } }));
  }
}
