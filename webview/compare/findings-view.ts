import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import type { RunSummary } from "../../src/core/runs/types.ts";
import type { RunFindings } from "../../src/protocol/compare-panel.ts";
import { findingList, findingStyles } from "../shared/findings.ts";
import { drawSwatch } from "../shared/plot.ts";
import { sharedStyles } from "../shared/styles.ts";
import { runLabels, runStyle } from "./model.ts";
import { RunActionEvent } from "./runs-table.ts";

/** Each run's signatures of failure, beside the run it starts from. */
@customElement("rc-findings-view")
export class FindingsView extends LitElement {
  static override styles = [
    sharedStyles,
    findingStyles,
    css`
      h2 {
        display: flex;
        align-items: center;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor runs: readonly RunSummary[] = [];
  /** By run; absent while they are on their way. */
  @property({ attribute: false }) accessor findings: ReadonlyMap<string, RunFindings> = new Map();

  protected override render(): TemplateResult {
    const labels = runLabels(this.runs);
    return html`${this.runs.map(({ run }, index) => {
      const found = this.findings.get(run.id);
      return html`<section aria-label="Findings of ${labels[index]}">
        <div class="row spread">
          <h2>${drawSwatch(runStyle(index))}${labels[index]}</h2>
          <vscode-button
            secondary
            icon="microscope"
            @click=${() => this.dispatchEvent(new RunActionEvent("analyze", run.id))}
            >Analyze</vscode-button
          >
        </div>
        ${found === undefined ? html`<p class="muted" role="status">Reading the samples…</p>` : shown(found)}
      </section>`;
    })}`;
  }
}

function shown(found: RunFindings): TemplateResult {
  if ("problem" in found) return html`<p class="muted">${found.problem}</p>`;
  return found.findings.length === 0
    ? html`<p class="muted">None of the signatures of failure can be looked for in this evaluation.</p>`
    : findingList(found.findings);
}
