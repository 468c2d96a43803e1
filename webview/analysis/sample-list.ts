import { t } from "@vscode/l10n";
import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { formatCount } from "../../src/core/format.ts";
import { errorsOnPage, type ErrorPage, type ErrorSample } from "../../src/protocol/analysis-panel.ts";
import { toCsv } from "../shared/csv.ts";
import { exportMenu, exportMenuStyles } from "../shared/export-menu.ts";
import { badgeStyles, levelBadge } from "../shared/badges.ts";
import { sharedStyles } from "../shared/styles.ts";
import { ActionEvent, PageEvent } from "./events.ts";
import { kindNames } from "../../src/core/analysis/error-names.ts";
import { filterText } from "./model/filter-text.ts";

const columns = ["question", "level", "hops", "hop", "progress", "boundary", "kind", "atom", "rightAnswer"] as const;

/** A page of the wrong chains behind a bar; one of them can be chosen. */
@customElement("rc-sample-list")
export class SampleList extends LitElement {
  static override styles = [
    sharedStyles,
    badgeStyles,
    exportMenuStyles,
    css`
      h3 {
        min-width: 0;
      }
      h3::first-letter {
        text-transform: uppercase;
      }
      .tools {
        display: flex;
        flex: none;
        align-items: center;
        gap: 2px;
      }
      ul {
        max-height: 38vh;
        margin: 6px 0 0;
        padding: 0;
        overflow: auto;
        list-style: none;
      }
      button.sample {
        display: block;
        width: 100%;
        box-sizing: border-box;
        padding: 4px 6px;
        border-bottom: 1px solid var(--rc-border);
      }
      button.sample:hover {
        background: var(--vscode-list-hoverBackground);
      }
      button.sample:focus-visible {
        outline-offset: -1px;
      }
      button[aria-pressed="true"] {
        background: var(--vscode-list-activeSelectionBackground);
        color: var(--vscode-list-activeSelectionForeground);
        outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 8px;
        align-items: center;
        opacity: 0.85;
        font-size: 0.92em;
      }
    `,
  ];

  @property({ attribute: false }) accessor page: ErrorPage | undefined;
  /** Id of the question whose chain is looked at. */
  @property({ attribute: false }) accessor chosen: string | undefined;
  @property({ attribute: false }) accessor filePrefix = "";

  protected override render(): TemplateResult {
    const { page } = this;
    if (page === undefined) return html`<p class="muted" role="status">${t("Loading the chains…")}</p>`;
    return html`<div class="row spread">
        <h3>${filterText(page.filter)}</h3>
        ${this.tools(page)}
      </div>
      ${
        page.total === 0
          ? html`<p class="muted">${t("No wrong chain of this kind.")}</p>`
          : html`<ul aria-label=${t("Wrong chains")}>
              ${page.samples.map((sample) => this.sample(sample))}
            </ul>`
      }`;
  }

  private tools({ samples, offset, total }: ErrorPage): TemplateResult {
    const turn = (to: number) => () => this.dispatchEvent(new PageEvent(to));
    const csv = () =>
      toCsv(
        columns,
        samples.map((sample) => columns.map((name) => String(sample[name]))),
      );
    return html`<div class="tools number">
      <vscode-toolbar-button
        icon="chevron-left"
        title=${t("Previous chains")}
        label=${t("Previous chains")}
        ?disabled=${offset === 0}
        @click=${turn(Math.max(0, offset - errorsOnPage))}
      ></vscode-toolbar-button>
      <span
        >${t("{0} of {1}", total === 0 ? "0" : `${formatCount(offset + 1)}–${formatCount(offset + samples.length)}`, formatCount(total))}</span
      >
      <vscode-toolbar-button
        icon="chevron-right"
        title=${t("Next chains")}
        label=${t("Next chains")}
        ?disabled=${offset + samples.length >= total}
        @click=${turn(offset + samples.length)}
      ></vscode-toolbar-button>
      ${exportMenu({ name: `${this.filePrefix}wrong-chains`, csv }, this)}
    </div>`;
  }

  private sample({ question, text, level, kind, hop, hops, rightAnswer }: ErrorSample): TemplateResult {
    return html`<li>
      <button
        class="plain sample"
        aria-pressed=${question === this.chosen}
        @click=${() => this.dispatchEvent(new ActionEvent({ type: "view", change: { question } }))}
      >
        ${text}
        <span class="facts"
          >${levelBadge(level)}<span>${kindNames[kind]}</span
          ><span>${hop === hops ? t("behind hop {0}", hops) : t("hop {0} of {1}", hop + 1, hops)}</span>
          ${rightAnswer ? html`<span>${t("answer right")}</span>` : ""}</span
        >
      </button>
    </li>`;
  }
}
