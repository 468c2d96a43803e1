import { html, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import type { RunState } from "../../src/core/runs/types.ts";

const looks: Readonly<Record<RunState, readonly [icon: string, label: string, color: string]>> = {
  queued: ["clock", "Queued", "var(--vscode-descriptionForeground)"],
  running: ["sync", "Running", "var(--vscode-charts-blue)"],
  paused: ["debug-pause", "Paused", "var(--vscode-charts-yellow)"],
  stopped: ["debug-stop", "Stopped", "var(--vscode-charts-yellow)"],
  finished: ["pass", "Finished", "var(--vscode-charts-green)"],
  failed: ["error", "Failed", "var(--vscode-errorForeground)"],
};

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/** A run's state as icon and word. */
export function runState(state: RunState): TemplateResult {
  const [icon, label, color] = looks[state];
  const spin = state === "running" && !stillness.matches;
  return html`<span class="state"
    ><vscode-icon name=${icon} ?spin=${spin} style="color: ${color}"></vscode-icon>${label}</span
  >`;
}
