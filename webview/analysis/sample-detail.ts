import { t } from "@vscode/l10n";
import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import type { AlignedHop, AnalysisPanelToHost, SampleDetail as Detail } from "../../src/protocol/analysis-panel.ts";
import { alignedHopStyles, answerState, hopIcon, statedHop } from "../shared/aligned-hops.ts";
import { badgeStyles, glyph, levelBadge } from "../shared/badges.ts";
import { sharedStyles } from "../shared/styles.ts";
import { ActionEvent } from "./events.ts";
import { atomNames, boundaryNames, kindNames } from "../../src/core/analysis/error-names.ts";

/** One wrong chain beside the gold one, hop by hop, and the prompt it was written for. */
@customElement("rc-sample-detail")
export class SampleDetail extends LitElement {
  static override styles = [
    sharedStyles,
    badgeStyles,
    alignedHopStyles,
    css`
      code {
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: 0.95em;
      }
      .question {
        margin: 6px 0 8px;
        font-weight: 600;
      }
      table {
        width: 100%;
        table-layout: fixed;
      }
      th,
      td {
        padding: 4px 6px;
        text-align: left;
        vertical-align: top;
        white-space: normal;
      }
      th:first-child {
        width: 26px;
        padding: 4px 2px;
      }
      .fact {
        font-size: 0.9em;
      }
      tr.wrong td:last-child,
      tr.missing td:last-child,
      tr.extra td:last-child {
        box-shadow: inset 3px 0 var(--vscode-charts-red, var(--vscode-errorForeground));
      }
    `,
  ];

  /** Of the evaluation. */
  @property({ type: Number }) accessor step = 0;
  /** Absent while it is on its way. */
  @property({ attribute: false }) accessor detail: Detail | undefined;

  protected override render(): TemplateResult {
    if (this.detail === undefined) return html`<p class="muted" role="status">${t("Loading the chain…")}</p>`;
    const { error, path, prompt, completion, hops, answer } = this.detail;
    const { question, text, level, kind, boundary, atom } = error;
    return html`<article aria-label=${t("Chain of {0}", question)}>
      <div class="row spread">
        <h3><code>${question}</code></h3>
        <div class="row">
          ${this.button("open-preview", t("Open"), { type: "openChain", step: this.step, question })}
          ${this.button("go-to-file", t("Question"), { type: "openQuestion", question })}
          ${this.button("type-hierarchy", t("Path"), { type: "explore", focus: { path } })}
        </div>
      </div>
      <p class="question">${text}</p>
      <div class="row">
        ${levelBadge(level)}<span>${kindNames[kind]}</span><span class="muted">${boundaryNames[boundary]}</span>
        <span class="muted">${atomNames[atom]}</span>
      </div>
      <table aria-label=${t("Gold chain and the model's, hop by hop")}>
        <thead>
          <tr>
            <th scope="col"><span class="visually-hidden">${t("State")}</span></th>
            <th scope="col">${t("Gold chain")}</th>
            <th scope="col">${t("The model's")}</th>
          </tr>
        </thead>
        <tbody>
          ${hops.map(hopRow)} ${answerRow(answer)}
        </tbody>
      </table>
      <details>
        <summary>${t("Prompt")}</summary>
        <pre tabindex="0">${prompt}</pre>
      </details>
      <details>
        <summary>${t("Completion as written")}</summary>
        <pre tabindex="0">${completion}</pre>
      </details>
    </article>`;
  }

  private button(icon: string, label: string, message: AnalysisPanelToHost): TemplateResult {
    return html`<vscode-button
      secondary
      icon=${icon}
      @click=${() => this.dispatchEvent(new ActionEvent({ type: "tell", message }))}
      >${label}</vscode-button
    >`;
  }
}

const plain = (text: string): TemplateResult => html`<span>${text}</span>`;

function row(state: AlignedHop["state"], gold: TemplateResult | undefined, stated: TemplateResult | undefined) {
  return html`<tr class=${state}>
    <th scope="row">${hopIcon(state)}</th>
    <td>${gold ?? html`<span class="muted">–</span>`}</td>
    <td>${stated ?? html`<span class="muted">${t("not stated")}</span>`}</td>
  </tr>`;
}

function hopRow(hop: AlignedHop): TemplateResult {
  const { state, gold, stated } = hop;
  const goldCell =
    gold &&
    html`${glyph(gold.group)}${gold.text}
      <div class="fact muted">${gold.relation}</div>`;
  return row(state, goldCell, stated === undefined ? undefined : statedHop(hop));
}

function answerRow({ gold, stated }: Detail["answer"]): TemplateResult {
  return row(
    answerState(gold, stated),
    plain(t("Answer: {0}", gold)),
    stated === undefined ? undefined : plain(t("Answer: {0}", stated)),
  );
}
