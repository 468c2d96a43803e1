import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { StatePicture, StatePoint } from "../../../src/core/analysis/probe-types.ts";
import { levelNames, type Skill } from "../../../src/core/dataset/types.ts";
import type { PanelProbe } from "../../../src/protocol/probe.ts";
import { chartFrame } from "../../shared/chart-frame.ts";
import { chartStyles } from "../../shared/chart-styles.ts";
import { toCsv } from "../../shared/csv.ts";
import { dataTableStyles } from "../../shared/data-table.ts";
import { exportMenuStyles } from "../../shared/export-menu.ts";
import { skillNames } from "../../shared/names.ts";
import { sharedStyles } from "../../shared/styles.ts";
import { WidthController } from "../../shared/width.ts";
import { ActionEvent } from "../events.ts";
import { pictureRows, spokenCentroid, stageName } from "./model/representations.ts";
import { drawScatter, drawScatterSwatch } from "./scatter-drawing.ts";

const cardInset = 26;
const height = 420;
/** Pixels from the pointer to a point that is meant. */
const reach = 12;

/** Hidden states in the plane: read with the pointer, the centroids with the arrow keys, as a table, as a file. */
@customElement("rc-scatter")
export class Scatter extends LitElement {
  static override styles = [
    sharedStyles,
    chartStyles,
    dataTableStyles,
    exportMenuStyles,
    css`
      .entry {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }
      .plot-area:focus-visible {
        outline-offset: 3px;
      }
      .cross {
        position: absolute;
        width: 22px;
        height: 22px;
        margin: -11px;
        border: 2px solid var(--vscode-focusBorder);
        border-radius: 50%;
        pointer-events: none;
      }
    `,
  ];

  @property({ attribute: false }) accessor probe!: PanelProbe;
  @property({ attribute: false }) accessor picture!: StatePicture;
  @property() accessor label = "";
  @property() accessor filePrefix = "";

  @state() private accessor asTable = false;
  @state() private accessor pointed: StatePoint | undefined;
  @state() private accessor centroid: number | undefined;

  @query(".plot-area > svg") private accessor drawing!: SVGSVGElement;

  private readonly width = new WidthController(this);
  private plot: ReturnType<typeof drawScatter> | undefined;
  private drawnWidth = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("picture")) this.pointed = this.centroid = undefined;
    const width = this.width.value - cardInset;
    if (width <= 0 || (!changed.has("picture") && width === this.drawnWidth)) return;
    this.drawnWidth = width;
    this.plot = drawScatter(this.picture, width, height);
  }

  protected override render(): TemplateResult {
    const { probe, picture, label } = this;
    const spoken = this.centroid === undefined ? "" : spokenCentroid(probe, picture, this.centroid);
    return chartFrame({
      element: this,
      heading: html`<h3>${label}</h3>`,
      title: label,
      table: this.asTable ? { label: t("{0} as a table", label), values: this.table, height } : undefined,
      onTable: () => (this.asTable = !this.asTable),
      fileName: `${this.filePrefix}states-${picture.place}-layer-${picture.layer}`,
      picture: () => ({
        title: label,
        svg: this.drawing,
        legend: this.legend.map(({ name, swatch }) => ({ name, swatch: swatch() })),
      }),
      csv: () => {
        const { header, rows } = pictureRows(probe, picture);
        return toCsv(header, rows);
      },
      drawing: html`<div
        class="plot-area"
        ?hidden=${this.asTable}
        tabindex="0"
        role="application"
        aria-roledescription=${t("scatter plot")}
        aria-label=${t("{0}. Arrow keys read the centroids.", label)}
        @pointermove=${this.onPointer}
        @pointerleave=${this.clear}
        @blur=${this.clear}
        @click=${this.open}
        @keydown=${this.onKey}
      >
        ${this.plot ?? nothing} ${this.tooltip()}
      </div>`,
      below: html`<div class="legend" role="group" aria-label=${t("Legend")}>
        ${this.legend.map(({ name, swatch }) => html`<span class="entry">${swatch()}${name}</span>`)}
      </div>`,
      spoken,
    });
  }

  private get legend() {
    const stages = ["before", "after"] as const;
    return stages.flatMap((stage) =>
      this.picture.centroids
        .filter((one) => one.stage === stage)
        .map(({ skill }: { skill: Skill }) => ({
          name: `${skillNames[skill]}, ${stageName(this.probe, stage)}`,
          swatch: () => drawScatterSwatch(stage, skill),
        })),
    );
  }

  private get table() {
    const number = (value: number): string => value.toFixed(3).replace("-", "−");
    return {
      header: [t("Centroid"), "PC 1", "PC 2"],
      rows: this.picture.centroids.map(({ stage, skill, x, y }) => [
        `${skillNames[skill]}, ${stageName(this.probe, stage)}`,
        number(x),
        number(y),
      ]),
    };
  }

  private place({ x, y }: { readonly x: number; readonly y: number }): readonly [number, number] {
    const scale = (name: "x" | "y", value: number) => (this.plot?.scale(name)?.apply(value) ?? 0) as number;
    return [scale("x", x), scale("y", y)];
  }

  private tooltip(): TemplateResult | typeof nothing {
    const centroid = this.centroid === undefined ? undefined : this.picture.centroids[this.centroid];
    const shown = centroid ?? this.pointed;
    if (shown === undefined || !this.plot) return nothing;
    const [x, y] = this.place(shown);
    const isLeft = x > this.width.value / 2;
    const side = isLeft ? `right: ${this.width.value - cardInset - x + 14}px` : `left: ${x + 14}px`;
    const text = centroid
      ? html`<b>${t("{0}: centroid", skillNames[centroid.skill])}</b><br />${stageName(this.probe, centroid.stage)}`
      : html`<b>${this.pointed!.question}</b><br />${skillNames[shown.skill]} ${levelNames[this.pointed!.level]},
          ${stageName(this.probe, shown.stage)}<br /><span class="muted">${t("Click: open the question")}</span>`;
    return html`<div class="cross" style="left: ${x}px; top: ${y}px"></div>
      <div class="tooltip" style="${side}; top: ${Math.max(0, y - 20)}px" aria-hidden="true">${text}</div>`;
  }

  private readonly onPointer = (event: PointerEvent): void => {
    const box = this.drawing.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let nearest: { point: StatePoint; distance: number } | undefined;
    for (const point of this.picture.points) {
      const [atX, atY] = this.place(point);
      const distance = Math.hypot(atX - x, atY - y);
      if (distance <= (nearest?.distance ?? reach)) nearest = { point, distance };
    }
    this.centroid = undefined;
    this.pointed = nearest?.point;
  };

  private readonly open = (): void => {
    const question = this.pointed?.question;
    if (question !== undefined)
      this.dispatchEvent(new ActionEvent({ type: "tell", message: { type: "openQuestion", question } }));
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const last = this.picture.centroids.length - 1;
    const at = this.centroid ?? -1;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    this.centroid = Math.min(Math.max(target, 0), last);
    event.preventDefault();
  };

  private readonly clear = (): void => {
    this.pointed = this.centroid = undefined;
  };
}
