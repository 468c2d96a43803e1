import { t } from "@vscode/l10n";
import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import type { ExplorerRelation } from "../../src/protocol/panels.ts";
import { chartFrame } from "../shared/chart-frame.ts";
import { segmented } from "../shared/controls.ts";
import { toCsv } from "../shared/csv.ts";
import { groupNames, relationLabel } from "../shared/badges.ts";
import { card, spokenCounts } from "./card.ts";
import { ActionEvent } from "./events.ts";
import { columnHeading, highlighted, node, ribbons, wayOf } from "./flow-drawing.ts";
import { accuracyLegend, groupLegend, legend, levelLegend, pictureLegend, skillLegend } from "./legend.ts";
import type { Shade } from "./model/accuracy.ts";
import { passageLabel, type FixedHop } from "./model/filters.ts";
import {
  barHeight,
  barLength,
  barStart,
  layOutFlow,
  leastFlowHeight,
  rowPitch,
  type FlowBox,
  type FlowLayout,
} from "./model/flow-layout.ts";
import { buildFlow, flowLinks, type Flow, type Weight } from "./model/flow.ts";
import type { PathRow } from "./model/paths.ts";
import { flowTable, tableText } from "./model/table-rows.ts";
import { patterns } from "./patterns.ts";
import { WidthController } from "../shared/width.ts";
import { viewStyles } from "./view-styles.ts";

const headingHeight = 24;
/** The window's height that is left beside the panel's head, pixels. */
const chromeHeight = 330;
const leastHeight = 420;
/** Room for a bar and the name of a relation; where the page is narrower, the drawing scrolls. */
const leastColumnWidth = 165;
const tableHeight = 560;

/** Paths from first to last hop, merged by the relation at each hop; a click goes on with the paths through a relation. */
@customElement("rc-flow-view")
export class FlowView extends LitElement {
  static override styles = viewStyles;

  @property({ attribute: false }) accessor rows: readonly PathRow[] = [];
  @property({ attribute: false }) accessor relations: readonly ExplorerRelation[] = [];
  /** Number of columns. */
  @property({ type: Number }) accessor hops = 1;
  @property() accessor weight: Weight = "paths";
  @property({ attribute: false }) accessor shade: Shade | undefined;
  @property({ attribute: false }) accessor fixed: readonly FixedHop[] = [];
  @property({ attribute: false }) accessor chosen: PathRow | undefined;
  @property() accessor filePrefix = "";

  @state() private accessor cursor: FlowBox | undefined;
  @state() private accessor asTable = false;
  /** What the arrow keys arrived at, for screen readers. */
  @state() private accessor spoken = "";

  @query(".drawing > svg") private accessor drawing!: SVGSVGElement;

  private readonly width = new WidthController(this);
  private flow: Flow = { columns: [], links: [] };
  private layout: FlowLayout | undefined;
  private laidOutWidth = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const stale = (["rows", "relations", "hops", "weight"] as const).some((name) => changed.has(name));
    if (stale) this.flow = buildFlow(this.rows, this.hops, this.weight);
    if (this.width.value === 0 || (!stale && this.laidOutWidth === this.width.value)) return;
    this.laidOutWidth = this.width.value;
    const height = Math.max(leastFlowHeight(this.flow), leastHeight, window.innerHeight - chromeHeight);
    const width = Math.max(this.width.value, this.hops * leastColumnWidth);
    this.layout = layOutFlow(this.flow, { width, height });
    const { cursor } = this;
    this.cursor = cursor && this.layout.columns[cursor.hop]?.find(({ relation }) => relation === cursor.relation);
  }

  protected override render(): TemplateResult {
    const table = () => flowTable(this.flow, this.shade);
    return chartFrame({
      element: this,
      isCard: false,
      title: this.heading,
      heading: this.breadcrumbs(),
      tools: segmented<Weight>(
        t("Width"),
        [
          ["paths", t("Paths")],
          ["questions", t("Questions")],
        ],
        this.weight,
        (weight) => {
          this.act({ type: "view", change: { weight } });
        },
      ),
      table: this.asTable
        ? { label: t("Relations by hop"), values: tableText(table()), height: tableHeight }
        : undefined,
      onTable: () => (this.asTable = !this.asTable),
      fileName: `${this.filePrefix}flow`,
      picture: () => ({ title: this.heading, svg: this.drawing, legend: pictureLegend(this.renderRoot) }),
      csv: () => toCsv(table().header, table().rows),
      drawing: this.chart(),
      below: legend([
        ...(this.shade === undefined ? [...skillLegend, ...levelLegend] : accuracyLegend),
        ...groupLegend,
      ]),
      spoken: this.spoken,
    });
  }

  private get heading(): string {
    const fixed = this.fixed.map(passageLabel).join(", ");
    return t("Relation paths by hop{0}", fixed === "" ? "" : `: ${fixed}`);
  }

  private act(action: ActionEvent["detail"]): void {
    this.dispatchEvent(new ActionEvent(action));
  }

  private breadcrumbs(): TemplateResult {
    const last = this.fixed.length - 1;
    const crumb = (label: string, index: number) =>
      index === last
        ? html`<li aria-current="step">${label}</li>`
        : html`<li>
            <button
              class="plain link"
              @click=${() => {
                this.backTo(index);
              }}
            >
              ${label}
            </button>
          </li>`;
    return html`<nav aria-label=${t("Drilled into")}>
      <ol class="crumbs">
        ${crumb(t("All paths"), -1)}
        ${this.fixed.map(({ relations, hop }, index) => crumb(`${hop + 1} ${relations.join(" → ")}`, index))}
      </ol>
    </nav>`;
  }

  /** Drops the fixed hops after the one at `index`, the last first. */
  private backTo(index: number): void {
    for (const passage of this.fixed.slice(index + 1)) this.act({ type: "passage", passage });
  }

  private chart(): TemplateResult {
    const { layout } = this;
    return html`<div
      class="drawing ${this.cursor === undefined ? "" : "dimmed"}"
      ?hidden=${this.asTable}
      tabindex="0"
      role="application"
      aria-roledescription=${t("flow chart")}
      aria-label=${t("Paths by the relation at each hop. Arrow keys read the relations, Enter goes on with the paths through one, Escape goes back.")}
      @pointermove=${this.onPointer}
      @pointerleave=${this.clearCursor}
      @blur=${this.clearCursor}
      @click=${this.pick}
      @keydown=${this.onKey}
    >
      ${layout === undefined ? nothing : html`${this.picture(layout)} ${this.card(layout)}`}
    </div>`;
  }

  private picture(layout: FlowLayout): TemplateResult {
    const { shade, chosen, cursor } = this;
    const columnWidth = layout.width / Math.max(1, layout.columns.length);
    const isFixed = ({ hop, relation }: FlowBox) =>
      this.fixed.some((passage) => passage.hop === hop && passage.relations[0] === this.relations[relation]!.name);
    return html`<svg width=${layout.width} height=${layout.height + headingHeight}>
      ${patterns}
      ${guard([layout], () => layout.columns.map((boxes, hop) => columnHeading(hop, boxes, hop * columnWidth)))}
      <g transform="translate(0 ${headingHeight})">
        <g class="ribbons">${guard([layout, shade], () => ribbons(layout, shade))}</g>
        <g>${cursor === undefined ? nothing : highlighted(layout, flowLinks(cursor.paths, this.weight))}</g>
        <g>${chosen === undefined ? nothing : wayOf(chosen, layout)}</g>
        ${guard([layout, shade, this.fixed], () =>
          layout.columns
            .flat()
            .map((box) =>
              node(
                box,
                this.relations[box.relation]!,
                { columnWidth, mostWeight: layout.mostWeight, shade },
                isFixed(box),
              ),
            ),
        )}
        ${cursor === undefined ? nothing : this.cursorFrame(cursor)}
      </g>
    </svg>`;
  }

  private cursorFrame({ x, y, height }: FlowBox) {
    const top = y + height / 2 - barHeight / 2 - 2;
    return svg`<rect x=${x + barStart - 2} y=${top} width=${barLength + 4} height=${barHeight + 4} rx="2" fill="none"
      stroke="var(--vscode-focusBorder)" stroke-width="2" />`;
  }

  private card(layout: FlowLayout): TemplateResult | typeof nothing {
    const { cursor } = this;
    if (cursor === undefined) return nothing;
    const relation = this.relations[cursor.relation]!;
    const columnWidth = layout.width / layout.columns.length;
    // Beside the column, on the side that has room, so that the labels of the column stay in sight.
    const right = cursor.x + columnWidth;
    const place = { x: right + 250 > layout.width ? cursor.x - 262 : right, y: cursor.y + headingHeight - 20 };
    return card(
      relationLabel(relation),
      t("hop {0} · {1}", cursor.hop + 1, groupNames[relation.group]),
      cursor.paths,
      this.shade,
      { ...place, width: layout.width, height: layout.height + headingHeight },
    );
  }

  private readonly onPointer = (event: PointerEvent): void => {
    const { layout } = this;
    if (layout === undefined) return;
    const frame = this.drawing.getBoundingClientRect();
    const hop = Math.floor(((event.clientX - frame.left) / layout.width) * layout.columns.length);
    const y = event.clientY - frame.top - headingHeight;
    const reach = ({ y: top, height }: FlowBox) =>
      Math.max(0, rowPitch - height) / 2 + height / 2 - Math.abs(y - top - height / 2);
    this.cursor = layout.columns[hop]?.find((box) => reach(box) >= 0);
  };

  private readonly pick = (): void => {
    const { cursor } = this;
    if (cursor === undefined) return;
    this.act({ type: "passage", passage: { relations: [cursor.name], hop: cursor.hop } });
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { key } = event;
    if (key === "Enter" || key === " ") this.pick();
    else if (key === "Escape" || key === "Backspace") {
      if (this.fixed.length === 0) return;
      this.backTo(this.fixed.length - 2);
    } else {
      const target = this.neighbour(key);
      if (target === undefined) return;
      this.cursor = target;
      const { group } = this.relations[target.relation]!;
      this.spoken = t(
        "Hop {0}, {1}, {2}: {3}",
        target.hop + 1,
        target.name,
        groupNames[group],
        spokenCounts(target.paths, this.shade),
      );
    }
    event.preventDefault();
  };

  /** Where an arrow key leads: up and down in a column, left and right along the widest link. */
  private neighbour(key: string): FlowBox | undefined {
    const columns = this.layout?.columns ?? [];
    const { cursor } = this;
    if (cursor === undefined) return key.startsWith("Arrow") || key === "Home" ? columns[0]?.[0] : undefined;
    const column = columns[cursor.hop]!;
    const at = column.indexOf(cursor);
    const widest = (toward: 1 | -1) => {
      const boxes = columns[cursor.hop + toward] ?? [];
      const common = (box: FlowBox) =>
        box.paths.filter((path) => path.relations[cursor.hop] === cursor.relation).length;
      return boxes.toSorted((a, b) => common(b) - common(a))[0];
    };
    switch (key) {
      case "ArrowUp":
        return column[at - 1];
      case "ArrowDown":
        return column[at + 1];
      case "ArrowLeft":
        return widest(-1);
      case "ArrowRight":
        return widest(1);
      case "Home":
        return column[0];
      case "End":
        return column.at(-1);
      default:
        return undefined;
    }
  }

  private readonly clearCursor = (): void => {
    this.cursor = undefined;
    this.spoken = "";
  };
}
