import { basename } from "node:path";
import type { RunRecord, RunState } from "../../core/runs/types.ts";
import { groupBy } from "../group-by.ts";
import { commandId } from "../ids.ts";
import { formatAccuracy, formatDuration, percent, type BrokenRun, type RunView } from "../runs/view.ts";
import type { TreeNode } from "./node.ts";

const icons: Readonly<Record<RunState, { readonly icon: string; readonly color?: string }>> = {
  queued: { icon: "clock" },
  running: { icon: "sync~spin", color: "charts.blue" },
  stopped: { icon: "debug-pause", color: "charts.yellow" },
  finished: { icon: "pass-filled", color: "testing.iconPassed" },
  failed: { icon: "error", color: "testing.iconFailed" },
};

/** The rows of *Runs*: a row a curriculum, below it its runs, below a run those that start from it. */
export function runNodes(runs: readonly (RunView | BrokenRun)[]): readonly TreeNode[] {
  const views = runs.filter((run) => "record" in run);
  const curricula = groupBy(views, ({ record }) => record.curriculum.file);
  const groups = [...curricula].map(([file, members]): TreeNode => ({
    id: `runs:${file}`,
    label: members[0]!.record.curriculum.name,
    description: summary(members),
    icon: "mortar-board",
    context: "runs",
    target: { kind: "curriculum", file },
    expanded: true,
    children: () => lineage(members),
  }));
  return [...groups, ...runs.filter((run) => "problem" in run).map(brokenNode)];
}

/** Runs whose parent is not among them come first, each with its descendants below. */
function lineage(members: readonly RunView[]): readonly TreeNode[] {
  const ids = new Set(members.map(({ record }) => record.id));
  const childrenOf = (parent: RunRecord): readonly TreeNode[] =>
    members.filter(({ record }) => record.parent === parent.id).map(node);
  const node = (view: RunView): TreeNode => {
    const children = childrenOf(view.record);
    return { ...runNode(view), ...(children.length > 0 ? { expanded: true, children: () => children } : {}) };
  };
  return members.filter(({ record }) => record.parent === undefined || !ids.has(record.parent)).map(node);
}

function runNode(view: RunView): TreeNode {
  const { record, folder } = view;
  return {
    id: `run:${folder}`,
    label: record.name,
    description: describe(view),
    tooltip: tooltip(view),
    ...icons[record.state],
    context: contextOf(record.state),
    target: { kind: "run", folder },
    command: { id: commandId("openRunPanel"), title: "Open Run Panel", arguments: [record.id] },
  };
}

function brokenNode({ folder, problem }: BrokenRun): TreeNode {
  return {
    id: `run:${folder}`,
    label: basename(folder),
    description: "cannot be read",
    tooltip: problem,
    ...icons.failed,
    context: "run.broken",
    target: { kind: "run", folder },
  };
}

function contextOf(state: RunState): string {
  if (state === "running" || state === "queued") return "run.active";
  return state === "finished" ? "run.finished" : "run.resumable";
}

/** "SFT · 45 % · 2 min left · COMP 84 · 80 · 17 %". */
export function describe(view: RunView): string {
  const { record, step, steps, secondsLeft } = view;
  const progress: Readonly<Record<RunState, string | undefined>> = {
    queued: "queued",
    running: `${percent(step, steps)} %`,
    stopped: `stopped at ${percent(step, steps)} %`,
    finished: undefined,
    failed: `failed at ${percent(step, steps)} %`,
  };
  const left = secondsLeft === undefined ? undefined : `${formatDuration(secondsLeft)} left`;
  return [record.config.method.toUpperCase(), progress[record.state], left, formatAccuracy(view)]
    .filter((part) => part !== undefined)
    .join(" · ");
}

function summary(members: readonly RunView[]): string {
  const running = members.filter(({ record }) => record.state === "running").length;
  const finished = members.filter(({ record }) => record.state === "finished").length;
  return `${finished} of ${members.length} finished${running > 0 ? `, ${running} running` : ""}`;
}

function tooltip(view: RunView): string {
  const { record, step, steps } = view;
  return [
    `**${record.name}** — ${record.state}${record.error === undefined ? "" : `: ${record.error}`}`,
    `${record.config.method.toUpperCase()} from ${record.config.from}, step ${step} of ${steps}, ${formatDuration(record.progress.seconds)} of training`,
    `${record.engine.name} on ${record.engine.device}, ${record.engine.threads} threads, seed ${record.seed}`,
    ...(view.accuracy ? [`Newest accuracy: ${formatAccuracy(view) ?? "–"} (I.I.D. · Composition · Zero-shot)`] : []),
    `\`${record.id}\``,
  ].join("\n\n");
}
