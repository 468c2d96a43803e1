import { t } from "@vscode/l10n";
import * as Plot from "@observablehq/plot";
import type { StatePicture, StatePoint } from "../../../src/core/analysis/probe-types.ts";
import type { Skill } from "../../../src/core/dataset/types.ts";
import { skillColors, skillNames, skillOrder } from "../../shared/names.ts";

/** A shape a skill: told apart without colour. */
const shapes: Readonly<Record<Skill, "circle" | "square" | "triangle">> = {
  mem: "square",
  ctx: "circle",
  comp: "triangle",
};

const pageColor = "var(--vscode-editor-background)";
const axisColor = "var(--vscode-descriptionForeground)";
const textColor = "var(--vscode-foreground)";
const style = { background: "none", fontFamily: "var(--vscode-font-family)", fontSize: "11px", overflow: "visible" };

/** Before is hollow, after is filled. */
const dotStyle = (stage: StatePoint["stage"], skill: Skill) => ({
  symbol: shapes[skill],
  stroke: skillColors[skill],
  fill: stage === "after" ? skillColors[skill] : "none",
});

/** States as dots, centroids as large ones, arrows from before to after. Colours stay CSS variables. */
export function drawScatter({ points, centroids, explained }: StatePicture, width: number, height: number) {
  const axis = (name: string, share: number): string =>
    t("{0} ({1} % of the variance)", name, (100 * share).toFixed(0));
  const stages = ["before", "after"] as const;
  const cells = stages.flatMap((stage) => skillOrder.map((skill) => ({ stage, skill })));
  const at = { x: "x", y: "y" } as const;
  const arrows = skillOrder.flatMap((skill) => {
    const [start, end] = stages.map((stage) => centroids.find((one) => one.stage === stage && one.skill === skill));
    return start && end ? [{ x1: start.x, y1: start.y, x2: end.x, y2: end.y, color: skillColors[skill] }] : [];
  });
  return Plot.plot({
    width,
    height,
    marginLeft: 44,
    marginRight: 24,
    marginTop: 12,
    marginBottom: 36,
    style,
    className: "plot",
    x: { nice: true, label: axis("PC 1", explained[0]), labelArrow: "none", labelAnchor: "center" },
    y: { nice: true, label: axis("PC 2", explained[1]), labelArrow: "none" },
    marks: [
      Plot.gridX({ stroke: textColor, strokeOpacity: 0.1 }),
      Plot.gridY({ stroke: textColor, strokeOpacity: 0.1 }),
      Plot.axisX({ color: axisColor, tickSize: 0, ticks: 5 }),
      Plot.axisY({ color: axisColor, tickSize: 0, ticks: 5 }),
      ...cells.map(({ stage, skill }) =>
        Plot.dot(
          points.filter((point) => point.stage === stage && point.skill === skill),
          { ...at, ...dotStyle(stage, skill), r: 2.5, strokeOpacity: 0.55, fillOpacity: 0.35, strokeWidth: 1 },
        ),
      ),
      ...arrows.flatMap((arrow) => [
        Plot.arrow([arrow], {
          x1: "x1",
          y1: "y1",
          x2: "x2",
          y2: "y2",
          stroke: pageColor,
          strokeWidth: 5,
          headLength: 0,
          insetEnd: 9,
        }),
        Plot.arrow([arrow], {
          x1: "x1",
          y1: "y1",
          x2: "x2",
          y2: "y2",
          stroke: arrow.color,
          strokeWidth: 2,
          headLength: 8,
          insetEnd: 9,
        }),
      ]),
      ...cells.flatMap(({ stage, skill }) => {
        const own = centroids.filter((one) => one.stage === stage && one.skill === skill);
        const fill = stage === "after" ? skillColors[skill] : pageColor;
        return [
          Plot.dot(own, { ...at, ...dotStyle(stage, skill), stroke: pageColor, fill: "none", r: 8.5, strokeWidth: 2 }),
          Plot.dot(own, { ...at, ...dotStyle(stage, skill), fill, r: 7, strokeWidth: 2 }),
        ];
      }),
      Plot.text(
        centroids.filter(({ stage }) => stage === "after"),
        {
          ...at,
          text: ({ skill }: StatePoint) => skillNames[skill],
          dy: -15,
          fontWeight: 600,
          fontSize: 11.5,
          fill: textColor,
          stroke: pageColor,
          strokeWidth: 4,
        },
      ),
    ],
  });
}

/** The legend's picture of a skill's states, before or after. */
export const drawScatterSwatch = (stage: StatePoint["stage"], skill: Skill): SVGSVGElement =>
  Plot.plot({
    width: 30,
    height: 12,
    margin: 0,
    axis: null,
    style,
    className: "plot",
    x: { domain: [0, 1] },
    marks: [Plot.dot([{ x: 0.5 }], { x: "x", ...dotStyle(stage, skill), r: 4.5, strokeWidth: 1.5 })],
  }) as SVGSVGElement;
