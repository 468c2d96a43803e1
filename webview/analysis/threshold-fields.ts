import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { defaultThresholds, isCount, thresholdTexts } from "../../src/core/analysis/thresholds.ts";
import type { Thresholds } from "../../src/core/analysis/types.ts";
import { sharedStyles } from "../shared/styles.ts";
import { ActionEvent } from "./events.ts";

const keys = Object.keys(defaultThresholds) as (keyof Thresholds)[];

/** What verdict and diagnosis are held against, to be changed; shares are read and written in %. */
@customElement("rc-thresholds")
export class ThresholdFields extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      summary {
        cursor: pointer;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr));
        gap: 6px 24px;
        margin: 10px 0;
      }
      label {
        display: grid;
        grid-template-columns: 1fr auto 1.2em;
        gap: 6px;
        align-items: center;
      }
      input {
        width: 5.5em;
        padding: 3px 6px;
        border: 1px solid var(--vscode-settings-numberInputBorder, var(--vscode-input-border, var(--rc-border)));
        border-radius: 2px;
        background: var(--vscode-settings-numberInputBackground, var(--vscode-input-background));
        color: var(--vscode-settings-numberInputForeground, var(--vscode-input-foreground));
        font: inherit;
        text-align: right;
      }
      input:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
      input:invalid {
        border-color: var(--vscode-inputValidation-errorBorder);
      }
      .changed {
        font-weight: 600;
      }
      button {
        color: var(--vscode-textLink-foreground);
      }
    `,
  ];

  @property({ attribute: false }) accessor thresholds: Thresholds = defaultThresholds;

  protected override render(): TemplateResult {
    const changed = keys.filter((key) => this.thresholds[key] !== defaultThresholds[key]);
    return html`<details>
      <summary>
        ${t("Thresholds{0}", changed.length === 0 ? "" : t(": {0} other than the default", changed.length))}
      </summary>
      <div class="fields">${keys.map((key) => this.field(key))}</div>
      ${
        changed.length === 0
          ? nothing
          : html`<button
              class="plain"
              @click=${() => {
                this.set(defaultThresholds);
              }}
            >
              ${t("Back to the defaults")}
            </button>`
      }
    </details>`;
  }

  private field(key: keyof Thresholds): TemplateResult {
    const value = this.thresholds[key];
    const scale = isCount(key) ? 1 : 100;
    const shown = (number: number): string => String(Number((scale * number).toFixed(4)));
    return html`<label
      title=${t("Default: {0}{1}. On the command line: --thresholds {2}={3}", shown(defaultThresholds[key]), scale === 1 ? "" : " %", key, value)}
      ><span class=${value === defaultThresholds[key] ? "" : "changed"}>${thresholdTexts[key]}</span
      ><input
        type="number"
        name=${key}
        required
        min=${scale === 1 ? 1 : 0}
        max=${scale === 1 ? nothing : 100}
        step=${scale === 1 ? 1 : "any"}
        .value=${shown(value)}
        @change=${({ target }: Event) => {
          const input = target as HTMLInputElement;
          if (input.reportValidity()) this.set({ ...this.thresholds, [key]: input.valueAsNumber / scale });
        }}
      /><span class="muted">${scale === 1 ? "" : "%"}</span></label
    >`;
  }

  private set(thresholds: Thresholds): void {
    this.dispatchEvent(new ActionEvent({ type: "tell", message: { type: "setThresholds", thresholds } }));
  }
}
