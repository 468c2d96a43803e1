import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import type { VscodeSingleSelect } from "@vscode-elements/elements/dist/vscode-single-select/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { levels } from "../../src/core/dataset/types.ts";
import type { ExplorerRelation } from "../../src/protocol/panels.ts";
import { formatCount } from "../../src/core/format.ts";
import { skillColors, skillOrder } from "../shared/names.ts";
import { sharedStyles } from "../shared/styles.ts";
import { ActionEvent } from "./events.ts";
import {
  activeFilters,
  facetLabels,
  noFilters,
  toggle,
  type Facet,
  type FacetCounts,
  type Facets,
  type Filters,
  type Passage,
} from "./model/filters.ts";

const anywhere = "any";

const facetNames: Readonly<Record<Facet, string>> = {
  skills: t("Skill"),
  levels: t("Level"),
  hops: t("Hops"),
  trained: t("Training"),
};

/** What is looked at: search, choices with the number of paths that each would show, and what is chosen as chips. */
@customElement("rc-filter-bar")
export class FilterBar extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .facets {
        gap: 8px 18px;
      }
      vscode-textfield {
        width: 230px;
      }
      vscode-single-select {
        width: 150px;
      }
      .hop {
        width: 112px;
      }
      .group {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        margin: 0;
        padding: 0;
        border: none;
      }
      .choice {
        display: inline-flex;
        gap: 6px;
        padding: 1px 7px;
        border: 1px solid var(--rc-border);
        border-bottom: 2px solid var(--choice, var(--rc-border));
        border-radius: 3px;
        white-space: nowrap;
      }
      .choice:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      .choice[aria-pressed="true"] {
        background: var(--vscode-button-background);
        color: var(--vscode-button-foreground);
        border-color: var(--vscode-contrastActiveBorder, var(--vscode-button-background));
      }
      .choice .number {
        opacity: 0.75;
      }
      .choice.none {
        opacity: 0.5;
      }
      .chips {
        min-height: 26px;
        margin-top: 8px;
        gap: 6px;
      }
      .chip {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        padding: 1px 4px 1px 9px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 11px;
        background: var(--vscode-badge-background);
        color: var(--vscode-badge-foreground);
      }
      .reset {
        color: var(--vscode-textLink-foreground);
      }
      .reset:hover {
        text-decoration: underline;
      }
    `,
  ];

  @property({ attribute: false }) accessor filters: Filters = noFilters;
  @property({ attribute: false }) accessor counts!: FacetCounts;
  @property({ attribute: false }) accessor relations: readonly ExplorerRelation[] = [];
  /** Hops of the longest path. */
  @property({ type: Number }) accessor hops = 1;
  @property({ type: Number }) accessor shown = 0;
  @property({ type: Number }) accessor total = 0;

  /** At which hop the next relation is asked for. */
  @state() private accessor hop: string = anywhere;

  protected override render(): TemplateResult {
    return html`<search>
      <div class="row facets">
        <vscode-textfield
          type="search"
          placeholder=${t("Search relations and ids")}
          .label=${t("Search relations and ids")}
          .value=${this.filters.text}
          @input=${(event: Event) => {
            this.set({ text: (event.target as VscodeTextfield).value });
          }}
        >
          <vscode-icon slot="content-before" name="search" title=${t("Search")}></vscode-icon>
        </vscode-textfield>
        ${this.relationChoice()} ${this.choices("skills", skillOrder)} ${this.choices("levels", levels)}
        ${this.choices("hops", [...this.counts.hops.keys()])} ${this.choices("trained", [true, false])}
      </div>
      ${this.chips()}
    </search>`;
  }

  private set(change: Partial<Filters>): void {
    this.dispatchEvent(new ActionEvent({ type: "filter", filters: { ...this.filters, ...change } }));
  }

  private choices<F extends Facet>(facet: F, options: readonly Facets[F][]): TemplateResult {
    const chosen = this.filters[facet] as readonly Facets[F][];
    const counts = this.counts[facet] as ReadonlyMap<Facets[F], number>;
    return html`<fieldset class="group">
      <legend class="visually-hidden">${facetNames[facet]}</legend>
      ${options.map((option) => {
        const color = facet === "skills" ? `--choice: ${skillColors[option as Facets["skills"]]}` : "";
        return html`<button
          class="plain choice ${counts.get(option) === 0 ? "none" : ""}"
          style=${color}
          aria-pressed=${chosen.includes(option)}
          @click=${() => {
            this.set({ [facet]: toggle(chosen, option) });
          }}
        >
          ${facetLabels[facet](option)} <span class="number">${formatCount(counts.get(option) ?? 0)}</span>
        </button>`;
      })}
    </fieldset>`;
  }

  /** The hop is chosen first and keeps; choosing a relation asks for it there. */
  private relationChoice(): TemplateResult {
    const hops = Array.from({ length: this.hops }, (_, hop) => String(hop));
    return html`<span class="group">
      <vscode-single-select combobox label=${t("Filter by relation")} .value=${""} @change=${this.addRelation}>
        <vscode-option value="" selected>${t("Add relation…")}</vscode-option>
        ${this.relations.map(({ name }) => html`<vscode-option value=${name}>${name}</vscode-option>`)}
      </vscode-single-select>
      <vscode-single-select
        class="hop"
        label=${t("At hop")}
        .value=${this.hop}
        @change=${(event: Event) => {
          this.hop = (event.target as VscodeSingleSelect).value;
        }}
      >
        <vscode-option value=${anywhere}>${t("at any hop")}</vscode-option>
        ${hops.map((hop) => html`<vscode-option value=${hop}>${t("at hop {0}", Number(hop) + 1)}</vscode-option>`)}
      </vscode-single-select>
    </span>`;
  }

  private readonly addRelation = (event: Event): void => {
    const select = event.target as VscodeSingleSelect;
    const name = select.value;
    if (name === "") return;
    select.value = "";
    const passage: Passage = { relations: [name], ...(this.hop === anywhere ? {} : { hop: Number(this.hop) }) };
    this.dispatchEvent(new ActionEvent({ type: "passage", passage }));
  };

  private chips(): TemplateResult {
    const active = activeFilters(this.filters);
    return html`<div class="row chips">
      <span role="status" class="number"
        ><b>${formatCount(this.shown)}</b>
        ${this.shown === this.total ? "" : t("of {0} ", formatCount(this.total))}${this.total === 1 ? "path" : "paths"}</span
      >
      ${active.map(
        ({ label, without }) =>
          html`<button
            class="plain chip"
            aria-label=${t("Remove filter {0}", label)}
            title=${t("Remove")}
            @click=${() => {
              this.set(without);
            }}
          >
            ${label} <vscode-icon name="close" size="14"></vscode-icon>
          </button>`,
      )}
      ${
        active.length === 0
          ? nothing
          : html`<button
              class="plain reset"
              @click=${() => {
                this.set(noFilters);
              }}
            >
              ${t("Reset")}
            </button>`
      }
    </div>`;
  }
}
