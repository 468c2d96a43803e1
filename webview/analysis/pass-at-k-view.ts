import { t } from "@vscode/l10n";
import { LitElement, css, html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Measure } from "../../src/core/analysis/types.ts";
import type { Skill } from "../../src/core/dataset/types.ts";
import type { PanelAnalysis } from "../../src/protocol/analysis-panel.ts";
import "../shared/chart.ts";
import { controlStyles } from "../shared/controls.ts";
import { skillNames, skillOrder } from "../shared/names.ts";
import type { ChartModel } from "../shared/series.ts";
import { sharedStyles } from "../shared/styles.ts";
import { measureChoice, skillChoice } from "./choices.ts";
import { ActionEvent } from "./events.ts";
import { comparisonOf, gapChart, passAtKChart, sampledLevels } from "./model/pass-at-k.ts";
import type { View } from "./view.ts";

/** pass@k by level, and how far the run is ahead of the reference at each k. */
@customElement("rc-pass-at-k-view")
export class PassAtKView extends LitElement {
  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      .charts {
        display: grid;
        gap: var(--rc-gap);
        margin-top: var(--rc-gap);
      }
      @media (min-width: 900px) {
        .charts {
          grid-template-columns: repeat(var(--levels), minmax(0, 1fr));
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor analysis!: PanelAnalysis;
  @property() accessor skill: Skill = "comp";
  @property() accessor measure: Measure = "answer";
  @property() accessor filePrefix = "";

  private charts: readonly ChartModel[] = [];

  /** Built only when their data change: a chart is redrawn when its model is another object. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!(["analysis", "skill", "measure"] as const).some((name) => changed.has(name))) return;
    const { analysis, skill, measure } = this;
    const levels = sampledLevels(analysis, skill);
    this.charts = [
      ...levels.map((level) => passAtKChart(analysis, skill, level, measure)),
      ...levels.flatMap((level) => {
        const comparison = comparisonOf(analysis, skill, level, measure);
        return comparison === undefined ? [] : [gapChart(comparison)];
      }),
    ];
  }

  protected override render(): TemplateResult {
    const sampled = skillOrder.filter((skill) => sampledLevels(this.analysis, skill).length > 0);
    if (sampled.length === 0)
      return html`<p class="muted">
        ${t("No samples were drawn in this evaluation: set evaluate.samples in the curriculum and evaluate again.")}
      </p>`;
    const change = (change: Partial<View>) => this.dispatchEvent(new ActionEvent({ type: "view", change }));
    return html`<div class="row spread">
        ${skillChoice(sampled, this.skill, (skill) => change({ skill }))}
        ${measureChoice(this.measure, (measure) => change({ measure }))}
      </div>
      ${
        this.charts.length === 0
          ? html`<p class="muted">${t("No samples of {0} questions.", skillNames[this.skill])}</p>`
          : html`<div class="charts" style="--levels: ${sampledLevels(this.analysis, this.skill).length}">
              ${this.charts.map((chart) => html`<rc-chart .chart=${chart} .height=${230} filePrefix=${this.filePrefix}></rc-chart>`)}
            </div>`
      }
      <p class="muted">
        ${t("Bands: 95 % bootstrap intervals over questions. A gap that persists to the largest k is synthesis; curves that meet are amplification.")}
      </p>`;
  }
}
