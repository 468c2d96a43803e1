import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import type {
  Evidence,
  Finding,
  FindingStatus,
  LevelComparison,
  Measure,
  Verdict,
} from "../../src/core/analysis/types.ts";
import { levelNames } from "../../src/core/dataset/types.ts";
import type { PanelAnalysis } from "../../src/protocol/analysis-panel.ts";
import "../shared/chart.ts";
import { formatPercent, formatPoints } from "../shared/format.ts";
import { controlStyles } from "../shared/controls.ts";
import { skillNames } from "../shared/names.ts";
import type { ChartModel } from "../shared/series.ts";
import { sharedStyles } from "../shared/styles.ts";
import { measureChoice } from "./choices.ts";
import { ActionEvent } from "./events.ts";
import { passAtKChart } from "./model/pass-at-k.ts";
import { compComparisons, gapText, neededText, verdictNames, verdictText } from "./model/verdict.ts";
import { verdictStyles } from "./verdict-styles.ts";

const verdictIcons: Readonly<Record<Verdict, string>> = {
  synthesis: "sparkle",
  amplification: "unmute",
  undecided: "question",
};

const statuses: Readonly<Record<FindingStatus, readonly [icon: string, name: string]>> = {
  holds: ["warning", "Holds"],
  undecided: ["question", "Undecided"],
  "does-not-hold": ["pass", "Does not hold"],
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
        <h2>Did RL synthesize a skill, or amplify one?</h2>
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
        ? "Choose above what to compare the run with, such as the run it starts from: the verdict lies in the gap between their pass@k curves."
        : [run, reference].some(({ passAtK }) => passAtK.length === 0)
          ? "No samples were drawn of one of the two: set evaluate.samples in the curriculum and evaluate both."
          : "The two have no COMP questions in common that were sampled.";
    return html`<p class="card muted">${text}</p>`;
  }

  private findings(): TemplateResult {
    const order: readonly FindingStatus[] = ["holds", "undecided", "does-not-hold"];
    const { parent, findings: all } = this.analysis.run;
    const findings = all.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
    return html`<section>
      <h2>
        Diagnosis
        <span class="beside muted"
          >${parent === undefined ? "of the run alone" : `beside ${parent.name}, which it starts from`}</span
        >
      </h2>
      ${
        findings.length === 0
          ? html`<p class="muted">None of the signatures of failure can be looked for in this evaluation.</p>`
          : html`<ul class="findings" aria-label="Signatures of failure">
              ${findings.map(finding)}
            </ul>`
      }
    </section>`;
  }
}

function mainVerdict(comparison: LevelComparison): TemplateResult {
  const { verdict, skill, level, trend, paired, questions, samples } = comparison;
  const needed = neededText(comparison);
  return html`<article class="card verdict ${verdict}" aria-label="Verdict: ${verdictNames[verdict]}">
    <div class="name"><vscode-icon name=${verdictIcons[verdict]} size="28"></vscode-icon>${verdictNames[verdict]}</div>
    <div class="muted">on ${skillNames[skill]} ${levelNames[level]}</div>
    <p>${verdictText(comparison)}</p>
    ${needed === undefined ? nothing : html`<p class="needed">${needed}</p>`}
    <p class="muted number">
      ${questions} ${paired ? "questions asked of both" : "questions"}, ${samples} samples each · the gap changes by
      ${formatPoints(trend.value)} points (95 %: ${formatPoints(trend.low)} to ${formatPoints(trend.high)}) with each
      doubling of k
    </p>
  </article>`;
}

const otherVerdicts = (comparisons: readonly LevelComparison[]): TemplateResult =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Verdicts on the other levels">
    <table>
      <thead>
        <tr>
          <th scope="col" class="text">Level</th>
          <th scope="col" class="text">Verdict</th>
          <th scope="col" class="text">Gap at the smallest k</th>
          <th scope="col" class="text">Gap at the largest k</th>
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

function finding({ title, status, evidence, why, next }: Finding): TemplateResult {
  const [icon, name] = statuses[status];
  return html`<li class="card finding ${status}">
    <div class="inline status"><vscode-icon name=${icon} size="14"></vscode-icon>${name}</div>
    <h3>${title}</h3>
    ${evidence.length === 0 ? nothing : evidenceTable(evidence)}
    ${why === undefined ? nothing : html`<p class="why muted">${why}</p>`}
    ${next === undefined ? nothing : html`<p class="next"><b>Next:</b> ${next}</p>`}
  </li>`;
}

const evidenceTable = (evidence: readonly Evidence[]): TemplateResult =>
  html`<table>
    <tbody>
      ${evidence.map(({ name, kind, value, low, high, limit }) => {
        const format = kind === "share" ? formatPercent : formatPoints;
        return html`<tr>
          <th scope="row">${name}</th>
          <td><b>${format(value)}</b></td>
          <td class="muted" title="95 % interval">${format(low)} – ${format(high)}</td>
          <td class="muted text">
            ${limit === undefined ? nothing : html`<span title="Threshold: ${limit.key}">${limit.side} ${format(limit.threshold)}?</span>`}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
