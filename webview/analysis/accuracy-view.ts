import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { PanelAnalysis } from "../../src/protocol/analysis-panel.ts";
import "../shared/bars.ts";
import type { BarEvent } from "../shared/bars.ts";
import type { BarsModel } from "../shared/bars-model.ts";
import { controlStyles, segmented } from "../shared/controls.ts";
import { sharedStyles } from "../shared/styles.ts";
import { levelChoice, measureChoice, skillChoice } from "./choices.ts";
import { ActionEvent } from "./events.ts";
import { askedLevels, askedSkills, divisionBars, divisionNames, levelBars, type Division } from "./model/accuracy.ts";
import type { View } from "./view.ts";

const divisions = Object.keys(divisionNames) as Division[];

/** Greedy accuracy by skill and level; and of one skill by hops, relations, boundaries or paths. */
@customElement("rc-accuracy-view")
export class AccuracyView extends LitElement {
  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr));
        gap: var(--rc-gap);
        align-items: start;
        margin-top: var(--rc-gap);
      }
    `,
  ];

  @property({ attribute: false }) accessor analysis!: PanelAnalysis;
  @property({ attribute: false }) accessor view!: View;
  @property() accessor filePrefix = "";

  private byLevel: BarsModel | undefined;
  private divided: BarsModel | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("analysis") && !changed.has("view")) return;
    const { skill, level, division, measure } = this.view;
    const shown = level !== undefined && askedLevels(this.analysis, skill).includes(level) ? level : undefined;
    this.byLevel = levelBars(this.analysis, measure);
    this.divided = divisionBars(this.analysis, { skill, level: shown, division, measure });
  }

  protected override render(): TemplateResult {
    const { skill, level, division, measure } = this.view;
    const change = (change: Partial<View>) => this.dispatchEvent(new ActionEvent({ type: "view", change }));
    return html`<div class="row spread">
        <div class="row">
          ${skillChoice(askedSkills(this.analysis), skill, (chosen) => change({ skill: chosen }))}
          ${levelChoice(askedLevels(this.analysis, skill), level, (chosen) => change({ level: chosen }))}
          ${segmented<Division>(
            t("Divided by"),
            divisions.map((one) => [one, divisionNames[one]] as const),
            division,
            (chosen) => change({ division: chosen }),
          )}
        </div>
        ${measureChoice(measure, (chosen) => change({ measure: chosen }))}
      </div>
      <div class="columns">
        <rc-bars .model=${this.byLevel!} filePrefix=${this.filePrefix}></rc-bars>
        ${this.division(this.divided!)}
      </div>
      <p class="muted">${t("Greedy answers; 95 % Wilson intervals.")}</p>`;
  }

  private division(model: BarsModel): TemplateResult {
    const { division } = this.view;
    const leads = division === "paths" || division === "relations";
    return html`<div>
      <rc-bars
        .model=${model}
        .choice=${leads ? t("show in the explorer") : undefined}
        filePrefix=${this.filePrefix}
        @rc-bar=${({ detail: { id } }: BarEvent) => {
          const focus = division === "paths" ? { path: id } : { relation: id };
          this.dispatchEvent(new ActionEvent({ type: "tell", message: { type: "explore", focus } }));
        }}
      ></rc-bars>
      ${leads ? html`<p class="muted">${division === "paths" ? t("A click on a bar shows its path in the explorer.") : t("A click on a bar shows its paths in the explorer.")}</p>` : nothing}
    </div>`;
  }
}
