import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Measure } from "../../src/core/analysis/types.ts";
import { levelNames, levels, type Skill } from "../../src/core/dataset/types.ts";
import type { HostToSweepPanel, SweepPanelToHost } from "../../src/protocol/sweep-panel.ts";
import "../shared/chart.ts";
import { controlStyles, segmented } from "../shared/controls.ts";
import { toCsv } from "../shared/csv.ts";
import { exportMenu, exportMenuStyles } from "../shared/export-menu.ts";
import { connect } from "../shared/host.ts";
import { skillNames } from "../shared/names.ts";
import type { ChartModel } from "../shared/series.ts";
import { sharedStyles } from "../shared/styles.ts";
import { askedSkills, crossoverText, sweepCharts, sweepRows, type SweepRow } from "./model.ts";
import { sweepStyles } from "./sweep-styles.ts";

type Hydration = Extract<HostToSweepPanel, { type: "hydrate" }>;

/** What the user looks at. */
interface View {
  readonly skill: Skill;
  readonly measure: Measure;
}

interface Protocol {
  readonly incoming: HostToSweepPanel;
  readonly outgoing: SweepPanelToHost;
  readonly state: Partial<View> & { readonly file: string; readonly setting: string };
}

const measureNames: Readonly<Record<Measure, string>> = { answer: t("Answer"), chain: t("Strict (chain)") };

/** What the runs of a curriculum answer over the values of a setting that it sweeps. */
@customElement("rc-sweep-panel")
export class SweepPanel extends LitElement {
  static override styles = [sharedStyles, controlStyles, exportMenuStyles, sweepStyles];

  @state() private accessor shown: Hydration | undefined;
  @state() private accessor failure: string | undefined;
  @state() private accessor view: View;

  /** Built only when their data change: a chart is redrawn when its model is another object. */
  private charts: readonly ChartModel[] = [];
  private rows: readonly SweepRow[] = [];

  private readonly host = connect<Protocol>((message) => {
    if (message.type === "failure") this.failure = message.message;
    else [this.shown, this.failure] = [message, undefined];
  });

  constructor() {
    super();
    const { skill = "comp", measure = "answer" } = this.host.savedState ?? {};
    this.view = { skill, measure };
    // On the panel itself: it offers its own table as a file too.
    this.addEventListener("rc-save", ({ detail }) => {
      this.host.post(detail);
    });
    this.host.post({ type: "ready" });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.shown || !(changed.has("shown") || changed.has("view"))) return;
    const { skill, measure } = this.view;
    const { file, analysis } = this.shown;
    this.charts = sweepCharts(analysis, skill, measure);
    this.rows = sweepRows(analysis, skill, measure);
    this.host.save({ file, setting: analysis.setting, skill, measure });
  }

  protected override render(): TemplateResult {
    const { shown, failure } = this;
    const problem = failure === undefined ? nothing : html`<p class="problem" role="alert">${failure}</p>`;
    if (!shown)
      return failure === undefined
        ? html`<p class="muted" role="status">${t("Reading the runs…")}</p>`
        : html`${problem}`;
    const { name, analysis } = shown;
    return html`<h2>${t("{0} over {1}", name, analysis.setting)}</h2>
      ${problem} ${this.controls(shown)}
      <div class="charts">
        ${this.charts.map((chart) => html`<rc-chart .chart=${chart} .height=${230} filePrefix="${name}-"></rc-chart>`)}
      </div>
      <p class="muted">
        ${t("Lines: means over seeds. Bands: of one seed Wilson's 95 % interval, of several the smallest and the largest.")}
      </p>
      ${this.crossovers()} ${this.table()}`;
  }

  private controls({ settings, analysis }: Hydration): TemplateResult {
    const { skill, measure } = this.view;
    const set = (change: Partial<View>): void => {
      this.view = { ...this.view, ...change };
    };
    const skills = askedSkills(analysis).map((one) => [one, skillNames[one]] as const);
    const names = settings.map((setting) => [setting, setting] as const);
    return html`<div class="row">
      ${
        names.length < 2
          ? nothing
          : segmented(t("Setting on the horizontal axis"), names, analysis.setting, (setting) => {
              this.host.post({ type: "choose", setting });
            })
      }
      ${segmented(t("Skill"), skills, skill, (one) => {
        set({ skill: one });
      })}
      ${segmented(
        t("What counts as right"),
        (["answer", "chain"] as const).map((one) => [one, measureNames[one]] as const),
        measure,
        (one) => {
          set({ measure: one });
        },
      )}
    </div>`;
  }

  private crossovers(): TemplateResult | typeof nothing {
    const { analysis } = this.shown!;
    if (analysis.crossovers.length === 0) return nothing;
    return html`<h3>${t("Where runs overtake each other")}</h3>
      <ul>
        ${analysis.crossovers.map((crossover) => html`<li>${crossoverText(crossover, analysis)}</li>`)}
      </ul>`;
  }

  private table(): TemplateResult {
    const { name, analysis } = this.shown!;
    const { skill, measure } = this.view;
    const header = [
      t("Run"),
      analysis.setting,
      t("Seeds"),
      ...levels.map((level) => levelNames[level]),
      t("pass@k says"),
    ];
    const csv = (): string =>
      toCsv(
        header,
        this.rows.map(({ curve, value, runs, cells, verdicts }) => [
          curve,
          value,
          String(runs.length),
          ...cells,
          verdicts,
        ]),
      );
    return html`<div class="row spread">
        <h3>${skillNames[skill]}, ${measureNames[measure].toLowerCase()}</h3>
        ${exportMenu({ name: `${name}-sweep-${skill}-${measure}`, csv }, this)}
      </div>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              ${header.map((title) => html`<th scope="col">${title}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.rows.map((row, i) => this.row(row, this.rows[i - 1]?.curve !== row.curve))}
          </tbody>
        </table>
      </div>`;
  }

  private row({ curve, value, runs, cells, verdicts }: SweepRow, isFirst: boolean): TemplateResult {
    const open = (runId: string) => () => {
      this.host.post({ type: "openRun", runId });
    };
    return html`<tr class=${isFirst ? "first" : ""}>
      <th scope="row">${isFirst ? curve : html`<span class="visually-hidden">${curve}</span>`}</th>
      <td>${value}</td>
      <td>
        ${runs.map(
          ({ id, name, seed }) =>
            html`<button class="plain seed" title=${t("Open {0}, seed {1}", name, seed)} @click=${open(id)}>
              ${seed}
            </button>`,
        )}
      </td>
      ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
      <td>${verdicts}</td>
    </tr>`;
  }
}
