import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import type { VscodeSingleSelect } from "@vscode-elements/elements/dist/vscode-single-select/index.js";
import type { AnalysisChoice, AnalysisSubject, EvaluationKey } from "../../src/protocol/analysis-panel.ts";

const keyOf = ({ runId, step }: EvaluationKey): string => `${runId} ${step}`;

/** Which run, which of its evaluations, and what it is compared with. */
export function head(
  { run, steps, references }: AnalysisSubject,
  choice: AnalysisChoice | undefined,
  choose: (choice: AnalysisChoice) => void,
  openRun: () => void,
): TemplateResult {
  return html`<header class="row spread">
    <div>
      <h1>${t("Analysis of {0}", run.name)}</h1>
      <div class="muted">${run.method.toUpperCase()} · ${run.curriculum}</div>
    </div>
    <div class="row">
      ${choice === undefined ? nothing : choices(steps, references, choice, choose)}
      <vscode-button secondary icon="graph-line" @click=${openRun}>${t("Open Run")}</vscode-button>
    </div>
  </header>`;
}

function choices(
  steps: AnalysisSubject["steps"],
  references: AnalysisSubject["references"],
  choice: AnalysisChoice,
  choose: (choice: AnalysisChoice) => void,
): TemplateResult {
  const { step, reference } = choice;
  const referenceKey = reference === undefined ? "" : keyOf(reference);
  return html`<label class="choice"
      ><span class="muted">${t("Evaluation")}</span>
      <vscode-single-select
        label=${t("Evaluation")}
        .value=${String(step)}
        @change=${(event: Event) => {
          choose({ ...choice, step: Number((event.target as VscodeSingleSelect).value) });
        }}
        >${steps.map(
          (one) => html`<vscode-option value=${one} ?selected=${one === step}>${t("step {0}", one)}</vscode-option>`,
        )}</vscode-single-select
      ></label
    >
    <label class="choice"
      ><span class="muted">${t("Compared with")}</span>
      <vscode-single-select
        class="reference"
        label=${t("Compared with")}
        .value=${referenceKey}
        @change=${(event: Event) => {
          const { value } = event.target as VscodeSingleSelect;
          const chosen = references.find((one) => keyOf(one) === value);
          choose({ step, ...(chosen && { reference: { runId: chosen.runId, step: chosen.step } }) });
        }}
      >
        <vscode-option value="" ?selected=${referenceKey === ""}>${t("nothing")}</vscode-option>
        ${references.map(
          (one) =>
            html`<vscode-option value=${keyOf(one)} ?selected=${keyOf(one) === referenceKey}
              >${t("{0}, step {1}{2}", one.name, one.step, one.isParent ? t(" (its start)") : "")}</vscode-option
            >`,
        )}
      </vscode-single-select></label
    >`;
}
