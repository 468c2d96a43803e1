import { css, html, nothing, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { formatDuration } from "../../src/core/format.ts";
import type { RunRecord } from "../../src/core/runs/types.ts";
import type { RunPanelToHost } from "../../src/protocol/panels.ts";
import { formatCompact } from "../shared/format.ts";
import { runState } from "../shared/run-state.ts";

export interface HeaderModel {
  readonly run: RunRecord;
  readonly secondsLeft: number | undefined;
  readonly tokensPerSecond: number | undefined;
}

type Action = Exclude<RunPanelToHost["type"], "ready" | "save">;

const actions: Readonly<Record<Action, readonly [icon: string, label: string]>> = {
  stop: ["debug-stop", "Stop"],
  resume: ["debug-continue", "Resume"],
  analyze: ["microscope", "Analyze"],
  compare: ["git-compare", "Compare"],
  openRollouts: ["list-tree", "Rollouts"],
  openLog: ["output", "Log"],
  openFolder: ["folder-opened", "Open Folder"],
};

const methods: Readonly<Record<RunRecord["config"]["method"], string>> = { sft: "SFT", grpo: "GRPO", rft: "RFT" };

function offered({ state, config }: RunRecord): Action[] {
  return [
    ...(state === "running" || state === "queued" ? (["stop"] as const) : []),
    ...(state === "stopped" || state === "failed" ? (["resume"] as const) : []),
    "analyze",
    "compare",
    ...(config.method !== "sft" ? (["openRollouts"] as const) : []),
    "openLog",
    "openFolder",
  ];
}

/** Name, state, lineage, progress and what can be done with the run. */
export function header(
  { run, secondsLeft, tokensPerSecond }: HeaderModel,
  act: (action: Action) => void,
): TemplateResult {
  const { step, steps, seconds } = run.progress;
  const share = steps === 0 ? 0 : step / steps;
  return html`<header>
    <div class="row spread">
      <div>
        <div class="row">
          <h1>${run.name}</h1>
          ${runState(run.state)}
        </div>
        <div class="muted">
          ${methods[run.config.method]} from ${lineage(run)} · ${run.curriculum.name} · seed ${run.seed} ·
          ${formatCompact(run.model.parameters)} parameters · ${run.engine.name} on ${run.engine.device}
        </div>
      </div>
      <div class="actions">
        ${offered(run).map((action, index) => {
          const [icon, label] = actions[action];
          return html`<vscode-button
            ?secondary=${index > 0}
            icon=${icon}
            @click=${() => {
              act(action);
            }}
            >${label}</vscode-button
          >`;
        })}
      </div>
    </div>
    ${run.error === undefined ? nothing : html`<p class="error" role="alert">${run.error}</p>`}
    <div
      class="progress"
      role="progressbar"
      aria-label="Training steps"
      aria-valuemin="0"
      aria-valuemax=${steps}
      aria-valuenow=${step}
    >
      <i style="width: ${100 * share}%"></i>
    </div>
    <div class="row facts number">
      <span><b>${step}</b> / ${steps} steps</span>
      <span>${formatDuration(seconds)} of training</span>
      ${secondsLeft === undefined ? nothing : html`<span><b>${formatDuration(secondsLeft)}</b> left</span>`}
      ${tokensPerSecond === undefined ? nothing : html`<span>${formatCompact(tokensPerSecond)} tokens/s</span>`}
      ${
        run.progress.checkpoint === undefined
          ? nothing
          : html`<span>checkpoint at step ${run.progress.checkpoint}</span>`
      }
    </div>
  </header>`;
}

const lineage = ({ config }: RunRecord): string => (config.from === "base" ? "a new model" : config.from);

export const headerStyles = css`
  .state {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .error {
    margin: var(--rc-gap) 0 0;
    padding: 6px 10px;
    border: 1px solid var(--vscode-inputValidation-errorBorder);
    background: var(--vscode-inputValidation-errorBackground);
  }
  .progress {
    height: 4px;
    margin: 14px 0 6px;
    border-radius: 2px;
    background: var(--rc-grid);
    overflow: hidden;
  }
  .progress i {
    display: block;
    height: 100%;
    background: var(--vscode-progressBar-background);
    transition: width 0.3s;
  }
  @media (prefers-reduced-motion: reduce) {
    .progress i {
      transition: none;
    }
  }
  .facts {
    gap: 4px 20px;
  }
`;
