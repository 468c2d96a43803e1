import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { findingTexts } from "../../src/core/analysis/finding-texts.ts";
import type { Finding } from "../../src/core/analysis/types.ts";
import type { RunRecord } from "../../src/core/runs/types.ts";
import { byStatus, findingIcon } from "../shared/findings.ts";

/**
 * What is to be known about a run at once, in a line that is always there: nothing moves when there is news. Why a run
 * failed is said in full.
 */
export function notice(
  { error }: Pick<RunRecord, "error">,
  findings: readonly Finding[],
  showFindings: () => void,
): TemplateResult {
  return html`<div class="notice">
    ${error === undefined ? news() : html`<span class="error" role="alert">${error}</span>`}
  </div>`;

  function news(): TemplateResult | typeof nothing {
    const holding = byStatus(findings).filter(({ status }) => status === "holds");
    const [first, ...others] = holding;
    if (first === undefined) return nothing;
    const { title } = findingTexts(first);
    return html`<button
      class="plain finding-link"
      title=${t("Show evidence and the next experiment")}
      @click=${showFindings}
    >
      ${findingIcon("holds")}<span class="text">${title}</span>
      ${others.length === 0 ? nothing : html`<span class="muted">${t("and {0} more", others.length)}</span>`}
    </button>`;
  }
}

export const noticeStyles = css`
  .notice {
    display: flex;
    align-items: center;
    min-height: 28px;
    margin-top: 6px;
  }
  .error {
    overflow-wrap: anywhere;
    padding: 3px 10px;
    border: 1px solid var(--vscode-inputValidation-errorBorder);
    background: var(--vscode-inputValidation-errorBackground);
  }
  .finding-link {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .finding-link .text {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
`;
