import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import type { RunSummary } from "../../src/core/runs/types.ts";
import type { AlignedHop } from "../../src/protocol/analysis-panel.ts";
import type { AnswerDetail as Detail, RunAnswer } from "../../src/protocol/compare-panel.ts";
import { alignedHopStyles, answerState, hopIcon, statedHop } from "../shared/aligned-hops.ts";
import { badgeStyles, glyph, levelBadge, skillBadge } from "../shared/badges.ts";
import { drawSwatch } from "../shared/plot.ts";
import { sharedStyles } from "../shared/styles.ts";
import { answerLook } from "./answer-states.ts";
import { answersStyles } from "./answers-styles.ts";
import { runLabels, runStyle } from "./model.ts";

/** The user wants a question in the editor. */
export class OpenQuestionEvent extends CustomEvent<{ readonly question: string }> {
  constructor(question: string) {
    super("rc-open-question", { detail: { question }, bubbles: true, composed: true });
  }
}

type GoldHop = NonNullable<AlignedHop["gold"]>;

/** The gold chain, hop by hop, and what each run states in its place. */
@customElement("rc-answer-detail")
export class AnswerDetail extends LitElement {
  static override styles = [
    sharedStyles,
    badgeStyles,
    answersStyles,
    alignedHopStyles,
    css`
      .scroll {
        height: auto;
        margin-top: var(--rc-gap);
      }
      :is(th, td) {
        vertical-align: top;
      }
      tbody :is(th[scope="row"], td) {
        min-width: 180px;
        padding: 5px 12px;
        white-space: normal;
      }
      tbody td > .hop {
        vertical-align: text-bottom;
        margin-right: 4px;
      }
      .fact {
        font-size: 0.92em;
      }
      .answers > * {
        border-bottom: 0;
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) accessor runs: readonly RunSummary[] = [];
  /** Absent while it is on its way. */
  @property({ attribute: false }) accessor detail: Detail | undefined;

  protected override render(): TemplateResult {
    if (this.detail === undefined) return html`<p class="muted" role="status">${t("Loading the answers…")}</p>`;
    const { question, prompt, answers } = this.detail;
    const { id, text, skill, level, answer } = question;
    const gold = answers[0]?.hops.flatMap((hop) => hop.gold ?? []) ?? [];
    return html`<article aria-label=${t("Answers to {0}", id)}>
      <div class="row spread">
        <h3>${text}</h3>
        <vscode-button secondary icon="go-to-file" @click=${() => this.dispatchEvent(new OpenQuestionEvent(id))}
          >${t("Question")}</vscode-button
        >
      </div>
      <div class="row">${skillBadge(skill)} ${levelBadge(level)} <code class="muted">${id}</code></div>
      <div class="scroll" tabindex="0" role="region" aria-label=${t("Gold chain and the runs' chains, hop by hop")}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="text">${t("Gold chain")}</th>
              ${answers.map((one) => this.heading(one))}
            </tr>
          </thead>
          <tbody>
            ${gold.map((hop, index) => goldRow(hop, index, answers))} ${extraRow(answers)}
            <tr class="answers">
              <th scope="row">${t("Answer: {0}", answer)}</th>
              ${answers.map(
                ({ stated }) =>
                  html`<td class="text">${hopIcon(answerState(answer, stated))}${stated ?? t("no answer given")}</td>`,
              )}
            </tr>
          </tbody>
        </table>
      </div>
      <details>
        <summary>${t("Prompt")}</summary>
        <pre tabindex="0">${prompt}</pre>
      </details>
      <details>
        <summary>${t("Completions as written")}</summary>
        ${answers.map(
          ({ runId, completion }) =>
            html`<p class="muted">${this.labelOf(runId)}</p>
              <pre tabindex="0">${completion}</pre>`,
        )}
      </details>
    </article>`;
  }

  private indexOf(runId: string): number {
    return this.runs.findIndex(({ run }) => run.id === runId);
  }

  private labelOf(runId: string): string {
    return runLabels(this.runs)[this.indexOf(runId)] ?? runId;
  }

  private heading({ runId, state }: RunAnswer): TemplateResult {
    return html`<th scope="col" class="text">
      <span class="run">${drawSwatch(runStyle(this.indexOf(runId)))}${this.labelOf(runId)}</span>
      <div>${answerLook(state)}</div>
    </th>`;
  }
}

function goldRow({ group, text, relation }: GoldHop, index: number, answers: readonly RunAnswer[]): TemplateResult {
  return html`<tr>
    <th scope="row">
      ${glyph(group)}${text}
      <div class="fact muted">${relation}</div>
    </th>
    ${answers.map(({ hops }) => {
      const hop = hops.filter(({ gold }) => gold !== undefined)[index];
      return html`<td class="text">${hop === undefined ? "–" : html`${hopIcon(hop.state)}${statedHop(hop)}`}</td>`;
    })}
  </tr>`;
}

/** What stands beside the gold chain. */
function extraRow(answers: readonly RunAnswer[]): TemplateResult | typeof nothing {
  const extras = answers.map(({ hops }) => hops.filter(({ gold }) => gold === undefined));
  if (extras.every((own) => own.length === 0)) return nothing;
  return html`<tr>
    <th scope="row" class="muted">${t("Beside the gold chain")}</th>
    ${extras.map(
      (own) => html`<td class="text">${own.map((hop) => html`<div>${hopIcon(hop.state)}${statedHop(hop)}</div>`)}</td>`,
    )}
  </tr>`;
}
