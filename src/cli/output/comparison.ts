import type { Comparison, EvaluationCell } from "../../core/runs/types.ts";
import { formatDifference, formatShare } from "./format.ts";
import { renderTable, type Column } from "./table.ts";

const levelNames = { iid: "I.I.D.", composition: "Composition", "zero-shot": "Zero-shot" } as const;

/** Runs as columns: accuracies and pass@k with their difference to the baseline, then the settings that differ. */
export function renderComparison({ runs, differences }: Comparison, baseline: number): string {
  const columns: Column[] = [
    { title: "" },
    ...runs.map(({ run }, i): Column => ({
      title: i === baseline ? `${run.name} (baseline)` : run.name,
      align: "right",
    })),
  ];
  const cells = new Map(runs.flatMap((run) => run.cells ?? []).map((cell) => [keyOf(cell), cell]));
  const measures: { readonly name: string; readonly of: (cell: EvaluationCell) => number | undefined }[] = [
    { name: "accuracy", of: (cell) => cell.accuracy },
    { name: "with exact chain", of: (cell) => cell.strictAccuracy },
  ];
  const ks = new Set([...cells.values()].flatMap(({ passAtK }) => Object.keys(passAtK).map(Number)));
  const k = Math.max(...ks);
  if (ks.size > 0) measures.push({ name: `pass@${k}`, of: (cell) => cell.passAtK[k] });

  const rows = [...cells.values()].flatMap((cell) =>
    measures.map(({ name, of }) => {
      const values = runs.map(({ cells = [] }) => {
        const own = cells.find((candidate) => keyOf(candidate) === keyOf(cell));
        return own && of(own);
      });
      const title = `${cell.skill.toUpperCase()} ${levelNames[cell.level]} ${name}`;
      return [
        title,
        ...values.map((value, i) => (i === baseline ? share(value) : withDifference(value, values[baseline]))),
      ];
    }),
  );
  const standings = runs.map(({ run: { state, progress } }) => `${state} ${progress.step}/${progress.steps}`);
  const settings = differences.map(({ path, values }) => [path, ...values]);
  return [
    renderTable(columns, [["State", ...standings], ...rows]),
    ...(rows.length > 0 ? [] : ["", "None of these runs is evaluated yet."]),
    "",
    settings.length > 0
      ? renderTable([{ title: "What differs" }, ...columns.slice(1)], settings)
      : "No setting differs.",
  ].join("\n");
}

function keyOf({ skill, level }: EvaluationCell): string {
  return `${skill}/${level}`;
}

function share(value: number | undefined): string {
  return value === undefined ? "–" : `${formatShare(value)} %`;
}

function withDifference(value: number | undefined, baseline: number | undefined): string {
  if (value === undefined || baseline === undefined) return share(value);
  return `${share(value)} (${formatDifference(value - baseline)})`;
}
