import { skills } from "../../../src/core/dataset/types.ts";
import { linkKey, type Flow, type FlowLink, type FlowNode } from "./flow.ts";

/** Pixels. */
export interface FlowArea {
  readonly width: number;
  readonly height: number;
}

export interface FlowBox extends FlowNode {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** A link from (x0, y0) to (x1, y1), its upper edge, as thick as its weight. */
export interface Ribbon extends FlowLink {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly thickness: number;
}

export interface FlowLayout extends FlowArea {
  readonly columns: readonly (readonly FlowBox[])[];
  readonly ribbons: ReadonlyMap<string, Ribbon>;
  /** Pixels a unit of weight is high. */
  readonly scale: number;
  /** Of the heaviest node that shares its column with others. */
  readonly mostWeight: number;
}

/** Where ribbons arrive and leave: as high as what flows through. */
export const portWidth = 3;
/** Where a node's bar begins, how long the longest is, and how high. */
export const barStart = portWidth + 3;
export const barLength = 40;
export const barHeight = 10;
/** Rows are never closer than their labels are high. */
export const rowPitch = 15;
const leastHeight = 2;
const gap = 3;

/** The least height at which every label has its own row. */
export const leastFlowHeight = ({ columns }: Flow): number =>
  rowPitch * Math.max(1, ...columns.map((nodes) => nodes.length));

const boxHeight = (weight: number, scale: number): number => Math.max(leastHeight, weight * scale);
const rowHeight = (weight: number, scale: number): number => Math.max(rowPitch, boxHeight(weight, scale) + gap);

const columnHeight = (nodes: readonly FlowNode[], scale: number): number =>
  nodes.reduce((sum, { weight }) => sum + rowHeight(weight, scale), 0);

/** The largest scale at which every column fits. */
function fittingScale({ columns }: Flow, height: number): number {
  const total = Math.max(1, ...columns.map((nodes) => nodes.reduce((sum, { weight }) => sum + weight, 0)));
  let low = 0;
  let high = height / total;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (columns.every((nodes) => columnHeight(nodes, middle) <= height)) low = middle;
    else high = middle;
  }
  return low;
}

/** Places a flow: columns side by side, each centred, links stacked where they leave and where they arrive. */
export function layOutFlow(flow: Flow, { width, height }: FlowArea): FlowLayout {
  const scale = fittingScale(flow, height);
  const columnWidth = width / Math.max(1, flow.columns.length);
  const columns = flow.columns.map((nodes, hop) => {
    let y = (height - columnHeight(nodes, scale)) / 2;
    return nodes.map((node): FlowBox => {
      const own = boxHeight(node.weight, scale);
      const row = rowHeight(node.weight, scale);
      const box = { ...node, x: hop * columnWidth, y: y + (row - own) / 2, height: own };
      y += row;
      return box;
    });
  });
  const mostWeight = Math.max(
    1,
    ...flow.columns.flatMap((nodes) => (nodes.length > 1 ? nodes.map(({ weight }) => weight) : [])),
  );
  return { width, height, columns, ribbons: placeRibbons(flow.links, columns, scale), scale, mostWeight };
}

function placeRibbons(
  links: readonly FlowLink[],
  columns: readonly (readonly FlowBox[])[],
  scale: number,
): ReadonlyMap<string, Ribbon> {
  const boxes = columns.map((nodes) => new Map(nodes.map((box) => [box.relation, box])));
  const departures = stack(links, scale, ({ hop, from }) => boxes[hop]!.get(from)!, "to");
  const arrivals = stack(links, scale, ({ hop, to }) => boxes[hop + 1]!.get(to)!, "from");
  return new Map(
    links.map((link) => {
      const from = boxes[link.hop]!.get(link.from)!;
      const to = boxes[link.hop + 1]!.get(link.to)!;
      const place = { x0: from.x + portWidth, y0: departures.get(link)!, x1: to.x, y1: arrivals.get(link)! };
      return [linkKey(link), { ...link, ...place, thickness: link.weight * scale }];
    }),
  );
}

/** The upper edge of each link at one of its ends, in the order of the other, so that they cross as little as they can. */
function stack(
  links: readonly FlowLink[],
  scale: number,
  boxOf: (link: FlowLink) => FlowBox,
  other: "from" | "to",
): ReadonlyMap<FlowLink, number> {
  const rank = new Map(links.map((link) => [link, link[other] * skills.length + skills.indexOf(link.skill)]));
  const ordered = links.toSorted((a, b) => rank.get(a)! - rank.get(b)!);
  const next = new Map<FlowBox, number>();
  return new Map(
    ordered.map((link) => {
      const box = boxOf(link);
      const y = next.get(box) ?? box.y;
      next.set(box, y + link.weight * scale);
      return [link, y];
    }),
  );
}

/** The outline of a ribbon, or of a part of it, as an SVG path. */
export function ribbonPath({ x0, y0, x1, y1 }: Ribbon, thickness: number): string {
  const middle = ((x0 + x1) / 2).toFixed(1);
  const high = Math.max(thickness, 0.6);
  const n = (value: number) => value.toFixed(1);
  return (
    `M${n(x0)} ${n(y0)}C${middle} ${n(y0)} ${middle} ${n(y1)} ${n(x1)} ${n(y1)}` +
    `V${n(y1 + high)}C${middle} ${n(y1 + high)} ${middle} ${n(y0 + high)} ${n(x0)} ${n(y0 + high)}Z`
  );
}
