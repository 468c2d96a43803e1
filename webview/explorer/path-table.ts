import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { ifDefined } from "lit/directives/if-defined.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import type { ExplorerRelation } from "../../src/protocol/panels.ts";
import { formatCount } from "../../src/core/format.ts";
import { toCsv } from "../shared/csv.ts";
import { exportMenu, exportMenuStyles } from "../shared/export-menu.ts";
import { formatPercent } from "../shared/format.ts";
import { sharedStyles } from "../shared/styles.ts";
import { badgeStyles, levelBadge, levelLetter, relationChain, skillBadge } from "../shared/badges.ts";
import { ActionEvent } from "./events.ts";
import type { Shade } from "./model/accuracy.ts";
import { arrow, type PathRow } from "./model/paths.ts";
import { pathShare, sortPaths, type Order } from "./model/sorting.ts";
import { pathTable } from "./model/table-rows.ts";
import { pathTableStyles } from "./path-table-styles.ts";

const rowHeight = 28;
/** Rows drawn beyond both ends of what is in sight, so that scrolling never shows a gap. */
const overscan = 8;

interface ShownColumn {
  readonly by: Order["by"];
  readonly title: string;
  readonly text?: boolean;
  readonly cell: (row: PathRow) => TemplateResult | string;
}

/** Paths as rows, of which only those in sight are drawn; `brief` where the list stands beside a chart. */
@customElement("rc-path-table")
export class PathTable extends LitElement {
  static override styles = [sharedStyles, badgeStyles, exportMenuStyles, pathTableStyles];

  @property({ attribute: false }) accessor rows: readonly PathRow[] = [];
  @property({ attribute: false }) accessor relations: readonly ExplorerRelation[] = [];
  /** Runs whose accuracies are columns. */
  @property({ attribute: false }) accessor shades: readonly Shade[] = [];
  @property({ attribute: false }) accessor order: Order = { by: "id", descending: false };
  @property({ attribute: false }) accessor chosen: string | undefined;
  @property({ type: Boolean, reflect: true }) accessor brief = false;
  @property() accessor filePrefix = "";

  @state() private accessor first = 0;
  @state() private accessor visible = 40;
  @state() private accessor cursor = -1;

  @query(".rows") private accessor viewport!: HTMLElement;

  private sorted: readonly PathRow[] = [];
  private readonly resize = new ResizeObserver(([entry]) => {
    this.visible = Math.ceil(entry!.contentRect.height / rowHeight);
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("rows") && !changed.has("order") && !changed.has("shades")) return;
    this.sorted = sortPaths(this.rows, this.order, this.shades);
    this.cursor = this.sorted.findIndex(({ id }) => id === this.chosen);
  }

  protected override firstUpdated(): void {
    this.resize.observe(this.viewport);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize.disconnect();
  }

  protected override render(): TemplateResult {
    const columns = this.columns();
    const start = Math.max(0, this.first - overscan);
    const end = Math.min(this.sorted.length, this.first + this.visible + overscan);
    return html`${this.brief ? nothing : this.head()}
      <div
        class="rows scroll"
        tabindex="0"
        role="grid"
        aria-label=${t("Paths")}
        aria-rowcount=${this.sorted.length + 1}
        aria-activedescendant=${ifDefined(this.cursor < 0 ? undefined : "cursor")}
        @scroll=${this.onScroll}
        @keydown=${this.onKey}
      >
        <table>
          <thead>
            <tr aria-rowindex="1">
              ${columns.map((column) => this.columnHead(column))}
            </tr>
          </thead>
          <tbody>
            <tr aria-hidden="true" style="height: ${start * rowHeight}px"></tr>
            ${this.sorted.slice(start, end).map((row, offset) => this.row(row, start + offset, columns))}
            <tr aria-hidden="true" style="height: ${(this.sorted.length - end) * rowHeight}px"></tr>
          </tbody>
        </table>
      </div>`;
  }

  private head(): TemplateResult {
    const csv = () => {
      const { header, rows } = pathTable(this.sorted, this.shades);
      return toCsv(header, rows);
    };
    return html`<div class="row spread head">
      <span class="muted">${t("Enter or a click shows a path's questions.")}</span>
      <div>${exportMenu({ name: `${this.filePrefix}paths`, csv }, this)}</div>
    </div>`;
  }

  private columns(): ShownColumn[] {
    const chain = (row: PathRow) => relationChain(row.relations.map((relation) => this.relations[relation]!));
    const all: readonly ShownColumn[] = [
      { by: "id", title: t("Path"), text: true, cell: ({ id }) => html`<code>${id}</code>` },
      { by: "relations", title: t("Relations"), text: true, cell: chain },
      { by: "hops", title: t("Hops"), cell: ({ relations }) => String(relations.length) },
      { by: "skill", title: t("Skill"), text: true, cell: ({ skill }) => skillBadge(skill) },
      {
        by: "level",
        title: t("Level"),
        text: true,
        cell: ({ level }) => (this.brief ? levelLetter(level) : levelBadge(level)),
      },
      { by: "train", title: t("Training"), cell: ({ questions }) => formatCount(questions.train) },
      { by: "test", title: t("Tests"), cell: ({ questions }) => formatCount(questions.test) },
    ];
    const briefly = new Set<Order["by"]>(["relations", "skill", "level"]);
    const runs = this.shades.map((shade): ShownColumn => ({
      by: { runId: shade.runId },
      title: shade.run,
      cell: (row) => {
        const right = pathShare(row, shade);
        return right === undefined ? "–" : accuracyBar(right);
      },
    }));
    return this.brief ? all.filter(({ by }) => briefly.has(by)) : [...all, ...runs];
  }

  private columnHead({ by, title, text }: ShownColumn): TemplateResult {
    const { order } = this;
    const sorted =
      typeof by === "string" ? order.by === by : typeof order.by === "object" && order.by.runId === by.runId;
    const direction = order.descending ? "descending" : "ascending";
    return html`<th scope="col" class=${text ? "text" : ""} aria-sort=${sorted ? direction : "none"}>
      <button
        class="plain sort"
        @click=${() => {
          const next = { by, descending: sorted && !order.descending };
          this.dispatchEvent(new ActionEvent({ type: "view", change: { order: next } }));
        }}
      >
        ${title}${
          sorted ? html`<vscode-icon name=${order.descending ? "arrow-down" : "arrow-up"} size="12"></vscode-icon>` : ""
        }
      </button>
    </th>`;
  }

  private row(row: PathRow, index: number, columns: readonly ShownColumn[]): TemplateResult {
    return html`<tr
      id=${ifDefined(index === this.cursor ? "cursor" : undefined)}
      title=${ifDefined(this.brief ? row.names.join(arrow) : undefined)}
      class=${index === this.cursor ? "cursor" : ""}
      aria-rowindex=${index + 2}
      aria-selected=${row.id === this.chosen}
      @click=${() => {
        this.cursor = index;
        this.choose();
      }}
    >
      ${columns.map(({ text, cell }) => html`<td class=${text ? "text" : ""}>${cell(row)}</td>`)}
    </tr>`;
  }

  private choose(): void {
    const row = this.sorted[this.cursor];
    if (row !== undefined) this.dispatchEvent(new ActionEvent({ type: "choose", path: row.id }));
  }

  private readonly onScroll = (): void => {
    this.first = Math.floor(this.viewport.scrollTop / rowHeight);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.target !== this.viewport) return;
    const page = this.visible - 2;
    const targets: Readonly<Record<string, number>> = {
      ArrowUp: this.cursor - 1,
      ArrowDown: this.cursor + 1,
      PageUp: this.cursor - page,
      PageDown: this.cursor + page,
      Home: 0,
      End: this.sorted.length - 1,
    };
    const target = targets[event.key];
    if (event.key === "Enter") this.choose();
    else if (target === undefined) return;
    else this.moveTo(Math.min(Math.max(target, 0), this.sorted.length - 1));
    event.preventDefault();
  };

  /** The head of the table covers the first row in sight. */
  private moveTo(index: number): void {
    this.cursor = index;
    const top = index * rowHeight;
    const { scrollTop, clientHeight } = this.viewport;
    if (top < scrollTop) this.viewport.scrollTop = top;
    else if (top + 2 * rowHeight > scrollTop + clientHeight)
      this.viewport.scrollTop = top + 2 * rowHeight - clientHeight;
  }
}

const accuracyBar = (right: number): TemplateResult =>
  html`<span class="accuracy"
    ><span class="bar" aria-hidden="true"><i style="width: ${100 * right}%"></i></span>${formatPercent(right)}</span
  >`;
