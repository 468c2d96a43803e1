import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { wilsonInterval } from "../../src/core/analysis/wilson.ts";
import { formatCount } from "../../src/core/format.ts";
import type {
  ExplorerExample,
  ExplorerPanelToHost,
  ExplorerQuestion,
  ExplorerRelation,
  PathDetail as Detail,
} from "../../src/protocol/panels.ts";
import { formatPercent } from "../shared/format.ts";
import { sharedStyles } from "../shared/styles.ts";
import { badgeStyles, groupNames, levelBadge, relationLabel, skillBadge } from "../shared/badges.ts";
import { ActionEvent } from "./events.ts";
import type { Shade } from "./model/accuracy.ts";
import { neighbours, type Neighbour } from "./model/neighbours.ts";
import { levelReason, type PathRow } from "./model/paths.ts";
import { neighbourList, neighbourListStyles } from "./neighbour-list.ts";
import { pathDetailStyles } from "./path-detail-styles.ts";
import { questionExample, questionExampleStyles } from "./question-example.ts";

/** One path: its hops and why it has its level, the runs' accuracy on it, its questions and one of them whole. */
@customElement("rc-path-detail")
export class PathDetail extends LitElement {
  static override styles = [sharedStyles, badgeStyles, questionExampleStyles, neighbourListStyles, pathDetailStyles];

  @property({ attribute: false }) accessor path!: PathRow;
  /** All paths of the dataset. */
  @property({ attribute: false }) accessor rows: readonly PathRow[] = [];
  @property({ attribute: false }) accessor relations: readonly ExplorerRelation[] = [];
  @property({ attribute: false }) accessor shades: readonly Shade[] = [];
  /** Absent while it is on its way, and where it failed to come. */
  @property({ attribute: false }) accessor detail: Detail | undefined;
  @property({ type: Boolean }) accessor failed = false;
  @property({ attribute: false }) accessor example: ExplorerExample | undefined;
  /** Questions on a full page. */
  @property({ type: Number }) accessor pageSize = 1;

  private neighbours: readonly Neighbour[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("path") || changed.has("rows")) this.neighbours = neighbours(this.path, this.rows);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("example") || this.example === this.detail?.example) return;
    // The question that closed above it may have been taller than the window.
    this.renderRoot.querySelector("[aria-expanded=true]")?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    const { path } = this;
    return html`<article aria-label=${t("Path {0}", path.id)}>
      <div class="row spread">
        <h2><code>${path.id}</code></h2>
        <vscode-toolbar-button
          icon="close"
          title=${t("Close")}
          label=${t("Close")}
          @click=${() => this.dispatchEvent(new ActionEvent({ type: "choose" }))}
        ></vscode-toolbar-button>
      </div>
      <div class="row badges">
        ${skillBadge(path.skill)} ${levelBadge(path.level)}
        <span class="muted number"
          >${t("{0} training · {1} test questions", formatCount(path.questions.train), formatCount(path.questions.test))}</span
        >
      </div>
      <ol class="hops" aria-label=${t("Hops")}>
        ${path.relations.map((relation) => this.hop(this.relations[relation]!))}
      </ol>
      <p class="why">${levelReason(path, this.relations)}</p>
      ${this.accuracy()} ${this.questions()}
      ${neighbourList(this.neighbours, this.relations, (id) => {
        this.dispatchEvent(new ActionEvent({ type: "choose", path: id }));
      })}
    </article>`;
  }

  private tell(message: ExplorerPanelToHost): void {
    this.dispatchEvent(new ActionEvent({ type: "tell", message }));
  }

  private hop(relation: ExplorerRelation): TemplateResult {
    const level = relation.levels[this.path.skill];
    return html`<li>
      <span class="hop"
        ><b>${relationLabel(relation)}</b>
        <span class="muted">${groupNames[relation.group]} → ${relation.object}</span>
        ${level === undefined ? nothing : levelBadge(level)}
        <button
          class="plain link reveal"
          title=${t("Show {0} in the tree", relation.name)}
          aria-label=${t("Show {0} in the tree", relation.name)}
          @click=${() => {
            this.tell({ type: "revealRelation", relation: relation.name });
          }}
        >
          <vscode-icon name="list-tree" size="14"></vscode-icon></button
      ></span>
    </li>`;
  }

  private accuracy(): TemplateResult | typeof nothing {
    if (this.shades.length === 0) return nothing;
    return html`<section>
      <h3>${t("Accuracy")}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col" class="text">${t("Run")}</th>
            <th scope="col">${t("Answer")}</th>
            <th scope="col" title=${t("Wilson score interval")}>95 %</th>
            <th scope="col" title=${t("The whole chain and the answer")}>${t("Strict")}</th>
          </tr>
        </thead>
        <tbody>
          ${this.shades.map((shade) => this.accuracyRow(shade))}
        </tbody>
      </table>
    </section>`;
  }

  private accuracyRow({ run, accuracies }: Shade): TemplateResult {
    const own = accuracies.get(this.path.id);
    if (own === undefined || own.questions === 0)
      return html`<tr>
        <th scope="row">${run}</th>
        <td colspan="3" class="muted">${t("not asked")}</td>
      </tr>`;
    const { low, high } = wilsonInterval(own.correct / own.questions, own.questions);
    return html`<tr>
      <th scope="row">${run}</th>
      <td>${formatPercent(own.correct / own.questions)} <span class="muted">${own.correct}/${own.questions}</span></td>
      <td class="muted">${Math.round(100 * low)} – ${Math.round(100 * high)} %</td>
      <td>${formatPercent(own.chainCorrect / own.questions)}</td>
    </tr>`;
  }

  private questions(): TemplateResult | typeof nothing {
    const { detail } = this;
    if (detail === undefined)
      return this.failed ? nothing : html`<p class="muted" role="status">${t("Loading the questions…")}</p>`;
    const { questions, offset, total } = detail;
    if (total === 0) return html`<p class="muted">${t("The dataset has no question of this path.")}</p>`;
    const turn = (to: number) => () => {
      this.tell({
        type: "requestPath",
        path: this.path.id,
        offset: to,
        runIds: this.shades.map(({ runId }) => runId),
      });
    };
    return html`<section>
      <div class="row spread">
        <h3>${t("Questions")}</h3>
        <div class="row pager number">
          <vscode-toolbar-button
            icon="chevron-left"
            title=${t("Previous questions")}
            label=${t("Previous questions")}
            ?disabled=${offset === 0}
            @click=${turn(Math.max(0, offset - this.pageSize))}
          ></vscode-toolbar-button>
          <span
            >${t("{0}–{1} of {2}", formatCount(offset + 1), formatCount(offset + questions.length), formatCount(total))}</span
          >
          <vscode-toolbar-button
            icon="chevron-right"
            title=${t("Next questions")}
            label=${t("Next questions")}
            ?disabled=${offset + questions.length >= total}
            @click=${turn(offset + questions.length)}
          ></vscode-toolbar-button>
        </div>
      </div>
      <ul class="questions">
        ${questions.map((question) => this.question(question))}
      </ul>
    </section>`;
  }

  private question({ id, split, text, correct }: ExplorerQuestion): TemplateResult {
    const { example } = this;
    const answers = this.shades.flatMap(({ runId, run }) => {
      const right = correct[runId];
      return right === undefined ? [] : [{ run, right }];
    });
    return html`<li>
      <button
        class="plain question-button"
        aria-expanded=${example?.id === id}
        @click=${() => {
          this.tell({ type: "requestQuestion", path: this.path.id, question: id });
        }}
      >
        <span class="split">${split}</span><span>${text}</span>
        <span class="answers"
          >${answers.map(
            ({ run, right }) =>
              html`<vscode-icon
                name=${right ? "check" : "close"}
                size="14"
                label="${run}: ${right ? "right" : "wrong"}"
                title="${run}: ${right ? "right" : "wrong"}"
                class=${right ? "right" : "wrong"}
              ></vscode-icon>`,
          )}</span
        >
      </button>
      ${example?.id === id ? this.whole(example) : nothing}
    </li>`;
  }

  /** Below its line in the list, so that it is in sight however many there are. */
  private whole(example: ExplorerExample): TemplateResult {
    return html`<div class="whole">
      <div class="row spread">
        <h4><code>${example.id}</code></h4>
        <vscode-button
          secondary
          icon="go-to-file"
          @click=${() => {
            this.tell({ type: "openQuestion", question: example.id });
          }}
          >${t("Open in Editor")}</vscode-button
        >
      </div>
      ${questionExample(example)}
    </div>`;
  }
}
