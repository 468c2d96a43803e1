import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import type { AnswerState } from "../../src/protocol/compare-panel.ts";

const looks: Readonly<Record<AnswerState, readonly [icon: string, text: string]>> = {
  right: ["check", t("right")],
  lucky: ["warning", t("right, wrong chain")],
  wrong: ["close", t("wrong")],
};

/** Whether a run's answer is right, as icon and words. */
export function answerLook(state: AnswerState | undefined): TemplateResult {
  if (state === undefined) return html`<span class="muted">${t("not asked")}</span>`;
  const [icon, text] = looks[state];
  return html`<span class="state ${state}"><vscode-icon name=${icon} size="14"></vscode-icon>${text}</span>`;
}
