import { formatCount } from "../../format.ts";
import { renderTable, type Column } from "../../table.ts";
import { levelNames, type AnswerBaseline, type AuditReport } from "../types.ts";

type CheckResult = AuditReport["checks"][number];

/** The report in plain text: what was checked how often, the first offenders under their rule, and the baselines. */
export function renderAudit({ checks, baselines }: AuditReport): string {
  const broken = checks.filter(({ violations }) => violations > 0).length;
  const verdict =
    broken === 0 ? `All ${checks.length} rules hold.` : `${broken} of ${checks.length} rules do not hold.`;
  return [verdict, renderChecks(checks), ...(baselines.length > 0 ? [renderBaselines(baselines)] : [])].join("\n\n");
}

function renderChecks(checks: readonly CheckResult[]): string {
  const columns: readonly Column[] = [
    { title: "Checked", align: "right" },
    { title: "Wrong", align: "right" },
    { title: "Rule" },
  ];
  return renderTable(columns, checks.flatMap(rowsOf));
}

function rowsOf({ name, checked, violations, examples }: CheckResult): string[][] {
  const offenders = examples.map((example) => ["", "", `  ${example}`]);
  const left = violations - examples.length;
  if (left > 0) offenders.push(["", "", `  and ${formatCount(left)} more`]);
  return [[formatCount(checked), formatCount(violations), name], ...offenders];
}

function renderBaselines(baselines: readonly AnswerBaseline[]): string {
  const titles = ["Questions", "Majority", "Majority of kind", "Uniform of kind", "Uniform in context"];
  const columns: readonly Column[] = [
    { title: "Skill" },
    { title: "Level" },
    ...titles.map((title): Column => ({ title, align: "right" })),
  ];
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const rows = baselines.map((cell) => [
    cell.skill.toUpperCase(),
    levelNames[cell.level],
    formatCount(cell.questions),
    ...[cell.majority, cell.majorityOfKind, cell.uniformOfKind, cell.uniformInContext].map(percent),
  ]);
  return [
    "What guessing scores on the test questions: the most frequent answer in the skill's training, the most frequent one",
    "of the kind asked for (a person, a city), any of that kind, any of that kind in the prompt's context.",
    "",
    renderTable(columns, rows),
  ].join("\n");
}
