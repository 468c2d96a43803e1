import { t } from "@vscode/l10n";
import { nothing, svg, type SVGTemplateResult } from "lit";
import type { ExplorerRelation } from "../../src/protocol/panels.ts";
import { formatCount } from "../../src/core/format.ts";
import { skillColors } from "../shared/names.ts";
import { plural } from "./card.ts";
import { share, tally, type Shade } from "./model/accuracy.ts";
import {
  barHeight,
  barLength,
  barStart,
  portWidth,
  ribbonPath,
  type FlowBox,
  type FlowLayout,
  type Ribbon,
} from "./model/flow-layout.ts";
import { linkKey, type FlowLink } from "./model/flow.ts";
import { groupBy } from "./model/group.ts";
import type { PathRow } from "./model/paths.ts";
import { errorFill, levelFill, wrongColor } from "./patterns.ts";

const muted = "var(--vscode-descriptionForeground)";
const foreground = "var(--vscode-foreground)";
const page = "var(--vscode-editor-background)";
const glyphSize = 7;
const labelOffset = barStart + barLength + 5;
/** Of a letter at 11 pixels, on average. */
const letterWidth = 6.2;

interface Look {
  readonly fill: string;
  readonly opacity: number;
}

/** Those of one look that leave one node in one element: few enough to build, small enough to paint. */
export function ribbons(layout: FlowLayout, shade: Shade | undefined): SVGTemplateResult[] {
  const looks = new Map<string, Look>();
  const byLook = groupBy(layout.ribbons.values(), (ribbon) => {
    const look = ribbonLook(ribbon, shade);
    const key = `${ribbon.hop} ${ribbon.from} ${look.fill} ${look.opacity}`;
    looks.set(key, look);
    return key;
  });
  return [...byLook].map(([key, group]) => {
    const { fill, opacity } = looks.get(key)!;
    const path = group.map((ribbon) => ribbonPath(ribbon, ribbon.thickness)).join("");
    return svg`<path d=${path} fill=${fill} fill-opacity=${opacity} />`;
  });
}

/** Accuracies in steps of a tenth. */
function ribbonLook({ skill, paths }: Ribbon, shade: Shade | undefined): Look {
  if (shade === undefined) return { fill: skillColors[skill], opacity: 0.25 };
  const right = share(tally(paths, shade));
  if (right === undefined) return { fill: muted, opacity: 0.1 };
  return { fill: wrongColor, opacity: 0.05 + 0.5 * (1 - Math.round(10 * right) / 10) };
}

/** The part of each ribbon that some of the paths make up. */
export const highlighted = (layout: FlowLayout, links: readonly FlowLink[]): SVGTemplateResult[] =>
  links.map((link) => {
    const ribbon = layout.ribbons.get(linkKey(link))!;
    const path = ribbonPath(ribbon, link.weight * layout.scale);
    return svg`<path d=${path} fill=${skillColors[link.skill]} fill-opacity="0.75" />`;
  });

/** The way of one path through the columns. */
export function wayOf({ relations, skill }: PathRow, layout: FlowLayout): SVGTemplateResult {
  const boxes = relations.flatMap(
    (relation, hop) => layout.columns[hop]?.find((box) => box.relation === relation) ?? [],
  );
  if (boxes.length < relations.length) return svg``;
  const middle = ({ y, height }: FlowBox) => y + height / 2;
  const line = boxes
    .map((box, hop) => {
      const previous = boxes[hop - 1];
      if (previous === undefined) return `M${box.x} ${middle(box)}H${box.x + portWidth}`;
      const half = (previous.x + portWidth + box.x) / 2;
      return `C${half} ${middle(previous)} ${half} ${middle(box)} ${box.x} ${middle(box)}H${box.x + portWidth}`;
    })
    .join("");
  return svg`<path d=${line} fill="none" stroke=${page} stroke-width="5" stroke-linecap="round" />
    <path d=${line} fill="none" stroke=${skillColors[skill]} stroke-width="2.5" stroke-linecap="round" />`;
}

/** How a column's nodes are drawn. */
export interface NodeLook {
  readonly columnWidth: number;
  readonly mostWeight: number;
  readonly shade: Shade | undefined;
}

/** A relation at a hop: port, bar, glyph, name and number; framed where the flow is drilled into it. */
export function node(
  box: FlowBox,
  { group }: ExplorerRelation,
  { columnWidth, mostWeight, shade }: NodeLook,
  fixed: boolean,
): SVGTemplateResult {
  const { x, y, height, name } = box;
  const middle = y + height / 2;
  const length = Math.max(1, barLength * Math.min(1, box.weight / mostWeight));
  const value = shade === undefined ? formatCount(box.weight) : accuracyLabel(box, shade);
  const text = shorten(name, (columnWidth - labelOffset - glyphSize - 14) / letterWidth - value.length);
  return svg`<rect x=${x} y=${y} width=${portWidth} height=${height} fill=${muted} />
    ${shade === undefined ? segmentBars(box, length) : shadedBar(box, shade)}
    ${fixed ? svg`<rect x=${x + barStart - 1.5} y=${middle - barHeight / 2 - 1.5} width=${barLength + 3} height=${barHeight + 3} fill="none" stroke=${foreground} stroke-width="1.5" />` : nothing}
    ${groupGlyph(group, x + labelOffset, middle)}
    <text x=${x + labelOffset + glyphSize + 4} y=${middle} dy="0.35em" fill=${foreground} stroke=${page} stroke-width="3"
      stroke-linejoin="round" paint-order="stroke" font-weight=${fixed ? 700 : 400}>${text}<tspan dx="6" fill=${muted}>${value}</tspan></text>`;
}

const shorten = (name: string, room: number): string =>
  name.length <= room ? name : `${name.slice(0, Math.max(1, Math.floor(room) - 1))}…`;

export const groupGlyph = (group: ExplorerRelation["group"], x: number, middle: number): SVGTemplateResult =>
  group === "parametric"
    ? svg`<rect x=${x} y=${middle - glyphSize / 2} width=${glyphSize} height=${glyphSize} fill="var(--rc-mem)" />`
    : svg`<circle cx=${x + glyphSize / 2} cy=${middle} r=${glyphSize / 2} fill="var(--rc-ctx)" />`;

function accuracyLabel({ paths }: FlowBox, shade: Shade): string {
  const right = share(tally(paths, shade));
  return right === undefined ? "–" : `${Math.round(100 * right)} %`;
}

/** The page's colour below a bar, so that ribbons do not shine through. */
const barBase = (x: number, y: number, length: number): SVGTemplateResult =>
  svg`<rect x=${x} y=${y} width=${length} height=${barHeight} fill=${page} />`;

function shadedBar({ x, y, height, paths }: FlowBox, shade: Shade): SVGTemplateResult {
  const { fill, opacity } = errorFill(share(tally(paths, shade)));
  const left = x + barStart;
  const top = y + (height - barHeight) / 2;
  return svg`${barBase(left, top, barLength)}
    <rect x=${left} y=${top} width=${barLength} height=${barHeight} fill=${fill} fill-opacity=${opacity} stroke=${muted} stroke-width="0.75" />`;
}

function segmentBars({ x, y, height, weight, segments }: FlowBox, length: number): SVGTemplateResult {
  let left = x + barStart;
  const top = y + (height - barHeight) / 2;
  return svg`${barBase(left, top, length)}${segments.map((segment) => {
    const own = (length * segment.weight) / weight;
    const place = left;
    left += own;
    return svg`<rect x=${place} y=${top} width=${own} height=${barHeight} fill=${levelFill(segment.skill, segment.level)} />`;
  })}`;
}

/** "Hop 2", and how many relations and paths it has. */
export function columnHeading(hop: number, boxes: readonly FlowBox[], x: number): SVGTemplateResult {
  const paths = boxes.reduce((sum, box) => sum + box.paths.length, 0);
  return svg`<text x=${x} y="12" fill=${foreground} font-weight="600">${t("Hop {0}", hop + 1)}<tspan dx="6" fill=${muted} font-weight="400">${plural(paths, "path")}</tspan></text>`;
}
