import { disjoint, wilsonInterval, type Interval } from "../../core/analysis/wilson.ts";
import { levelNames } from "../../core/dataset/types.ts";
import type { Accuracy, Comparison, ConfigDifference, EvaluationCell } from "../../core/runs/types.ts";
import { formatDifference, formatShare } from "./format.ts";
import { renderTable, type Column } from "../../core/table.ts";

interface Value {
  readonly value: number;
  /** Of a share of independent questions, which has a binomial interval: how many. */
  readonly questions?: number;
}

interface Measure {
  readonly name: string;
  readonly of: (cell: EvaluationCell) => Value | undefined;
}

const share = (value: keyof Omit<Accuracy, "questions">, of: Accuracy | undefined): Value | undefined =>
  of && { value: of[value], questions: of.questions };

const accuracies: readonly Measure[] = [
  { name: "answer", of: (cell) => share("accuracy", cell) },
  { name: "answer and chain", of: (cell) => share("strictAccuracy", cell) },
];

const byWording: readonly Measure[] = [
  { name: "answer, trained wordings", of: ({ wordings }) => share("accuracy", wordings?.trained) },
  { name: "answer, new wordings", of: ({ wordings }) => share("accuracy", wordings?.new) },
];

const legend = [
  "In %, greedy. [ ]: Wilson's 95 % interval. ±: points from the baseline; *: the two intervals share no point.",
  "answer and chain: the whole chain of thought is right too; an answer can be right by a wrong chain.",
];

/** Runs as columns: accuracies and pass@k with their difference to the baseline, then the settings and the data that differ. */
export function renderComparison({ runs, differences, dataDifferences }: Comparison, baseline: number): string {
  const columns: Column[] = [
    { title: "" },
    ...runs.map(({ run }, i): Column => ({ title: i === baseline ? `${run.name} (baseline)` : run.name })),
  ];
  const cells = new Map(runs.flatMap((run) => run.cells ?? []).map((cell) => [keyOf(cell), cell]));
  const known = [...cells.values()];
  const areDivided = known.some(({ wordings }) => wordings !== undefined);
  const measures = [...accuracies, ...(areDivided ? byWording : []), ...passMeasure(known)];
  const rows = [...cells.values()].flatMap((cell) => {
    const own = runs.map(({ cells: all = [] }) => all.find((candidate) => keyOf(candidate) === keyOf(cell)));
    return measures.map((measure, i) => [
      `${(i === 0 ? `${cell.skill.toUpperCase()} ${levelNames[cell.level]}` : "").padEnd("COMP Composition".length)}  ${measure.name}`,
      ...own.map((one, j) => describe(measure, one, j === baseline ? undefined : own[baseline])),
    ]);
  });
  const standings = runs.map(({ run: { state, progress } }) => `${state} ${progress.step}/${progress.steps}`);
  const differing = (title: string, of: readonly ConfigDifference[]): string =>
    renderTable(
      [{ title }, ...columns.slice(1)],
      of.map(({ path, values }) => [path, ...values]),
    );
  return [
    renderTable(columns, [["State", ...standings], ...rows]),
    "",
    ...(rows.length > 0 ? legend : ["None of these runs is evaluated yet."]),
    "",
    differences.length > 0 ? differing("What differs", differences) : "No setting differs.",
    ...(dataDifferences.length > 0 ? ["", differing("What differs in the data", dataDifferences)] : []),
  ].join("\n");
}

/** pass@k for the largest k of any run. */
function passMeasure(cells: readonly EvaluationCell[]): Measure[] {
  const ks = cells.flatMap(({ passAtK }) => Object.keys(passAtK).map(Number));
  if (ks.length === 0) return [];
  const k = Math.max(...ks);
  const of = ({ passAtK }: EvaluationCell): Value | undefined =>
    passAtK[k] === undefined ? undefined : { value: passAtK[k] };
  return [{ name: `pass@${k}`, of }];
}

/** "54 [44–64] +21*". */
function describe(measure: Measure, cell: EvaluationCell | undefined, baseline: EvaluationCell | undefined): string {
  const found = cell && measure.of(cell);
  if (found === undefined) return "  –";
  const interval = intervalOf(found);
  const before = baseline && measure.of(baseline);
  const intervalBefore = before && intervalOf(before);
  const isClear = interval !== undefined && intervalBefore !== undefined && disjoint(interval, intervalBefore);
  return [
    formatShare(found.value).padStart(3),
    (interval ? `[${formatShare(interval.low)}–${formatShare(interval.high)}]` : "").padEnd(8),
    before === undefined ? "" : formatDifference(found.value - before.value).padStart(4) + (isClear ? "*" : ""),
  ].join(" ");
}

function intervalOf({ value, questions }: Value): Interval | undefined {
  return questions === undefined ? undefined : wilsonInterval(value, questions);
}

function keyOf({ skill, level }: EvaluationCell): string {
  return `${skill}/${level}`;
}
