import type {
  EntropyRow,
  HeadReport,
  HeadTable,
  ProbedModel,
  Representations,
  Uncertainty,
} from "../../core/analysis/probe-types.ts";
import type { Estimate } from "../../core/analysis/types.ts";
import { levelNames, type Level, type Skill } from "../../core/dataset/types.ts";
import { renderTable, type Column } from "../../core/table.ts";
import { formatDifference, formatShare } from "./format.ts";
import type { Style } from "./style.ts";

const right = (title: string): Column => ({ title, align: "right" });
const left = (title: string): Column => ({ title });

/** "sft-mem-ctx-rl, step 40, beside sft-mem-ctx, step 400". */
export function probeTitle(after: ProbedModel, before: ProbedModel | undefined, style: Style): string {
  const of = ({ name, step }: ProbedModel): string => `${name}, step ${step}`;
  return style.bold(before ? `${of(after)}, beside ${of(before)}` : of(after));
}

const placeNames = { prompt: "At the prompt's last token", answer: "Mean over the answer" } as const;

/** How the skills lie to each other in each layer, and how they moved. */
export function renderRepresentations(all: readonly Representations[], style: Style): string {
  const tables = all.map(({ place, after, before, shifts }) => {
    const beside = (read: (layer: number, of: typeof after) => number | undefined, layer: number): string =>
      [...(before ? [before] : []), after].map((of) => decimal(read(layer, of))).join(" → ");
    const rows = after.map(({ layer }) => {
      const shift = shifts?.find((one) => one.layer === layer);
      const angle = shift?.angles.find(({ pair }) => pair.join() === "mem,ctx")?.degrees;
      return [
        layer === 0 ? "embedding" : String(layer),
        beside((at, of) => of[at]?.fisher, layer),
        beside((at, of) => of[at]?.silhouette, layer),
        beside((at, of) => of[at]?.distances.find(({ pair }) => pair.join() === "mem,ctx")?.distance, layer),
        beside((at, of) => of[at]?.compPosition, layer),
        ...(shifts ? [shift?.lengths.map(({ length }) => decimal(length)).join(" ") ?? "", degrees(angle)] : []),
      ];
    });
    const columns = [
      left("layer"),
      right("Fisher"),
      right("silhouette"),
      right("MEM–CTX"),
      right("COMP at"),
      ...(shifts ? [right("shift of MEM CTX COMP"), right("angle MEM, CTX")] : []),
    ];
    return `${style.bold(placeNames[place])}\n${renderTable(columns, rows)}`;
  });
  return [
    ...tables,
    [
      "In the whole space of hidden states. Fisher: variance between skills over that within; MEM–CTX: distance of centroids,",
      "shift: of centroids, both in units of the states' spread; COMP at: its centroid along the line from MEM's (0) to",
      "CTX's (1); angle: between shifts, degrees, with a 95 % bootstrap interval over questions.",
    ].join("\n"),
  ].join("\n\n");
}

const decimal = (value: number | undefined): string => (value === undefined ? "–" : minus(value.toFixed(2)));
const minus = (digits: string): string => digits.replaceAll("-", "−");

const degrees = (angle: Estimate | undefined): string =>
  angle ? `${angle.value.toFixed(0)}° [${angle.low.toFixed(0)}–${angle.high.toFixed(0)}]` : "–";

const cellName = (skill: Skill, level: Level | undefined): string =>
  level === undefined ? skill.toUpperCase() : `  ${levelNames[level]}`;

/** Entropy by skill and level. */
export function renderUncertainty({ after, before, changes }: Uncertainty): string {
  const find = (rows: readonly EntropyRow[] | undefined, { skill, level }: EntropyRow): EntropyRow | undefined =>
    rows?.find((row) => row.skill === skill && row.level === level);
  const nats = ({ value, low, high }: Estimate, digits: number): string =>
    minus(`${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`);
  const cell = (row: EntropyRow | undefined, of: "perAnswer" | "perToken"): string =>
    row ? nats(row[of], of === "perAnswer" ? 2 : 3) : "–";
  const rows = after.map((row) => [
    cellName(row.skill, row.level),
    String(row.questions),
    ...(before ? [cell(find(before, row), "perAnswer")] : []),
    cell(row, "perAnswer"),
    ...(before ? [cell(find(changes, row), "perAnswer"), cell(find(before, row), "perToken")] : []),
    cell(row, "perToken"),
  ]);
  const columns = before
    ? [right("answer, before"), right("answer, after"), right("change"), right("token, before"), right("token, after")]
    : [right("answer"), right("token")];
  return [
    renderTable([left(""), right("questions"), ...columns], rows),
    "Entropy of greedy answers in nats, summed over the answer and as its mean a token. [ ]: 95 %, bootstrap over questions; changes are paired.",
  ].join("\n");
}

/** Heads listed of each skill. */
const mostHeads = 8;

/** The heads that a skill needs most, or least. */
export function renderHeads(reports: readonly HeadReport[], style: Style): string {
  if (reports.length === 0) return "No head was silenced: probe the run without --head-questions 0.";
  const parts = reports.map((report) => {
    const { after, before, shifts } = report;
    const baseline = `${before ? `${formatShare(before.baseline)} → ` : ""}${formatShare(after.baseline)} %`;
    const title = style.bold(`${after.skill.toUpperCase()}: ${baseline} of ${after.questions} with all heads`);
    const order = after.effects
      .map((_, i) => i)
      .sort((i, j) => weight(report, j) - weight(report, i) || i - j)
      .slice(0, mostHeads);
    const rows = order.map((i) => {
      const effect = after.effects[i]!;
      return [
        `${effect.layer + 1}.${effect.head + 1}`,
        ...(before ? [effectCell(before, i)] : []),
        effectCell(after, i),
        ...(shifts ? [points(shifts[i]!.change)] : []),
      ];
    });
    const columns = [
      ...(before ? [right("before")] : []),
      right(before ? "after" : "change"),
      ...(shifts ? [right("after − before")] : []),
    ];
    return `${title}\n${renderTable([left("layer.head"), ...columns], rows)}`;
  });
  const [{ after }] = reports as [HeadReport];
  return [
    ...parts,
    [
      `Right answers with a head silenced − with all heads, points; the ${mostHeads} of ${after.effects.length} heads that matter most, before or after.`,
      "[ ]: 95 % of that head alone, paired. *: below 0.05 by McNemar's exact test with Holm's correction for the number of",
      "heads; that of “after − before” is not corrected: of 20 heads that do nothing, one is expected outside 0.",
    ].join("\n"),
  ].join("\n\n");
}

const weight = ({ after, before }: HeadReport, i: number): number =>
  Math.max(Math.abs(after.effects[i]!.change.value), Math.abs(before?.effects[i]?.change.value ?? 0));

const points = ({ value, low, high }: Estimate): string =>
  `${formatDifference(value)} [${formatDifference(low)}, ${formatDifference(high)}]`;

function effectCell({ effects }: HeadTable, i: number): string {
  const effect = effects[i];
  return effect ? `${points(effect.change)}${effect.adjustedP < 0.05 ? "*" : " "}` : "–";
}
