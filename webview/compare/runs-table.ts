import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { levelNames } from "../../src/core/dataset/types.ts";
import { formatDuration } from "../../src/core/format.ts";
import type { ConfigDifference, RunComparison, RunSummary } from "../../src/core/runs/types.ts";
import { formatCompact, formatPercent, formatPoints } from "../shared/format.ts";
import { skillColors, skillNames } from "../shared/names.ts";
import { drawSwatch } from "../shared/plot.ts";
import { runState } from "../shared/run-state.ts";
import { sharedStyles } from "../shared/styles.ts";
import { levelRows, runLabels, runStyle, type LevelRow, type LevelValue } from "./model.ts";
import { runsTableStyles } from "./runs-table-styles.ts";
import type { Measure } from "./view.ts";

/** What the user asked of one run by its column. */
export class RunActionEvent extends CustomEvent<{
  readonly action: "pin" | "open" | "remove" | "analyze";
  readonly runId: string;
}> {
  constructor(action: RunActionEvent["detail"]["action"], runId: string) {
    super("rc-run-action", { detail: { action, runId } });
  }
}

const facts: readonly (readonly [label: string, value: (compared: RunSummary) => TemplateResult | string])[] = [
  [t("State"), ({ run }) => runState(run.state)],
  [t("Method"), ({ run }) => run.config.method.toUpperCase()],
  [t("Starts from"), ({ run }) => (run.config.from === "base" ? t("a new model") : run.config.from)],
  [t("Steps"), ({ run }) => `${run.progress.step} / ${run.progress.steps}`],
  [t("Training time"), ({ run }) => formatDuration(run.progress.seconds)],
  [t("Parameters"), ({ run }) => formatCompact(run.model.parameters)],
];

/** Runs as columns: what they are, how accurate they are by level, and in which settings they differ. */
@customElement("rc-runs-table")
export class RunsTable extends LitElement {
  static override styles = [sharedStyles, runsTableStyles];

  @property({ attribute: false }) accessor comparison!: RunComparison;
  /** Index of the run that the others are compared with. */
  @property({ type: Number }) accessor baseline = 0;
  @property() accessor measure: Measure = "accuracy";

  protected override render(): TemplateResult {
    const { runs, differences, dataDifferences } = this.comparison;
    const rows = levelRows(runs, this.baseline, this.measure);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("Runs side by side")}>
      <table>
        <thead>
          <tr>
            <td></td>
            ${runLabels(runs).map((label, index) => this.column(label, runs[index]!.run.id, index))}
          </tr>
        </thead>
        <tbody>
          ${facts.map(
            ([label, value]) =>
              html`<tr>
                <th scope="row">${label}</th>
                ${runs.map((compared, index) => html`<td class=${this.columnClass(index)}>${value(compared)}</td>`)}
              </tr>`,
          )}
        </tbody>
        <tbody>
          ${this.sectionHeading(this.measure === "accuracy" ? t("Accuracy of the answer") : t("Accuracy of the whole chain"))}
          ${
            rows.length === 0
              ? this.note(t("No run has been evaluated yet."))
              : rows.map((row, index) => this.levelRow(row, rows[index - 1]))
          }
        </tbody>
        ${this.differences(t("Settings that differ"), differences, t("None: the configurations are the same."))}
        ${this.differences(t("Data that differ"), dataDifferences, t("None: all are trained on the same dataset."))}
      </table>
    </div>`;
  }

  private differences(title: string, differences: readonly ConfigDifference[], none: string): TemplateResult {
    return html`<tbody>
      ${this.sectionHeading(title)}
      ${
        differences.length === 0
          ? this.note(this.comparison.runs.length < 2 ? t("Add a run to compare with.") : none)
          : differences.map(
              ({ path, values }) =>
                html`<tr>
                  <th scope="row" class="path">${path}</th>
                  ${values.map((value, index) => html`<td class="path ${this.columnClass(index)}">${value}</td>`)}
                </tr>`,
            )
      }
    </tbody>`;
  }

  private columnClass(index: number): string {
    return index === this.baseline ? "baseline" : "";
  }

  private column(label: string, runId: string, index: number): TemplateResult {
    const pinned = index === this.baseline;
    const act = (action: RunActionEvent["detail"]["action"]) => () => {
      this.dispatchEvent(new RunActionEvent(action, runId));
    };
    return html`<th scope="col" class=${this.columnClass(index)}>
      <div class="heading">
        ${drawSwatch(runStyle(index))}
        <button class="plain name" title=${t("Open {0}", label)} @click=${act("open")}>${label}</button>
      </div>
      <div class="heading">
        <button
          class="plain pin"
          aria-pressed=${pinned}
          title=${pinned ? t("The others are compared with this run") : t("Compare the others with {0}", label)}
          @click=${act("pin")}
        >
          <vscode-icon name=${pinned ? "pinned" : "pin"} size="14"></vscode-icon
          >${pinned ? t("baseline") : t("set as baseline")}
        </button>
        <vscode-toolbar-button
          icon="microscope"
          label=${t("Analyze {0}", label)}
          title=${t("Analyze {0}", label)}
          @click=${act("analyze")}
        ></vscode-toolbar-button>
        <vscode-toolbar-button
          icon="close"
          label=${t("Remove {0}", label)}
          title=${t("Remove {0}", label)}
          @click=${act("remove")}
        ></vscode-toolbar-button>
      </div>
    </th>`;
  }

  private sectionHeading(title: string): TemplateResult {
    return html`<tr class="section">
      <th scope="rowgroup" colspan=${this.comparison.runs.length + 1}>${title}</th>
    </tr>`;
  }

  private note(text: string): TemplateResult {
    return html`<tr>
      <td class="text muted" colspan=${this.comparison.runs.length + 1}>${text}</td>
    </tr>`;
  }

  private levelRow({ skill, level, values }: LevelRow, previous: LevelRow | undefined): TemplateResult {
    return html`<tr>
      <th scope="row" class="level" style="border-left-color: ${skillColors[skill]}">
        <span class=${previous?.skill === skill ? "visually-hidden" : "skill"}>${skillNames[skill]}</span>
        <span class="level-name">${levelNames[level]}</span>
      </th>
      ${values.map((value, index) => html`<td class=${this.columnClass(index)}>${levelCell(value)}</td>`)}
    </tr>`;
  }
}

function levelCell(value: LevelValue | undefined): TemplateResult | string {
  if (value === undefined) return "–";
  const { share, interval, difference, distinct } = value;
  const range = `${formatPercent(interval.low)} – ${formatPercent(interval.high)}`;
  return html`<span class="share" title=${t("95 % interval {0}", range)}>${formatPercent(share)}</span>
    ${difference === undefined ? nothing : differenceTag(difference, distinct)}
    <div class="interval muted">${range}</div>`;
}

function differenceTag(difference: number, distinct: boolean): TemplateResult {
  const direction = difference > 0 ? "up" : "down";
  const title = distinct
    ? "Points against the baseline; the 95 % intervals do not overlap"
    : "Points against the baseline; the 95 % intervals overlap";
  return html`<span class="difference ${distinct ? `distinct ${direction}` : "muted"}" title=${title}
    >${
      distinct
        ? html`<vscode-icon name="arrow-${direction}" size="12"></vscode-icon
            ><span class="visually-hidden">${t("beyond the intervals:")} </span>`
        : nothing
    }${formatPoints(difference)}</span
  >`;
}
