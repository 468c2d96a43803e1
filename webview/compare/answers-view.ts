import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { levelNames, levels, type Level, type Skill } from "../../src/core/dataset/types.ts";
import { formatCount } from "../../src/core/format.ts";
import type { RunSummary } from "../../src/core/runs/types.ts";
import {
  answersOnPage,
  type AnswerDetail,
  type AnsweredQuestion,
  type AnswerFilter,
  type AnswerPage,
} from "../../src/protocol/compare-panel.ts";
import { badgeStyles, levelBadge, skillBadge } from "../shared/badges.ts";
import { controlStyles, segmented } from "../shared/controls.ts";
import { skillNames, skillOrder } from "../shared/names.ts";
import { drawSwatch } from "../shared/plot.ts";
import { sharedStyles } from "../shared/styles.ts";
import "./answer-detail.ts";
import { answerLook } from "./answer-states.ts";
import { answersStyles } from "./answers-styles.ts";
import { runLabels, runStyle } from "./model.ts";
import { ViewEvent } from "./view.ts";

/** Another page of the questions, by its first position. */
export class AnswerPageEvent extends CustomEvent<{ readonly offset: number }> {
  constructor(offset: number) {
    super("rc-answer-page", { detail: { offset }, bubbles: true, composed: true });
  }
}

type Wanted = AnswerFilter["wanted"][string] | "";

const wantedNames: readonly (readonly [Wanted, string])[] = [
  ["", t("any")],
  ["right", t("right")],
  ["wrong", t("wrong")],
];

/** The same questions answered by each run: found by who was right, and one of them hop by hop. */
@customElement("rc-answers-view")
export class AnswersView extends LitElement {
  static override styles = [sharedStyles, controlStyles, badgeStyles, answersStyles];

  @property({ attribute: false }) accessor runs: readonly RunSummary[] = [];
  @property({ attribute: false }) accessor filter!: AnswerFilter;
  /** Absent while it is on its way. */
  @property({ attribute: false }) accessor page: AnswerPage | undefined;
  /** Id of the question that is looked at. */
  @property({ attribute: false }) accessor question: string | undefined;
  @property({ attribute: false }) accessor detail: AnswerDetail | undefined;

  protected override render(): TemplateResult {
    return html`${this.filters()} ${this.left()}
      <div class="body">
        ${this.list()}
        ${
          this.question === undefined
            ? html`<p class="card muted">${t("Choose a question to see each run's chain beside the gold one.")}</p>`
            : html`<rc-answer-detail class="card" .runs=${this.runs} .detail=${this.detail}></rc-answer-detail>`
        }
      </div>`;
  }

  private set(change: Partial<AnswerFilter>): void {
    this.dispatchEvent(new ViewEvent({ answers: { ...this.filter, ...change } }));
  }

  private filters(): TemplateResult {
    const { skill, level, query = "", strict = false } = this.filter;
    return html`<div class="row filters">
      <input
        type="search"
        aria-label=${t("Find questions")}
        placeholder=${t("Words of the question or its answer")}
        .value=${query}
        @change=${(event: Event) => {
          this.set({ query: (event.target as HTMLInputElement).value });
        }}
      />
      ${segmented<Skill | "all">(
        t("Skill of the questions"),
        [["all", t("All")], ...skillOrder.map((one) => [one, skillNames[one]] as const)],
        skill ?? "all",
        (chosen) => {
          this.set({ skill: chosen === "all" ? undefined : chosen });
        },
      )}
      ${segmented<Level | "all">(
        t("Level of the questions"),
        [["all", t("All levels")], ...levels.map((one) => [one, levelNames[one]] as const)],
        level ?? "all",
        (chosen) => {
          this.set({ level: chosen === "all" ? undefined : chosen });
        },
      )}
      ${segmented(
        t("What counts as right for the questions"),
        [
          ["answer", t("Answer")],
          ["chain", t("Strict (chain)")],
        ],
        strict ? "chain" : "answer",
        (chosen) => {
          this.set({ strict: chosen === "chain" });
        },
      )}
    </div>`;
  }

  /** Runs that cannot be looked at here. */
  private left(): TemplateResult | typeof nothing {
    const without = this.page?.without ?? [];
    if (without.length === 0) return nothing;
    const labels = runLabels(this.runs).filter((_, index) => without.includes(this.runs[index]!.run.id));
    return html`<p class="muted">
      ${t("Not here, for they were asked other questions or none: {0}.", labels.join(", "))}
    </p>`;
  }

  private list(): TemplateResult {
    const { page } = this;
    const labels = runLabels(this.runs);
    const asked = this.runs.flatMap(({ run }, index) =>
      page?.without.includes(run.id) ? [] : [{ id: run.id, index, label: labels[index]! }],
    );
    return html`<div class="questions">
      <div class="row spread">
        <span role="status" aria-live="polite"
          >${page === undefined ? t("Reading the answers…") : t("{0} questions", formatCount(page.total))}</span
        >
        ${page === undefined ? nothing : this.turning(page)}
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${t("Questions and who answered them rightly")}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="text">${t("Question")}</th>
              ${asked.map(
                ({ id, index, label }) =>
                  html`<th scope="col" class="text">
                    <span class="run">${drawSwatch(runStyle(index))}${label}</span>
                    ${this.wanted(id, label)}
                  </th>`,
              )}
            </tr>
          </thead>
          <tbody @keydown=${this.onKey}>
            ${page?.questions.map((question) => this.row(question, asked))}
          </tbody>
        </table>
        ${page?.total === 0 ? html`<p class="muted nothing">${page.without.length === this.runs.length ? t("No run has been evaluated yet.") : t("No question fits. Set a run to “any” above.")}</p>` : nothing}
      </div>
    </div>`;
  }

  private wanted(id: string, label: string): TemplateResult {
    const wanted = this.filter.wanted[id] ?? "";
    return html`<select
      aria-label=${t("Questions that {0} answered", label)}
      @change=${(event: Event) => {
        const value = (event.target as HTMLSelectElement).value as Wanted;
        const others = Object.entries(this.filter.wanted).filter(([runId]) => runId !== id);
        this.set({ wanted: Object.fromEntries(value === "" ? others : [...others, [id, value]]) });
      }}
    >
      ${wantedNames.map(([value, name]) => html`<option value=${value} ?selected=${value === wanted}>${name}</option>`)}
    </select>`;
  }

  private row(
    { id, skill, level, text, answer, states }: AnsweredQuestion,
    asked: readonly { readonly id: string }[],
  ): TemplateResult {
    return html`<tr class=${id === this.question ? "chosen" : ""}>
      <th scope="row">
        <button
          class="plain"
          data-question=${id}
          aria-pressed=${id === this.question}
          @click=${() => {
            this.choose(id);
          }}
        >
          ${text}
          <span class="facts">${skillBadge(skill)} ${levelBadge(level)} <span class="muted">${answer}</span></span>
        </button>
      </th>
      ${asked.map((run) => html`<td class="text">${answerLook(states[run.id])}</td>`)}
    </tr>`;
  }

  private choose(question: string): void {
    this.dispatchEvent(new ViewEvent({ question }));
  }

  private turning({ offset, total, questions }: AnswerPage): TemplateResult {
    const button = (icon: string, title: string, to: number, disabled: boolean) =>
      html`<vscode-toolbar-button
        icon=${icon}
        title=${title}
        label=${title}
        ?disabled=${disabled}
        @click=${() => this.dispatchEvent(new AnswerPageEvent(to))}
      ></vscode-toolbar-button>`;
    const last = offset + questions.length;
    return html`<span class="row number"
      >${button("chevron-left", t("Previous questions"), Math.max(0, offset - answersOnPage), offset === 0)}
      ${total === 0 ? "0" : `${formatCount(offset + 1)}–${formatCount(last)}`}
      ${button("chevron-right", t("Next questions"), last, last >= total)}</span
    >`;
  }

  /** Up and down go from question to question. */
  private readonly onKey = (event: KeyboardEvent): void => {
    const turn = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (turn === undefined) return;
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>("button[data-question]")];
    const at = buttons.findIndex((button) => button === (this.renderRoot as ShadowRoot).activeElement);
    const target = buttons[at + turn];
    event.preventDefault();
    if (target === undefined) return;
    target.focus();
    this.choose(target.dataset["question"]!);
  };
}
