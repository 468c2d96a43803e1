import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import type { LevelComparison, Measure, Verdict } from "../../src/core/analysis/types.ts";
import { levelNames } from "../../src/core/dataset/types.ts";
import type { PanelAnalysis } from "../../src/protocol/analysis-panel.ts";
import "../shared/chart.ts";
import "../shared/findings.ts";
import { formatPoints } from "../shared/format.ts";
import { controlStyles } from "../shared/controls.ts";
import { skillNames } from "../shared/names.ts";
import type { ChartModel } from "../shared/series.ts";
import { sharedStyles } from "../shared/styles.ts";
import { measureChoice } from "./choices.ts";
import { ActionEvent } from "./events.ts";
import { passAtKChart } from "./model/pass-at-k.ts";
import { compComparisons, gapText, neededText, verdictNames, verdictText } from "./model/verdict.ts";
import "./threshold-fields.ts";
import { verdictStyles } from "./verdict-styles.ts";

const verdictIcons: Readonly<Record<Verdict, string>> = {
  synthesis: "sparkle",
  amplification: "unmute",
  undecided: "question",
};

/** Synthesis or amplification, by the numbers, and the source's signatures of failure. */
@customElement("rc-verdict-view")
export class VerdictView extends LitElement {
  static override styles = [sharedStyles, controlStyles, verdictStyles];

  @property({ attribute: false }) accessor analysis!: PanelAnalysis;
  @property() accessor measure: Measure = "answer";
  @property() accessor filePrefix = "";

  /** The hardest level's first. */
  private comparisons: readonly LevelComparison[] = [];
  private chart: ChartModel | undefined;

  /** A chart is redrawn when its model is another object. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("analysis") && !changed.has("measure")) return;
    this.comparisons = compComparisons(this.analysis, this.measure);
    const [hardest] = this.comparisons;
    this.chart = hardest && passAtKChart(this.analysis, hardest.skill, hardest.level, this.measure);
  }

  protected override render(): TemplateResult {
    return html`${this.verdict()} ${this.findings()}`;
  }

  private verdict(): TemplateResult {
    const [hardest, ...others] = this.comparisons;
    return html`<section class="first">
      <div class="row spread">
        <h2>${t("Did RL synthesize a skill, or amplify one?")}</h2>
        ${measureChoice(this.measure, (measure) => {
          this.dispatchEvent(new ActionEvent({ type: "view", change: { measure } }));
        })}
      </div>
      ${
        hardest === undefined
          ? this.noVerdict()
          : html`<div class="main">
                ${mainVerdict(hardest)}
                <rc-chart .chart=${this.chart!} filePrefix=${this.filePrefix}></rc-chart>
              </div>
              ${others.length === 0 ? nothing : otherVerdicts(others)}`
      }
    </section>`;
  }

  private noVerdict(): TemplateResult {
    const { reference, run } = this.analysis;
    const text =
      reference === undefined
        ? t(
            "Choose above what to compare the run with, such as the run it starts from: the verdict lies in the gap between their pass@k curves.",
          )
        : [run, reference].some(({ passAtK }) => passAtK.length === 0)
          ? t("No samples were drawn of one of the two: set evaluate.samples in the curriculum and evaluate both.")
          : t("The two have no COMP questions in common that were sampled.");
    return html`<p class="card muted">${text}</p>`;
  }

  private findings(): TemplateResult {
    const { parent, findings, thresholds } = this.analysis.run;
    return html`<section>
      <h2>
        ${t("Diagnosis")}
        <span class="beside muted"
          >${parent === undefined ? t("of the run alone") : t("beside {0}, which it starts from", parent.name)}</span
        >
      </h2>
      <rc-findings .findings=${findings}></rc-findings>
      <rc-thresholds .thresholds=${thresholds}></rc-thresholds>
    </section>`;
  }
}

function mainVerdict(comparison: LevelComparison): TemplateResult {
  const { verdict, skill, level, trend, paired, questions, samples } = comparison;
  const needed = neededText(comparison);
  return html`<article class="card verdict ${verdict}" aria-label=${t("Verdict: {0}", verdictNames[verdict])}>
    <div class="name"><vscode-icon name=${verdictIcons[verdict]} size="28"></vscode-icon>${verdictNames[verdict]}</div>
    <div class="muted">${t("on {0} {1}", skillNames[skill], levelNames[level])}</div>
    <p>${verdictText(comparison)}</p>
    ${needed === undefined ? nothing : html`<p class="needed">${needed}</p>`}
    <p class="muted number">
      ${t("{0} {1}, {2} samples each · the gap changes by {3} points (95 %: {4} to {5}) with each doubling of k", questions, paired ? t("questions asked of both") : t("questions"), samples, formatPoints(trend.value), formatPoints(trend.low), formatPoints(trend.high))}
    </p>
  </article>`;
}

const otherVerdicts = (comparisons: readonly LevelComparison[]): TemplateResult =>
  html`<div class="scroll" tabindex="0" role="region" aria-label=${t("Verdicts on the other levels")}>
    <table>
      <thead>
        <tr>
          <th scope="col" class="text">${t("Level")}</th>
          <th scope="col" class="text">${t("Verdict")}</th>
          <th scope="col" class="text">${t("Gap at the smallest k")}</th>
          <th scope="col" class="text">${t("Gap at the largest k")}</th>
        </tr>
      </thead>
      <tbody>
        ${comparisons.map(({ skill, level, verdict, gaps }) => {
          const last = gaps.at(-1)!;
          return html`<tr>
            <th scope="row">${skillNames[skill]} ${levelNames[level]}</th>
            <td class="text">
              <span class="inline"
                ><vscode-icon name=${verdictIcons[verdict]} size="14"></vscode-icon>${verdictNames[verdict]}</span
              >
            </td>
            <td class="text">k = ${gaps[0]!.k}: ${gapText(gaps[0]!)}</td>
            <td class="text">k = ${last.k}: ${gapText(last)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
