import type { Crossover, SweepAnalysis, SweepCell, SweepPoint } from "../../core/analysis/sweep/types.ts";
import { verdictText } from "../../core/analysis/sweep/verdict-text.ts";
import { levelNames, levels, type Level } from "../../core/dataset/types.ts";
import { renderTable, type Column } from "../../core/table.ts";
import { formatDifference, formatInterval, formatShare } from "./format.ts";
import type { Style } from "./style.ts";

const right = (title: string): Column => ({ title, align: "right" });

/** A row a run and value: right answers on COMP, whole chains, what RL was found to do; then where curves cross. */
export function renderSweep(analysis: SweepAnalysis, style: Style): string {
  const { setting, values, curves } = analysis;
  const rows = curves.flatMap(({ name, isFlat, points }) =>
    (isFlat ? points.slice(0, 1) : points).map((point, i) => [
      i === 0 ? name : "",
      isFlat ? "any" : values[point.value]!.text,
      String(point.runs.length),
      ...levels.map((level) => cellText(point, level, "lenient")),
      ...levels.map((level) => cellText(point, level, "strict")),
      verdictText(point),
    ]),
  );
  const columns = [
    { title: "Run" },
    right(setting),
    right("seeds"),
    ...levels.map((level) => right(`COMP ${levelNames[level]}`)),
    ...levels.map((level) => right(`${levelNames[level]}, chain`)),
    { title: "RL" },
  ];
  const crossings = crossoverLines(analysis);
  return [
    renderTable(columns, rows),
    "",
    "In %, greedy: right answers; chain: the whole chain is right too. [ ]: of one seed Wilson's 95 % interval, of several",
    "the smallest and the largest. RL: what pass@k on COMP Zero-shot says, counted over seeds.",
    ...(crossings.length > 0 ? ["", style.bold("Where runs overtake each other on COMP I.I.D."), ...crossings] : []),
  ].join("\n");
}

function cellText(point: SweepPoint, level: Level, measure: "lenient" | "strict"): string {
  const cell = compCell(point, level);
  return cell ? formatInterval(cell[measure]) : "–";
}

const compCell = ({ cells }: SweepPoint, level: Level): SweepCell | undefined =>
  cells.find((cell) => cell.skill === "comp" && cell.level === level);

function crossoverLines({ setting, values, crossovers }: SweepAnalysis): string[] {
  return crossovers.map((crossover) => {
    const { ahead, behind, from, after, meet, difference, seeds } = crossover;
    const between = after === undefined ? "" : `, where at ${values[after]!.text} it was clearly behind`;
    const meeting = meet === undefined ? "" : `; the means meet near ${Number(meet.toPrecision(3))}`;
    const bySeed = seeds.of > 1 ? `, ahead in ${seeds.ahead} of ${seeds.of} seeds` : "";
    return [
      `${ahead} is ahead of ${behind} from ${setting} = ${values[from]!.text} on: ${formatDifference(difference.value)}`,
      ` [${formatDifference(difference.low)}, ${formatDifference(difference.high)}] points${bySeed}${between}${meeting}.`,
      zeroShotText(crossover),
    ].join("");
  });
}

function zeroShotText({ zeroShot, ahead, behind }: Crossover): string {
  if (!zeroShot) return "";
  const { difference } = zeroShot;
  const words =
    difference.high < 0 ? "and fails there" : difference.low > 0 ? "and leads there too" : "undecided there";
  return ` Zero-shot: ${ahead} ${formatShare(zeroShot.ahead.value)}, ${behind} ${formatShare(zeroShot.behind.value)} (${formatDifference(difference.value)} [${formatDifference(difference.low)}, ${formatDifference(difference.high)}]), ${words}.`;
}

/** One line a run, value, skill, level and measure: the mean with its interval, shares 0…1. */
export function sweepCsv({ setting, values, curves }: SweepAnalysis): string {
  const header = `run,${setting},skill,level,measure,mean,low,high,seeds,questions`;
  const lines = curves.flatMap(({ name, points }) =>
    points.flatMap(({ value, cells }) =>
      cells.flatMap((cell) =>
        (["lenient", "strict"] as const).map((measure) => {
          const { value: mean, low, high, seeds } = cell[measure];
          const named = [name, values[value]!.text].map(quoted);
          return [...named, cell.skill, cell.level, measure, mean, low, high, seeds, cell.questions].join(",");
        }),
      ),
    ),
  );
  return [header, ...lines].join("\n");
}

const quoted = (text: string): string => (text.includes(",") ? `"${text}"` : text);
