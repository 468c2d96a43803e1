import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { AnswerTokens } from "../../../src/core/analysis/probe-types.ts";
import type { Skill } from "../../../src/core/dataset/types.ts";
import type { PanelProbe, ProbedQuestion, TokenStrips } from "../../../src/protocol/probe.ts";
import { badgeStyles, levelBadge } from "../../shared/badges.ts";
import "../../shared/bars.ts";
import type { BarsModel } from "../../shared/bars-model.ts";
import { controlStyles, segmented } from "../../shared/controls.ts";
import { toCsv } from "../../shared/csv.ts";
import { dataTable, dataTableStyles } from "../../shared/data-table.ts";
import { exportMenu, exportMenuStyles } from "../../shared/export-menu.ts";
import { skillOrder } from "../../shared/names.ts";
import { sharedStyles } from "../../shared/styles.ts";
import { skillChoice } from "../choices.ts";
import { ActionEvent } from "../events.ts";
import type { View } from "../view.ts";
import { stageName } from "./model/representations.ts";
import { changeTable, entropyBars } from "./model/uncertainty.ts";
import { fullEntropy, tokenStrip, tokenStripStyles } from "./token-strip.ts";

/** How uncertain answers are, by skill and level, and token by token. */
@customElement("rc-uncertainty-view")
export class UncertaintyView extends LitElement {
  static override styles = [
    sharedStyles,
    controlStyles,
    badgeStyles,
    dataTableStyles,
    exportMenuStyles,
    tokenStripStyles,
    css`
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr));
        gap: var(--rc-gap);
        align-items: start;
        margin: var(--rc-gap) 0;
      }
      .body {
        display: grid;
        grid-template-columns: minmax(180px, 260px) minmax(0, 1fr);
        gap: var(--rc-gap);
      }
      ul {
        max-height: 320px;
        margin: 6px 0 0;
        padding: 0;
        overflow: auto;
        list-style: none;
      }
      ul button {
        display: grid;
        grid-template-columns: 1fr 3.5em 3em;
        gap: 6px;
        width: 100%;
        box-sizing: border-box;
        padding: 3px 6px;
        border-bottom: 1px solid var(--rc-border);
      }
      ul button:hover {
        background: var(--vscode-list-hoverBackground);
      }
      ul button:focus-visible {
        outline-offset: -1px;
      }
      ul button[aria-pressed="true"] {
        background: var(--vscode-list-activeSelectionBackground);
        color: var(--vscode-list-activeSelectionForeground);
        outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      ul .badge {
        justify-self: start;
      }
      .amount {
        text-align: right;
      }
      .question {
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) accessor probe!: PanelProbe;
  @property({ attribute: false }) accessor strips: TokenStrips | undefined;
  @property() accessor skill!: Skill;
  /** Whose tokens are shown. */
  @property({ attribute: false }) accessor question: string | undefined;
  @property({ type: Boolean }) accessor perToken = false;
  @property() accessor filePrefix = "";

  private bars: BarsModel | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("probe") || changed.has("perToken")) this.bars = entropyBars(this.probe, this.perToken);
  }

  protected override render(): TemplateResult {
    const changes = changeTable(this.probe);
    const { skill } = this;
    return html`<div class="row">
        ${segmented<"answer" | "token">(
          t("Entropy of"),
          [
            ["answer", t("Per answer")],
            ["token", t("Per token")],
          ],
          this.perToken ? "token" : "answer",
          (chosen) => {
            this.change({ perToken: chosen === "token" });
          },
        )}
      </div>
      <div class="columns">
        <rc-bars .model=${this.bars!} filePrefix=${this.filePrefix}></rc-bars>
        ${
          changes.rows.length === 0
            ? nothing
            : html`<div class="card">
                <div class="row spread">
                  <h3>${t("Change from {0}, nats", stageName(this.probe, "before"))}</h3>
                  ${exportMenu({ name: `${this.filePrefix}entropy-change`, csv: () => toCsv(changes.header, changes.rows) }, this)}
                </div>
                ${dataTable(t("Change of entropy"), changes, 40 + 24 * changes.rows.length)}
              </div>`
        }
      </div>
      <p class="muted">
        ${t("Of the distributions that predict a greedy answer's tokens; per answer: summed. 95 % bootstrap intervals over questions; changes are paired.")}
      </p>
      <div class="card">
        <div class="row spread">
          <h3>${t("Token by token")}</h3>
          ${skillChoice(
            skillOrder.filter((one) => this.probe.questions.some((question) => question.skill === one)),
            skill,
            (chosen) => {
              this.change({ skill: chosen });
            },
          )}
        </div>
        <div class="body">
          <ul aria-label=${t("Questions, the most uncertain first")}>
            ${this.probe.questions.filter((question) => question.skill === skill).map((question) => this.row(question))}
          </ul>
          <div>${this.strip()}</div>
        </div>
      </div>`;
  }

  private row({ id, level, correct, entropy }: ProbedQuestion): TemplateResult {
    return html`<li>
      <button
        class="plain"
        aria-pressed=${id === this.question}
        title=${id}
        @click=${() => {
          this.change({ strip: id });
        }}
      >
        ${levelBadge(level)}<span>${correct ? t("right") : t("wrong")}</span
        ><span class="number amount">${entropy.toFixed(2)}</span>
      </button>
    </li>`;
  }

  private strip(): TemplateResult {
    const { strips, question } = this;
    if (question === undefined) return html`<p class="muted">${t("No such question was asked.")}</p>`;
    if (strips?.question !== question) return html`<p class="muted" role="status">${t("Reading the answer…")}</p>`;
    const one = (stage: "before" | "after", answer: AnswerTokens | undefined) =>
      answer === undefined ? nothing : tokenStrip(stageName(this.probe, stage), answer);
    return html`<p class="question">
        ${strips.text}
        <button
          class="plain muted"
          @click=${() => this.dispatchEvent(new ActionEvent({ type: "tell", message: { type: "openQuestion", question } }))}
        >
          ${question} ↗
        </button>
      </p>
      ${one("before", strips.reference)} ${one("after", strips.run)}
      <p class="muted">
        ${t("Under each token the entropy of what predicts it, in nats; a bar is full at {0}.", fullEntropy)}
      </p>`;
  }

  private change(change: Partial<View>): void {
    this.dispatchEvent(new ActionEvent({ type: "view", change }));
  }
}
