import { nothing, svg, type SVGTemplateResult } from "lit";
import { levels, skills, type Level, type Skill } from "../../src/core/dataset/types.ts";
import { skillColors } from "../shared/names.ts";

export const wrongColor = "var(--rc-wrong)";
export const trainColor = "var(--rc-train)";
const testColor = "var(--rc-test)";
export const testPattern = "rc-test";
const unaskedPattern = "rc-unasked";

/** I.I.D. is solid, Composition hatched, zero-shot dotted: a level is read without colour. */
export const levelFill = (skill: Skill, level: Level): string =>
  level === "iid" ? skillColors[skill] : `url(#rc-${skill}-${level})`;

/** The darker, the more answers are wrong; hatched in grey where none was asked for. */
export function errorFill(share: number | undefined): { readonly fill: string; readonly opacity: number } {
  return share === undefined
    ? { fill: `url(#${unaskedPattern})`, opacity: 1 }
    : { fill: wrongColor, opacity: 0.06 + 0.84 * (1 - share) };
}

const hatch = (color: string): SVGTemplateResult => svg`<rect width="5" height="5" fill=${color} fill-opacity="0.3" />
  <path d="M-1 1L1 -1M0 5L5 0M4 6L6 4" stroke=${color} stroke-width="1.6" />`;

const dots = (color: string): SVGTemplateResult => svg`<rect width="4" height="4" fill=${color} fill-opacity="0.12" />
  <circle cx="2" cy="2" r="0.9" fill=${color} />`;

const pattern = (id: string, size: number, content: SVGTemplateResult): SVGTemplateResult =>
  svg`<pattern id=${id} width=${size} height=${size} patternUnits="userSpaceOnUse">${content}</pattern>`;

/** Of every SVG that fills with them, so that it can leave the page alone. */
export const patterns: SVGTemplateResult = svg`<defs>
  ${skills.flatMap((skill) =>
    levels.map((level) => {
      if (level === "iid") return nothing;
      const color = skillColors[skill];
      return level === "composition"
        ? pattern(`rc-${skill}-${level}`, 5, hatch(color))
        : pattern(`rc-${skill}-${level}`, 4, dots(color));
    }),
  )}
  ${pattern(testPattern, 5, hatch(testColor))}
  ${pattern(unaskedPattern, 5, svg`<path d="M-1 1L1 -1M0 5L5 0M4 6L6 4" stroke="var(--vscode-descriptionForeground)" stroke-width="0.7" />`)}
</defs>`;
