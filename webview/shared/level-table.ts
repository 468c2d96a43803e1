import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { wilsonInterval } from "../../src/core/analysis/wilson.ts";
import { levelNames, type Skill } from "../../src/core/dataset/types.ts";
import type { Accuracy, EvaluationCell } from "../../src/core/runs/types.ts";
import { formatPercent } from "./format.ts";
import { orderedCells, sampleCounts } from "./level-cells.ts";
import { skillColors, skillNames } from "./names.ts";
import { sharedStyles } from "./styles.ts";

/** A run's final evaluation: skill × level, with 95 % intervals. */
@customElement("rc-level-table")
export class LevelTable extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      table {
        width: 100%;
      }
      th[scope="row"] {
        font-weight: 400;
      }
      .accuracy {
        display: inline-grid;
        grid-template-columns: 90px 4.5em;
        gap: 8px;
        align-items: center;
      }
      .bar {
        position: relative;
        height: 8px;
        border-radius: 2px;
        background: var(--rc-grid);
      }
      .bar i {
        position: absolute;
        inset: 0 auto 0 0;
        border-radius: 2px;
      }
      .bar b {
        position: absolute;
        top: 3px;
        height: 2px;
        background: var(--vscode-foreground);
      }
      .skill {
        border-left: 3px solid;
        padding-left: 9px;
        vertical-align: top;
      }
    `,
  ];

  @property({ attribute: false }) accessor cells: readonly EvaluationCell[] = [];

  protected override render(): TemplateResult {
    const all = sampleCounts(this.cells);
    // The first and the last; the charts show what lies between.
    const ks = all.filter((_, i) => i === 0 || i === all.length - 1);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("Accuracy by skill and level")}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="text">${t("Skill")}</th>
            <th scope="col" class="text">${t("Level")}</th>
            <th scope="col">${t("Questions")}</th>
            <th scope="col">${t("Accuracy")}</th>
            <th scope="col" title=${t("Wilson score interval")}>${t("95 % interval")}</th>
            <th scope="col" title=${t("The whole chain of thought and the answer are right")}>
              ${t("Strict (chain)")}
            </th>
            ${ks.map((k) => html`<th scope="col">${t("pass@{0}", k)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${orderedCells(this.cells).map((group) => this.rows(group, ks))}
        </tbody>
      </table>
    </div>`;
  }

  /** A level's row; where wordings are held out, a row for each kind of wording below it. */
  private rows(group: readonly EvaluationCell[], ks: readonly number[]): TemplateResult[] {
    const [{ skill } = { skill: "comp" as const }] = group;
    const all = group.flatMap(({ level, wordings, passAtK, ...accuracy }) => [
      this.row(skill, levelNames[level], accuracy, ks, passAtK),
      ...(wordings
        ? [
            this.row(skill, t("in trained wordings"), wordings.trained, ks),
            this.row(skill, t("in new wordings"), wordings.new, ks),
          ]
        : []),
    ]);
    const heading = html`<th
      scope="rowgroup"
      rowspan=${all.length}
      class="text skill"
      style="border-left-color: ${skillColors[skill]}"
    >
      ${skillNames[skill]}
    </th>`;
    return all.map(
      (cells, index) =>
        html`<tr>
          ${index === 0 ? heading : nothing}${cells}
        </tr>`,
    );
  }

  private row(
    skill: Skill,
    name: string,
    { questions, accuracy, strictAccuracy }: Accuracy,
    ks: readonly number[],
    passAtK: EvaluationCell["passAtK"] = {},
  ): TemplateResult {
    const { low, high } = wilsonInterval(accuracy, questions);
    const color = skillColors[skill];
    return html`<th scope="row">${name}</th>
      <td>${questions}</td>
      <td>
        <span class="accuracy"
          ><span class="bar" aria-hidden="true"
            ><i style="width: ${100 * accuracy}%; background: ${color}"></i
            ><b style="left: ${100 * low}%; width: ${100 * (high - low)}%"></b></span
          ><b>${formatPercent(accuracy)}</b></span
        >
      </td>
      <td class="muted">${formatPercent(low)} – ${formatPercent(high)}</td>
      <td>${formatPercent(strictAccuracy)}</td>
      ${ks.map((k) => html`<td>${passAtK[k] === undefined ? "–" : formatPercent(passAtK[k])}</td>`)}`;
  }
}
