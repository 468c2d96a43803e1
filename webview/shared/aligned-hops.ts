import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import type { AlignedHop, StatedFact } from "../../src/protocol/analysis-panel.ts";

const states: Readonly<Record<AlignedHop["state"], readonly [icon: string, name: string]>> = {
  right: ["check", "right"],
  wrong: ["close", "wrong"],
  missing: ["dash", t("not stated")],
  extra: ["add", t("beside the gold chain")],
};

export function hopIcon(state: AlignedHop["state"]): TemplateResult {
  const [icon, name] = states[state];
  return html`<vscode-icon class="hop ${state}" name=${icon} size="14" label=${name} title=${name}></vscode-icon>`;
}

/** What a model states in the place of a gold hop. */
export const statedHop = ({ gold, stated }: AlignedHop): TemplateResult =>
  stated === undefined
    ? html`<span class="muted">${t("not stated")}</span>`
    : typeof stated === "string"
      ? html`<q>${stated}</q>`
      : factParts(stated, gold);

/** "subject · relation · object"; what differs from the gold fact is marked, not by colour alone. */
function factParts(fact: StatedFact, gold?: StatedFact): TemplateResult {
  return html`${(["subject", "relation", "object"] as const).map(
    (part, index) =>
      html`${index > 0 ? " · " : ""}${
        gold === undefined || gold[part] === fact[part]
          ? fact[part]
          : html`<mark title=${t("The gold chain has {0}", gold[part])}>${fact[part]}</mark>`
      }`,
  )}`;
}

/** Whether the model gave the gold answer. */
export const answerState = (gold: string, stated: string | undefined): AlignedHop["state"] =>
  stated === undefined ? "missing" : stated === gold ? "right" : "wrong";

export const alignedHopStyles = css`
  mark {
    border-bottom: 2px solid var(--vscode-charts-red, var(--vscode-errorForeground));
    background: none;
    color: inherit;
    font-weight: 600;
  }
  q {
    font-style: italic;
  }
  .hop.right {
    color: var(--vscode-charts-green);
  }
  .hop:is(.wrong, .missing, .extra) {
    color: var(--vscode-charts-red, var(--vscode-errorForeground));
  }
  pre {
    max-height: 220px;
    margin: 6px 0 0;
    overflow: auto;
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.92em;
    white-space: pre-wrap;
  }
  summary {
    margin-top: 10px;
    cursor: pointer;
  }
`;
