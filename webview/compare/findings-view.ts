import { t } from "@vscode/l10n";
import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { findingTexts } from "../../src/core/analysis/finding-texts.ts";
import { signatures, type Signature } from "../../src/core/analysis/types.ts";
import type { RunSummary } from "../../src/core/runs/types.ts";
import type { RunFindings } from "../../src/protocol/compare-panel.ts";
import { findingIcon, findingIconStyles } from "../shared/findings.ts";
import { drawSwatch } from "../shared/plot.ts";
import { sharedStyles } from "../shared/styles.ts";
import { runLabels, runStyle } from "./model.ts";
import { RunActionEvent } from "./runs-table.ts";

/** Each run's signatures of failure, beside the run it starts from. */
@customElement("rc-findings-view")
export class FindingsView extends LitElement {
  static override styles = [
    sharedStyles,
    findingIconStyles,
    css`
      .scroll table {
        min-width: 100%;
      }
      th[scope="row"] {
        font-weight: 400;
      }
      thead th {
        color: inherit;
      }
      rc-findings {
        margin-top: var(--rc-gap);
      }
      .status {
        display: inline-flex;
        align-items: center;
        gap: 5px;
      }
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

  /** All runs at a glance. */
  private overview(labels: readonly string[]): TemplateResult {
    return html`<div class="scroll card" tabindex="0" role="region" aria-label=${t("Signatures of failure by run")}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="text">${t("Signature of failure")}</th>
            ${labels.map(
              (label, index) =>
                html`<th scope="col" class="text">
                  <span class="status">${drawSwatch(runStyle(index))}${label}</span>
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${signatures.map(
            (signature) =>
              html`<tr>
                <th scope="row">${signatureTitle(signature)}</th>
                ${this.runs.map(({ run }) => html`<td class="text">${statusCell(this.findings.get(run.id), signature)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  protected override render(): TemplateResult {
    const labels = runLabels(this.runs);
    return html`${this.overview(labels)}
    ${this.runs.map(({ run }, index) => {
      const found = this.findings.get(run.id);
      return html`<section aria-label="Findings of ${labels[index]}">
        <div class="row spread">
          <h2>${drawSwatch(runStyle(index))}${labels[index]}</h2>
          <vscode-button
            secondary
            icon="microscope"
            @click=${() => this.dispatchEvent(new RunActionEvent("analyze", run.id))}
            >${t("Analyze")}</vscode-button
          >
        </div>
        ${found === undefined ? html`<p class="muted" role="status">${t("Reading the samples…")}</p>` : shown(found)}
      </section>`;
    })}`;
  }
}

/** What stands before the colon. */
const signatureTitle = (signature: Signature): string =>
  findingTexts({ signature, status: "undecided", evidence: [] }).title.split(":")[0]!;

/** Whether a signature holds in a run, as icon and word. */
function statusCell(found: RunFindings | undefined, signature: Signature): TemplateResult | string {
  const finding = found && "findings" in found && found.findings.find((one) => one.signature === signature);
  if (!finding) return "–";
  return html`<span class="status">${findingIcon(finding.status)}${findingTexts(finding).status}</span>`;
}

function shown(found: RunFindings): TemplateResult {
  if ("problem" in found) return html`<p class="muted">${found.problem}</p>`;
  return html`<rc-findings .findings=${found.findings}></rc-findings>`;
}
