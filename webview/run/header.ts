import { t } from "@vscode/l10n";
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
  stop: ["debug-stop", t("Stop")],
  pause: ["debug-pause", t("Pause")],
  resume: ["debug-continue", t("Resume")],
  analyze: ["microscope", t("Analyze")],
  compare: ["git-compare", t("Compare")],
  openLog: ["output", t("Log")],
  openFolder: ["folder-opened", t("Open Folder")],
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
      ${run.waitingFor === undefined ? nothing : html`<span class="muted">${t("for {0}", run.waitingFor)}</span>`}
    </div>
    <div class="muted">
      ${t("{0} from {1} · {2} · seed {3} · {4} parameters · {5} on {6}", methods[run.config.method], lineage(run), run.curriculum.name, run.seed, formatCompact(run.model.parameters), run.engine.name, run.engine.device)}
    </div>
    <div class="actions">
      ${always.map((action) => button(action, act, true))}
      <span class="of-state">${offeredIn[run.state].map((action, index) => button(action, act, index > 0))}</span>
    </div>
    <div
      class="progress"
      role="progressbar"
      aria-label=${t("Training steps")}
      aria-valuemin="0"
      aria-valuemax=${steps}
      aria-valuenow=${step}
    >
      <i style="width: ${100 * share}%"></i>
    </div>
    <div class="row facts number">
      <span><b>${step}</b> ${t("/ {0} steps", steps)}</span>
      <span>${t("{0} of training", formatDuration(seconds))}</span>
      ${
        isActive(run)
          ? html`<span><b>${secondsLeft === undefined ? "–" : formatDuration(secondsLeft)}</b> ${t("left")}</span>
              <span>${t("{0} tokens/s", tokensPerSecond === undefined ? "–" : formatCompact(tokensPerSecond))}</span>`
          : nothing
      }
      <span>${checkpoint === undefined ? t("no checkpoint yet") : t("checkpoint at step {0}", checkpoint)}</span>
    </div>
  </header>`;
}

/** Figures keep their places while there are none yet. */
const isActive = ({ state }: RunRecord): boolean => state === "running" || state === "queued" || state === "paused";

const lineage = ({ config }: RunRecord): string => (config.from === "base" ? t("a new model") : config.from);

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
