import { css, html, nothing, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { formatDuration } from "../../src/core/format.ts";
import type { RunRecord, RunState } from "../../src/core/runs/types.ts";
import { formatCompact } from "../shared/format.ts";
import { runState } from "../shared/run-state.ts";

export interface HeaderModel {
  readonly run: RunRecord;
  readonly secondsLeft: number | undefined;
  readonly tokensPerSecond: number | undefined;
}

export type Action = "stop" | "pause" | "resume" | "analyze" | "compare" | "openLog" | "openFolder";

const actions: Readonly<Record<Action, readonly [icon: string, label: string]>> = {
  stop: ["debug-stop", "Stop"],
  pause: ["debug-pause", "Pause"],
  resume: ["debug-continue", "Resume"],
  analyze: ["microscope", "Analyze"],
  compare: ["git-compare", "Compare"],
  openLog: ["output", "Log"],
  openFolder: ["folder-opened", "Open Folder"],
};

const methods: Readonly<Record<RunRecord["config"]["method"], string>> = { sft: "SFT", grpo: "GRPO", rft: "RFT" };

const offeredIn: Readonly<Record<RunState, readonly Action[]>> = {
  queued: ["stop"],
  running: ["stop", "pause"],
  paused: ["resume", "stop"],
  stopped: ["resume"],
  failed: ["resume"],
  finished: [],
};

/** What can always be done; what a state offers stands behind it, so that these keep their places. */
const always: readonly Action[] = ["analyze", "compare", "openLog", "openFolder"];

function button(action: Action, act: (action: Action) => void, isSecondary: boolean): TemplateResult {
  const [icon, label] = actions[action];
  return html`<vscode-button
    ?secondary=${isSecondary}
    icon=${icon}
    @click=${() => {
      act(action);
    }}
    >${label}</vscode-button
  >`;
}

/** Name, state, lineage, progress and what can be done with the run. */
export function header(
  { run, secondsLeft, tokensPerSecond }: HeaderModel,
  act: (action: Action) => void,
): TemplateResult {
  const { step, steps, seconds, checkpoint } = run.progress;
  const share = steps === 0 ? 0 : step / steps;
  return html`<header>
    <div class="row">
      <h1>${run.name}</h1>
      ${runState(run.state)}
      ${run.waitingFor === undefined ? nothing : html`<span class="muted">for ${run.waitingFor}</span>`}
    </div>
    <div class="muted">
      ${methods[run.config.method]} from ${lineage(run)} · ${run.curriculum.name} · seed ${run.seed} ·
      ${formatCompact(run.model.parameters)} parameters · ${run.engine.name} on ${run.engine.device}
    </div>
    <div class="actions">
      ${always.map((action) => button(action, act, true))}
      <span class="of-state">${offeredIn[run.state].map((action, index) => button(action, act, index > 0))}</span>
    </div>
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
      ${
        isActive(run)
          ? html`<span><b>${secondsLeft === undefined ? "–" : formatDuration(secondsLeft)}</b> left</span>
              <span>${tokensPerSecond === undefined ? "–" : formatCompact(tokensPerSecond)} tokens/s</span>`
          : nothing
      }
      <span>${checkpoint === undefined ? "no checkpoint yet" : `checkpoint at step ${checkpoint}`}</span>
    </div>
  </header>`;
}

/** Figures keep their places while there are none yet. */
const isActive = ({ state }: RunRecord): boolean => state === "running" || state === "queued" || state === "paused";

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
    margin-top: 10px;
  }
  .of-state {
    display: flex;
    gap: 6px;
    min-height: 26px;
    margin-left: auto;
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
    min-height: 1.4em;
    gap: 4px 12px;
  }
  .facts > span {
    min-width: 10em;
  }
`;
