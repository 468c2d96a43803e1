import { t } from "@vscode/l10n";
import type { LayerGeometry, LayerShift, StatePicture, StatePoint } from "../../../../src/core/analysis/probe-types.ts";
import type { Skill } from "../../../../src/core/dataset/types.ts";
import type { StatePlace } from "../../../../src/core/runs/probe.ts";
import type { PanelProbe } from "../../../../src/protocol/probe.ts";
import type { TextTable } from "../../../shared/data-table.ts";
import { skillNames, skillOrder } from "../../../shared/names.ts";

export const placeNames: Readonly<Record<StatePlace, string>> = {
  prompt: t("Last prompt token"),
  answer: t("Mean over the answer"),
};

export const layerName = (layer: number, layers: number): string =>
  layer === 0 ? t("Embedding") : t("Layer {0} of {1}", layer, layers);

export const stageName = ({ run, reference }: PanelProbe, stage: StatePoint["stage"]): string => {
  const { name, step } = stage === "before" && reference ? reference : run;
  return reference?.name === run.name ? t("{0}, step {1}", name, step) : name;
};

const number = (value: number | undefined): string => (value === undefined ? "–" : value.toFixed(2).replace("-", "−"));

const distanceOf = (geometry: LayerGeometry | undefined, a: Skill, b: Skill): number | undefined =>
  geometry?.distances.find(({ pair }) => pair[0] === a && pair[1] === b)?.distance;

function angleOf({ angles }: LayerShift, a: Skill, b: Skill): string {
  const degrees = angles.find(({ pair }) => pair[0] === a && pair[1] === b)?.degrees;
  if (!degrees) return "–";
  return `${degrees.value.toFixed(0)}° (${degrees.low.toFixed(0)}–${degrees.high.toFixed(0)})`;
}

const layerCell = (layer: number): string => (layer === 0 ? t("Embedding") : String(layer));

const at = ({ representations }: PanelProbe, place: StatePlace) => representations.find((one) => one.place === place)!;

/** A row a layer: how the skills lie to each other, before → after. */
export function geometryTable(probe: PanelProbe, place: StatePlace): TextTable {
  const { after, before } = at(probe, place);
  const both = (layer: number, read: (geometry: LayerGeometry | undefined) => number | undefined): string => {
    const own = number(read(after[layer]));
    return before ? `${number(read(before[layer]))} → ${own}` : own;
  };
  return {
    header: [t("Layer"), "MEM–CTX", t("COMP at"), t("Fisher's ratio"), t("Silhouette")],
    rows: after.map(({ layer }) => [
      layerCell(layer),
      both(layer, (geometry) => distanceOf(geometry, "mem", "ctx")),
      both(layer, (geometry) => geometry?.compPosition),
      both(layer, (geometry) => geometry?.fisher),
      both(layer, (geometry) => geometry?.silhouette),
    ]),
  };
}

/** A row a layer: how far the centroids move, and at which angles to each other; undefined without a reference. */
export function shiftTable(probe: PanelProbe, place: StatePlace): TextTable | undefined {
  const { shifts } = at(probe, place);
  if (!shifts) return undefined;
  const pairs = [
    ["mem", "ctx"],
    ["mem", "comp"],
    ["ctx", "comp"],
  ] as const;
  const lengthOf = ({ lengths }: LayerShift, skill: Skill): string =>
    number(lengths.find((one) => one.skill === skill)?.length);
  return {
    header: [
      t("Layer"),
      ...pairs.map(([a, b]) => `∠ ${skillNames[a]}, ${skillNames[b]}`),
      ...skillOrder.map((skill) => skillNames[skill]),
    ],
    rows: shifts.map((shift) => [
      layerCell(shift.layer),
      ...pairs.map(([a, b]) => angleOf(shift, a, b)),
      ...skillOrder.map((skill) => lengthOf(shift, skill)),
    ]),
  };
}

/** What the plane shows, in a sentence. */
export function pictureNote({ states, points, explained }: StatePicture): string {
  const [x, y] = explained.map((share) => `${(100 * share).toFixed(0)} %`) as [string, string];
  const some = points.length < states ? t("{0} of {1} states are drawn. ", points.length, states) : "";
  return t(
    "{0}The plane keeps {1} + {2} of the variance; distances and angles in the table are of the whole space.",
    some,
    x,
    y,
  );
}

const csvHeader = ["stage", "run", "skill", "level", "question", "pc1", "pc2"] as const;

/** Every point, and the centroids. */
export function pictureRows(probe: PanelProbe, { points, centroids }: StatePicture) {
  return {
    header: csvHeader,
    rows: [
      ...points.map(({ stage, skill, level, question, x, y }) => [
        stage,
        stageName(probe, stage),
        skill,
        level,
        question,
        x,
        y,
      ]),
      ...centroids.map(({ stage, skill, x, y }) => [stage, stageName(probe, stage), skill, "centroid", "", x, y]),
    ],
  };
}

/** "COMP, sft-mem-ctx-rl: centroid at 1.2, −0.4; moved by 0.8", read along the arrow keys. */
export function spokenCentroid(probe: PanelProbe, picture: StatePicture, index: number): string {
  const { stage, skill, x, y } = picture.centroids[index]!;
  const start = picture.centroids.find((one) => one.stage === "before" && one.skill === skill);
  const moved =
    stage === "after" && start ? t("; moved by {0} in the plane", number(Math.hypot(x - start.x, y - start.y))) : "";
  return t(
    "{0}, {1}: centroid at {2}, {3}{4}",
    skillNames[skill],
    stageName(probe, stage),
    number(x),
    number(y),
    moved,
  );
}
