import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { HeadReport } from "../../../src/core/analysis/probe-types.ts";
import type { PanelHeads, PanelProbe } from "../../../src/protocol/probe.ts";
import { controlStyles } from "../../shared/controls.ts";
import { formatPercent, formatPoints } from "../../shared/format.ts";
import { skillNames, skillOrder } from "../../shared/names.ts";
import { sharedStyles } from "../../shared/styles.ts";
import { levelChoice, measureChoice, skillChoice } from "../choices.ts";
import { ActionEvent } from "../events.ts";
import type { View } from "../view.ts";
import "./heat-map.ts";
import { headMap, headName, reportOf, stagesOf, type HeadMap } from "./model/heads.ts";

/** Heads named below the map. */
const mostNamed = 5;

/** What the model still answers without each attention head. */
@customElement("rc-heads-view")
export class HeadsView extends LitElement {
  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      .maps {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr));
        gap: var(--rc-gap);
        align-items: start;
        margin-top: var(--rc-gap);
      }
      .note {
        max-width: 90ch;
      }
    `,
  ];

  @property({ attribute: false }) accessor probe!: PanelProbe;
  /** Absent while they are on their way; those before stay till then. */
  @property({ attribute: false }) accessor heads: PanelHeads | undefined;
  @property({ attribute: false }) accessor view!: View;
  @property() accessor filePrefix = "";

  protected override render(): TemplateResult {
    const { probe, heads, view } = this;
    if (probe.run.headQuestions === 0)
      return html`<p class="muted">
        ${t("No head was silenced in this probe: probe the run without --head-questions 0.")}
      </p>`;
    if (heads === undefined) return html`<p class="muted" role="status">${t("Counting what each head is for…")}</p>`;
    const report = reportOf(heads, view.level);
    const change = (change: Partial<View>) => this.dispatchEvent(new ActionEvent({ type: "view", change }));
    return html`<div class="row spread" aria-busy=${heads.skill !== view.skill || heads.measure !== view.measure}>
        <div class="row">
          ${skillChoice(skillOrder, view.skill, (skill) => change({ skill }))}
          ${levelChoice(
            heads.reports.flatMap(({ after }) => after.level ?? []),
            report?.after.level,
            (level) => change({ level }),
          )}
        </div>
        ${measureChoice(view.measure, (measure) => change({ measure }))}
      </div>
      ${report === undefined ? html`<p class="muted">${t("No {0} question was asked.", skillNames[heads.skill])}</p>` : this.report(report)}`;
  }

  private report(report: HeadReport): TemplateResult {
    const maps = stagesOf(report).map((stage) => headMap(this.probe, report, stage));
    const [{ questions, cells }] = maps as [HeadMap];
    const byChance = Math.max(1, Math.round(cells.length / 20));
    return html`<div class="maps">
        ${maps.map(
          (map) =>
            html`<div>
              ${keyed(map.id, html`<rc-heat-map .map=${map} filePrefix=${this.filePrefix}></rc-heat-map>`)}
              ${summary(map)}
            </div>`,
        )}
      </div>
      <p class="muted note">
        ${t("A head is silenced by taking what it adds to the residual stream as 0; greedy answers to the same {0} questions. {1} heads were tested: * stands below 0.05 by McNemar's exact test with Holm's correction for all of them. Intervals are those of single heads", questions, cells.length)}${
          report.shifts
            ? html`${t("; of {0} heads whose effect did not change, about {1} would lie outside 0 by chance in the difference", cells.length, byChance)}`
            : nothing
        }.
      </p>`;
  }
}

/** The largest changes in a sentence. */
function summary({ cells, baseline }: HeadMap): TemplateResult {
  const isShift = baseline === undefined;
  const told = cells.filter(({ stands, change }) => (isShift ? change.low > 0 || change.high < 0 : stands));
  const largest = told.toSorted((a, b) => Math.abs(b.change.value) - Math.abs(a.change.value)).slice(0, mostNamed);
  const names = largest
    .map((cell) => `${headName(cell).toLowerCase()} (${formatPoints(cell.change.value)})`)
    .join(", ");
  const most = t("most of all {0}.", names);
  if (isShift)
    return html`<p class="note number">
      ${told.length === 0 ? t("The effect of no head changes beyond chance.") : t("The effect of {0} of {1} heads changes; {2}", told.length, cells.length, most)}
    </p>`;
  return html`<p class="note number">
    ${t("{0} are right with all heads. {1}", formatPercent(baseline), told.length === 0 ? t("No head matters beyond chance.") : t("{0} of {1} heads matter; {2}", told.length, cells.length, most))}
  </p>`;
}
