import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import type { AnswerTokens } from "../../../src/core/analysis/probe-types.ts";

/** Entropy at which a bar is full: one of seven equally likely tokens. */
export const fullEntropy = 2;
const endOfText = "(end)";

/** An answer's tokens, each over a bar as high as the entropy of what predicts it. */
export function tokenStrip(name: string, { tokens, entropies, correct, chainCorrect }: AnswerTokens): TemplateResult {
  const total = entropies.reduce((sum, entropy) => sum + entropy, 0);
  const verdict = correct ? (chainCorrect ? t("right, chain and answer") : t("right answer, wrong chain")) : t("wrong");
  return html`<section class="strip" aria-label=${name}>
    <div class="row">
      <b>${name}</b><span>${verdict}</span><span class="muted number">${t("{0} nats in all", total.toFixed(2))}</span>
    </div>
    <ol>
      ${entropies.map((entropy, i) => {
        const text = tokens[i] ?? endOfText;
        const height = Math.min(1, entropy / fullEntropy);
        const label = t("{0}: {1} nats", tokens[i] === undefined ? t("end of text") : text, entropy.toFixed(3));
        return html`<li tabindex="0" title=${label} aria-label=${label}>
          <span aria-hidden="true">${text}</span>
          <i aria-hidden="true" style="--share: ${height.toFixed(3)}"></i>
          <small aria-hidden="true" class="number">${entropy >= 0.05 ? entropy.toFixed(1) : ""}</small>
        </li>`;
      })}
    </ol>
  </section>`;
}

export const tokenStripStyles = css`
  .strip {
    margin-top: 10px;
  }
  .strip ol {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
  }
  .strip li {
    display: grid;
    grid-template-rows: auto 26px auto;
    min-width: 12px;
    padding: 0 3px;
    border-radius: 2px;
    background: var(--rc-tint);
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.92em;
    white-space: pre;
  }
  .strip li i {
    align-self: start;
    height: calc(26px * var(--share));
    border-top: 1px solid var(--vscode-descriptionForeground);
    background: var(--vscode-charts-orange);
  }
  .strip small {
    min-height: 1.3em;
    color: var(--vscode-descriptionForeground);
    font-size: 0.8em;
    text-align: center;
  }
`;
