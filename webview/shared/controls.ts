import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import type { Axis } from "./series.ts";

/** One choice out of a few, all in sight: radio buttons that look like VS Code's button groups. */
export function segmented<Value extends string>(
  label: string,
  options: readonly (readonly [value: Value, label: string])[],
  selected: Value,
  onSelect: (value: Value) => void,
): TemplateResult {
  return html`<fieldset class="segmented">
    <legend class="visually-hidden">${label}</legend>
    ${options.map(
      ([value, text]) =>
        html`<label>
          <input
            type="radio"
            name=${label}
            class="visually-hidden"
            .checked=${value === selected}
            @change=${() => {
              onSelect(value);
            }}
          /><span>${text}</span>
        </label>`,
    )}
  </fieldset>`;
}

/** What the curves run over. */
export const axisChoice = (axis: Axis, onSelect: (axis: Axis) => void): TemplateResult =>
  segmented<Axis>(
    t("Horizontal axis"),
    [
      ["step", t("Steps")],
      ["tokens", t("Tokens")],
      ["time", t("Time")],
    ],
    axis,
    onSelect,
  );

/** The weight of the moving average that all noisy charts of a panel share. */
export function smoothingSlider(value: number, onChange: (value: number) => void): TemplateResult {
  return html`<label class="slider"
    ><span class="muted">${t("Smoothing")}</span
    ><input
      type="range"
      min="0"
      max="0.99"
      step="0.01"
      .value=${String(value)}
      @input=${(event: InputEvent) => {
        onChange((event.target as HTMLInputElement).valueAsNumber);
      }}
    /><output class="number">${value.toFixed(2)}</output></label
  >`;
}

export const controlStyles = css`
  .segmented {
    display: inline-flex;
    margin: 0;
    padding: 0;
    border: 1px solid var(--rc-border);
    border-radius: 4px;
    overflow: hidden;
  }
  .segmented label {
    position: relative;
    cursor: pointer;
  }
  .segmented span {
    display: block;
    padding: 2px 10px;
  }
  .segmented label + label span {
    border-left: 1px solid var(--rc-border);
  }
  .segmented label:hover span {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .segmented input:checked + span {
    background: var(--vscode-button-background);
    color: var(--vscode-button-foreground);
    box-shadow: inset 0 0 0 2px var(--vscode-contrastActiveBorder, transparent);
  }
  .segmented input:focus-visible + span {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -2px;
  }
  .slider {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
  .slider input {
    width: 120px;
    accent-color: var(--vscode-progressBar-background);
  }
  .slider output {
    min-width: 2.5em;
  }
`;
