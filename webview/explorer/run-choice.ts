import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import type { VscodeSingleSelect } from "@vscode-elements/elements/dist/vscode-single-select/index.js";
import type { ExplorerRun } from "../../src/protocol/panels.ts";
import { segmented } from "../shared/controls.ts";
import type { Measure } from "./model/accuracy.ts";
import { toggle } from "./model/filters.ts";
import type { View } from "./view.ts";

/** Which runs' accuracies are shown, by which of them charts are shaded, and what counts as right. */
export function runChoice(
  runs: readonly ExplorerRun[],
  { runIds, shadedBy, measure }: View,
  change: (change: Partial<View>) => void,
): TemplateResult {
  if (runs.length === 0) return html`<span class="muted">${t("No evaluated run yet")}</span>`;
  const chosen = runs.filter(({ id }) => runIds.includes(id));
  const choose = (id: string): void => {
    const next = toggle(runIds, id);
    const shaded = next.includes(id) ? id : shadedBy;
    change({ runIds: next, shadedBy: shaded !== undefined && next.includes(shaded) ? shaded : next.at(-1) });
  };
  return html`<button class="plain runs" popovertarget="runs">
      <vscode-icon name="graph-line"></vscode-icon> ${t("Runs")}
      <span class="number">${chosen.length === 0 ? "" : `(${chosen.length})`}</span
      ><vscode-icon name="chevron-down"></vscode-icon>
    </button>
    <div id="runs" popover class="run-menu" role="group" aria-label=${t("Accuracy of runs")}>
      ${runs.map(
        ({ id, name, step }) =>
          html`<label
            ><input
              type="checkbox"
              .checked=${runIds.includes(id)}
              @change=${() => {
                choose(id);
              }}
            /><span>${name}</span><span class="muted">${t("step {0}", step)}</span></label
          >`,
      )}
    </div>
    ${
      chosen.length === 0
        ? nothing
        : html`<vscode-single-select
              label=${t("Colour charts by")}
              .value=${shadedBy ?? ""}
              @change=${(event: Event) => {
                const { value } = event.target as VscodeSingleSelect;
                change({ shadedBy: value === "" ? undefined : value });
              }}
            >
              <vscode-option value="" ?selected=${shadedBy === undefined}>${t("Colour: skill")}</vscode-option>
              ${chosen.map(
                ({ id, name }) =>
                  html`<vscode-option value=${id} ?selected=${id === shadedBy}
                    >${t("Accuracy: {0}", name)}</vscode-option
                  >`,
              )}
            </vscode-single-select>
            ${segmented<Measure>(
              t("What counts as right"),
              [
                ["correct", t("Answer")],
                ["chainCorrect", t("Strict (chain)")],
              ],
              measure,
              (next) => {
                change({ measure: next });
              },
            )}`
    }`;
}

export const runChoiceStyles = css`
  .runs {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 2px 8px;
    border: 1px solid var(--rc-border);
    anchor-name: --runs;
  }
  .runs:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .run-menu {
    position-anchor: --runs;
    position-area: bottom span-left;
    margin: 2px 0;
    padding: 6px;
    width: max-content;
    max-width: 90vw;
    max-height: 320px;
    overflow: auto;
    border: 1px solid var(--vscode-menu-border, var(--rc-border));
    border-radius: 5px;
    background: var(--vscode-menu-background);
    color: var(--vscode-menu-foreground);
    box-shadow: 0 2px 8px var(--vscode-widget-shadow);
  }
  .run-menu label {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 8px;
    align-items: center;
    padding: 3px 8px;
    cursor: pointer;
  }
`;
