import { t } from "@vscode/l10n";
import { css, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { levelNames, levels } from "../../src/core/dataset/types.ts";
import type { Picture } from "../shared/export.ts";
import { skillColors, skillNames, skillOrder } from "../shared/names.ts";
import { groupNames } from "../shared/badges.ts";
import { testFill } from "./coverage-drawing.ts";
import { groupGlyph } from "./flow-drawing.ts";
import { errorFill, levelFill, patterns, trainColor } from "./patterns.ts";

export interface LegendEntry {
  readonly name: string;
  /** Within 30 × 10 pixels. */
  readonly swatch: SVGTemplateResult;
}

const box = (fill: string, opacity = 1): SVGTemplateResult =>
  svg`<rect x="0.5" y="0.5" width="29" height="9" fill=${fill} fill-opacity=${opacity} stroke="var(--vscode-descriptionForeground)" stroke-width="0.75" />`;

function halves(left: string | undefined, right: string | undefined): SVGTemplateResult {
  const half = (x: number, color: string | undefined) =>
    color === undefined
      ? nothing
      : svg`<rect x=${x} y="0.5" width="14.5" height="9" fill=${color} fill-opacity="0.8" />`;
  return svg`${half(0.5, left)}${half(15, right)}${box("none")}`;
}

export const groupLegend: readonly LegendEntry[] = (["parametric", "contextual"] as const).map((group) => ({
  name: t("{0} relation", groupNames[group]),
  swatch: groupGlyph(group, 12, 5),
}));

export const skillLegend: readonly LegendEntry[] = skillOrder.map((skill) => ({
  name: skillNames[skill],
  swatch: box(skillColors[skill]),
}));

export const levelLegend: readonly LegendEntry[] = levels.map((level) => ({
  name: levelNames[level],
  swatch: box(levelFill("comp", level)),
}));

export const accuracyLegend: readonly LegendEntry[] = [
  ...[1, 0.75, 0.5, 0.25, 0].map((share) => {
    const { fill, opacity } = errorFill(share);
    return { name: t("{0} % right", 100 * share), swatch: box(fill, opacity) };
  }),
  { name: t("not asked"), swatch: box(errorFill(undefined).fill) },
];

export const coverageLegend: readonly LegendEntry[] = [
  { name: t("paths in training (left half)"), swatch: halves(trainColor, undefined) },
  { name: t("paths in tests (right half)"), swatch: halves(undefined, testFill) },
  { name: t("both"), swatch: halves(trainColor, testFill) },
  { name: t("none"), swatch: halves(undefined, undefined) },
];

export function legend(entries: readonly LegendEntry[]): TemplateResult {
  return html`<div class="legend" aria-label=${t("Legend")} role="group">
    ${entries.map(
      ({ name, swatch }) =>
        html`<span class="entry"
          ><svg width="30" height="10" aria-hidden="true">${patterns}${swatch}</svg><span>${name}</span></span
        >`,
    )}
  </div>`;
}

/** The legend as drawn, for an exported picture. */
export const pictureLegend = (root: ParentNode): Picture["legend"] =>
  [...root.querySelectorAll(".entry")].map((entry) => ({
    name: entry.textContent.trim(),
    swatch: entry.querySelector("svg")!,
  }));

export const legendStyles = css`
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    font-size: 0.92em;
    color: var(--vscode-descriptionForeground);
  }
  .entry {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
`;
