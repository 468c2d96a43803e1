import { nothing, svg, type SVGTemplateResult } from "lit";
import { skills } from "../../src/core/dataset/types.ts";
import type { ExplorerRelation } from "../../src/protocol/panels.ts";
import { levelLetters } from "../shared/badges.ts";
import { groupGlyph } from "./flow-drawing.ts";
import { skillColors } from "../shared/names.ts";
import { share, tally, type Shade } from "./model/accuracy.ts";
import type { CoverageCell, CoverageHeader, CoverageMatrix } from "./model/coverage.ts";
import { errorFill, testPattern, trainColor } from "./patterns.ts";

const muted = "var(--vscode-descriptionForeground)";
const foreground = "var(--vscode-foreground)";
const page = "var(--vscode-editor-background)";
/** Hatched, as what is not trained is anywhere. */
export const testFill = `url(#${testPattern})`;

/** Where a matrix' cells lie, pixels. */
export interface MatrixLayout {
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly width: number;
  readonly height: number;
  /** Left and upper edges of each column and row. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

const rowLabelWidth = 138;
/** How far the last slanted label reaches beyond its column. */
const overhang = 62;
const slantedLabelHeight = 104;
const headingHeight = 24;
/** Between parametric and contextual relations. */
const groupGap = 8;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Edges of rows or columns, with a gap where the group changes; the last is the end. */
function edges(headers: readonly CoverageHeader[], start: number, size: number): number[] {
  const result = [start];
  headers.forEach((header, index) => {
    const next = headers[index + 1];
    const parts = next !== undefined && header.relation?.group !== next.relation?.group;
    result.push(result.at(-1)! + size + (parts ? groupGap : 0));
  });
  return result;
}

export function layOutMatrix({ kind, rows, columns }: CoverageMatrix, available: number): MatrixLayout {
  const slanted = kind === "pair";
  const room = (available - rowLabelWidth - (slanted ? overhang + groupGap : 0)) / columns.length;
  const cellWidth = Math.floor(slanted ? clamp(room, 16, 30) : clamp(room, 56, 120));
  const cellHeight = slanted ? Math.max(21, cellWidth) : 18;
  const top = slanted ? slantedLabelHeight : headingHeight;
  const x = edges(columns, rowLabelWidth, cellWidth);
  const y = edges(rows, top, cellHeight);
  const width = x.at(-1)! + (slanted ? overhang : 2);
  return { left: rowLabelWidth, top, cellWidth, cellHeight, x, y, width, height: y.at(-1)! + 2 };
}

/** The levels of a relation: among single-skill paths, then among COMP paths. */
function levelMarks({ levels }: ExplorerRelation): SVGTemplateResult[] {
  return skills.flatMap((skill) => {
    const level = levels[skill];
    return level === undefined
      ? []
      : [svg`<tspan dx="4" font-size="9" font-weight="700" fill=${skillColors[skill]}>${levelLetters[level]}</tspan>`];
  });
}

export function rowLabel({ label, relation }: CoverageHeader, y: number, { cellHeight, left }: MatrixLayout) {
  const middle = y + cellHeight / 2;
  return svg`${relation === undefined ? nothing : groupGlyph(relation.group, 2, middle)}
    <text x="14" y=${middle} dy="0.35em" fill=${foreground}>${label}</text>
    <text x=${left - 8} y=${middle} dy="0.35em" text-anchor="end">${relation === undefined ? nothing : levelMarks(relation)}</text>`;
}

export function columnLabel({ label, relation }: CoverageHeader, x: number, { cellWidth, top }: MatrixLayout) {
  const middle = x + cellWidth / 2;
  return relation === undefined
    ? svg`<text x=${middle} y=${top - 9} text-anchor="middle" fill=${foreground} font-weight="600">${label}</text>`
    : svg`<g transform="translate(${middle} ${top - 6}) rotate(-55)">${groupGlyph(relation.group, 0, 0)}
        <text x="11" dy="0.35em" fill=${foreground}>${label}${levelMarks(relation)}</text></g>`;
}

/** Every place of the matrix, drawn as one: an empty one is a gap in the data. */
export function grid({ x, y, cellWidth, cellHeight }: MatrixLayout): SVGTemplateResult {
  const outlines = y
    .slice(0, -1)
    .flatMap((top) =>
      x.slice(0, -1).map((left) => `M${left} ${top}h${cellWidth - 1}v${cellHeight - 1}h${1 - cellWidth}z`),
    );
  return svg`<path d=${outlines.join("")} fill="none" stroke=${muted} stroke-opacity="0.35" stroke-width="0.75" />`;
}

/** @param most paths of the fullest cell, on which the depth of colour is scaled. */
export function cellMark(
  cell: CoverageCell,
  layout: MatrixLayout,
  shade: Shade | undefined,
  most: number,
): SVGTemplateResult {
  const x = layout.x[cell.column]!;
  const y = layout.y[cell.row]!;
  return shade === undefined ? coverageMark(cell, x, y, layout, most) : accuracyMark(cell, x, y, layout, shade);
}

const cellText = (text: string | number, x: number, y: number): SVGTemplateResult =>
  svg`<text x=${x} y=${y} dy="0.35em" text-anchor="middle" font-size="10" fill=${foreground}
    stroke=${page} stroke-width="2.5" stroke-linejoin="round" paint-order="stroke">${text}</text>`;

/** Training fills the left half, the tests the right one; numbers in both where there is room. */
function coverageMark(
  { train, test, paths }: CoverageCell,
  x: number,
  y: number,
  { cellWidth, cellHeight }: MatrixLayout,
  most: number,
): SVGTemplateResult {
  const [width, height] = [cellWidth - 1, cellHeight - 1];
  const depth = (count: number) => 0.3 + 0.5 * Math.sqrt(count / most);
  const half = (left: number, count: number, color: string) =>
    count === 0
      ? nothing
      : svg`<rect x=${left} y=${y} width=${width / 2} height=${height} fill=${color} fill-opacity=${depth(count)} />`;
  const middle = y + height / 2;
  const numbers =
    cellWidth >= 50
      ? svg`${train > 0 ? cellText(train, x + width / 4, middle) : nothing}${test > 0 ? cellText(test, x + (3 * width) / 4, middle) : nothing}`
      : cellText(paths.length, x + width / 2, middle);
  return svg`${half(x, train, trainColor)}${half(x + width / 2, test, testFill)}${numbers}`;
}

function accuracyMark(
  { paths }: CoverageCell,
  x: number,
  y: number,
  { cellWidth, cellHeight }: MatrixLayout,
  shade: Shade,
): SVGTemplateResult {
  const right = share(tally(paths, shade));
  const { fill, opacity } = errorFill(right);
  const [width, height] = [cellWidth - 1, cellHeight - 1];
  const percent = right === undefined ? "" : `${Math.round(100 * right)}${cellWidth >= 50 ? " %" : ""}`;
  return svg`<rect x=${x} y=${y} width=${width} height=${height} fill=${fill} fill-opacity=${0.8 * opacity} />
    ${cellText(percent, x + width / 2, y + height / 2)}`;
}
