import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import type { ContextRole } from "../../src/core/dataset/types.ts";
import type { ExplorerExample, ExplorerStatement } from "../../src/protocol/panels.ts";
import { glyph } from "../shared/badges.ts";

const roleNotes: Readonly<Record<ContextRole, string>> = {
  needed: t("needed for a hop"),
  supporting: t("states a needed fact from its other end"),
  irrelevant: t("connected to the people of the question, but off its path"),
  disconnected: t("a stranger"),
};

/** What belongs to a question: the prompt's biographies, the needed sentences marked, and the gold chain hop by hop. */
export function questionExample({ answer, context, chain, verbatim }: ExplorerExample): TemplateResult {
  if (verbatim)
    return html`${verbatim.context === "" ? noContext : html`<p class="person">${verbatim.context}</p>`}
      <p>${verbatim.chain}</p>`;
  const needed = new Set(chain.map(({ text }) => text));
  return html`${
      context.length === 0
        ? noContext
        : context.map(
            ({ person, role, statements }) =>
              html`<details class="person" ?open=${role === "needed"}>
                <summary><b>${person}</b> <span class="role" title=${roleNotes[role]}>${role}</span></summary>
                <p>${statements.map((statement) => sentence(statement, needed.has(statement.text)))}</p>
              </details>`,
          )
    }
    <ol class="gold" aria-label=${t("Gold chain of thought")}>
      ${chain.map(({ text, group, relation }) => html`<li>${glyph(group)}<span>${text}</span> <span class="muted">${relation}</span></li>`)}
      <li class="answer">
        <span>${t("So, the answer is:")} <b>${answer}</b></span>
      </li>
    </ol>`;
}

const noContext = html`<p class="muted">${t("No context: every hop is known from the weights.")}</p>`;

const sentence = ({ text, relation }: ExplorerStatement, needed: boolean): TemplateResult =>
  needed
    ? html`<mark title=${t("Needed: {0}", relation)}>${text}</mark> `
    : html`<span title=${relation}>${text}</span> `;

export const questionExampleStyles = css`
  .person {
    margin: 4px 0;
    padding: 4px 8px;
    border-left: 2px solid var(--rc-border);
  }
  .person p {
    margin: 4px 0 2px;
  }
  summary {
    cursor: pointer;
  }
  .role {
    padding: 0 5px;
    border: 1px solid var(--rc-border);
    border-radius: 3px;
    font-size: 0.85em;
  }
  mark {
    padding: 0 2px;
    border-bottom: 2px solid var(--rc-ctx);
    background: color-mix(in srgb, var(--rc-ctx) 22%, transparent);
    color: inherit;
  }
  .gold {
    margin: 10px 0 0;
    padding-left: 22px;
  }
  .gold li::marker {
    color: var(--vscode-descriptionForeground);
  }
  .answer {
    list-style: none;
  }
`;
