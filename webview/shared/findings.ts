import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { findingTexts } from "../../src/core/analysis/finding-texts.ts";
import type { Evidence, Finding, FindingStatus } from "../../src/core/analysis/types.ts";
import { formatPercent, formatPoints } from "./format.ts";
import { sharedStyles } from "./styles.ts";

const statusIcons: Readonly<Record<FindingStatus, string>> = {
  holds: "warning",
  undecided: "question",
  "does-not-hold": "pass",
};

/** What holds first. */
const order: readonly FindingStatus[] = ["holds", "undecided", "does-not-hold"];

export const byStatus = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));

export const findingIcon = (status: FindingStatus): TemplateResult =>
  html`<vscode-icon class="finding-icon ${status}" name=${statusIcons[status]} size="14"></vscode-icon>`;

function findingCard(finding: Finding): TemplateResult {
  const { status, evidence } = finding;
  const { title, status: statusName, evidence: names, why, next } = findingTexts(finding);
  return html`<li class="card finding ${status}">
    <div class="status">${findingIcon(status)}${statusName}</div>
    <h3>${title}</h3>
    ${evidence.length === 0 ? nothing : evidenceTable(evidence, names)}
    ${why === undefined ? nothing : html`<p class="why muted">${why}</p>`}
    ${next === undefined ? nothing : html`<p class="next"><b>${t("Next:")}</b> ${next}</p>`}
  </li>`;
}

const evidenceTable = (evidence: readonly Evidence[], names: readonly string[]): TemplateResult =>
  html`<table>
    <tbody>
      ${evidence.map(({ kind, value, low, high, limit }, index) => {
        const format = kind === "share" ? formatPercent : formatPoints;
        return html`<tr>
          <th scope="row">${names[index]}</th>
          <td><b>${format(value)}</b></td>
          <td class="muted" title=${t("95 % interval")}>${format(low)} – ${format(high)}</td>
          <td class="muted text">
            ${limit === undefined ? nothing : html`<span title=${t("Threshold: {0}", limit.key)}>${limit.side === "above" ? t("above {0}?", format(limit.threshold)) : t("below {0}?", format(limit.threshold))}</span>`}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;

/** Of the icons, also where they stand alone. */
export const findingIconStyles = css`
  .finding-icon.holds {
    color: var(--vscode-charts-yellow);
  }
  .finding-icon.does-not-hold {
    color: var(--vscode-charts-green);
  }
`;

/** Signatures of failure, each with its evidence and the next experiment. */
@customElement("rc-findings")
export class Findings extends LitElement {
  static override styles = [
    sharedStyles,
    findingIconStyles,
    css`
      .findings {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr));
        gap: var(--rc-gap);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .finding {
        border-left-width: 4px;
      }
      .finding.holds {
        border-left-color: var(--vscode-charts-yellow);
      }
      .finding.does-not-hold {
        border-left-color: var(--vscode-charts-green);
      }
      .finding.undecided {
        border-left-style: dashed;
      }
      .status {
        display: inline-flex;
        align-items: center;
        gap: 5px;
        font-size: 0.92em;
      }
      .holds .status,
      .undecided .status {
        font-weight: 600;
      }
      .finding table {
        width: 100%;
        margin-top: 8px;
      }
      .finding :is(th, td) {
        padding: 3px 8px 3px 0;
        white-space: normal;
      }
      .finding th {
        font-weight: 400;
      }
      .finding td {
        white-space: nowrap;
      }
      .finding p {
        margin: 8px 0 0;
      }
      .why::first-letter {
        text-transform: uppercase;
      }
    `,
  ];

  @property({ attribute: false }) accessor findings: readonly Finding[] = [];

  protected override render(): TemplateResult {
    if (this.findings.length === 0)
      return html`<p class="muted">${t("None of the signatures of failure can be looked for in this evaluation.")}</p>`;
    return html`<ul class="findings" aria-label=${t("Signatures of failure")}>
      ${byStatus(this.findings).map(findingCard)}
    </ul>`;
  }
}
