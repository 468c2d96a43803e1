import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import type { RunState } from "../../src/core/runs/types.ts";

const looks: Readonly<Record<RunState, readonly [icon: string, label: string, color: string]>> = {
  queued: ["clock", t("Queued"), "var(--vscode-descriptionForeground)"],
  running: ["sync", t("Running"), "var(--vscode-charts-blue)"],
  paused: ["debug-pause", t("Paused"), "var(--vscode-charts-yellow)"],
  stopped: ["debug-stop", t("Stopped"), "var(--vscode-charts-yellow)"],
  finished: ["pass", t("Finished"), "var(--vscode-charts-green)"],
  failed: ["error", t("Failed"), "var(--vscode-errorForeground)"],
};

/** "running", to stand in a sentence. */
export const stateWord = (state: RunState): string => looks[state][1].toLowerCase();

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/** A run's state as icon and word. */
export function runState(state: RunState): TemplateResult {
  const [icon, label, color] = looks[state];
  const spin = state === "running" && !stillness.matches;
  return html`<span class="state"
    ><vscode-icon name=${icon} ?spin=${spin} style="color: ${color}"></vscode-icon>${label}</span
  >`;
}
