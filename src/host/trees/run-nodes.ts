import { basename } from "node:path";
import { t } from "@vscode/l10n";
import type { RunRecord, RunState } from "../../core/runs/types.ts";
import { groupBy } from "../group-by.ts";
import { commandId } from "../ids.ts";
import {
  curriculumFileOf,
  formatAccuracy,
  roughDuration,
  percent,
  type BrokenRun,
  type RunView,
} from "../runs/view.ts";
import type { TreeNode } from "./node.ts";

const icons: Readonly<Record<RunState, { readonly icon: string; readonly color?: string }>> = {
  queued: { icon: "clock" },
  running: { icon: "sync~spin", color: "charts.blue" },
  paused: { icon: "debug-pause", color: "charts.yellow" },
  stopped: { icon: "debug-stop", color: "charts.yellow" },
  finished: { icon: "pass-filled", color: "testing.iconPassed" },
  failed: { icon: "error", color: "testing.iconFailed" },
};

/** The rows of *Runs*: a row a curriculum, below it its runs, below a run those that start from it. */
export function runNodes(runs: readonly (RunView | BrokenRun)[]): readonly TreeNode[] {
  const views = runs.filter((run) => "record" in run);
  const curricula = groupBy(views, curriculumFileOf);
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
    rows(
      `run:${parent.id}`,
      members.filter(({ record }) => record.parent === parent.id),
      parent,
    );
  const node = (view: RunView, label: string): TreeNode => {
    const children = childrenOf(view.record);
    const own = { ...runNode(view), label };
    if (children.length === 0) return own;
    // A row that had nothing below it stays folded for VS Code, unless it is another: its first child would be hidden.
    return { ...own, id: `${own.id}+`, expanded: true, children: () => children };
  };
  /** Runs that a sweep makes of one come under its name. */
  const rows = (id: string, siblings: readonly RunView[], parent?: RunRecord): readonly TreeNode[] =>
    [...groupBy(siblings, baseOf)].flatMap(([base, own]) => {
      const [first, ...others] = own;
      // What is set is said by the row above where it is the same.
      const isSaid = parent?.name.split("@")[1] === first!.record.name.split("@")[1];
      if (others.length === 0) return node(first!, isSaid ? base : first!.record.name);
      return sweptNode(`${id}/${base}`, base, own, (view) => node(view, settingsOf(view)));
    });
  const first = members.filter(({ record }) => record.parent === undefined || !ids.has(record.parent));
  return rows("sweep", first);
}

/** `sft-comp` of `sft-comp@comp=0.1`. */
const baseOf = ({ record }: RunView): string => record.name.split("@")[0]!;
const settingsOf = ({ record }: RunView): string => record.name.split("@")[1] ?? record.name;

function sweptNode(id: string, label: string, runs: readonly RunView[], row: (view: RunView) => TreeNode): TreeNode {
  const states = new Set(runs.map(({ record }) => record.state));
  const state = (["failed", "running", "queued", "paused", "stopped"] as const).find((one) => states.has(one));
  return {
    id,
    label,
    description: summary(runs),
    ...icons[state ?? "finished"],
    expanded: true,
    children: () => runs.map(row),
  };
}

function runNode(view: RunView): TreeNode {
  const { record, folder } = view;
  return {
    id: `run:${folder}`,
    label: record.name,
    description: describe(view),
    tooltip: tooltip(view),
    ...icons[record.state],
    context: contextOf(record),
    target: { kind: "run", folder },
    command: { id: commandId("openRunPanel"), title: t("Open Run Panel"), arguments: [record.id] },
  };
}

function brokenNode({ folder, problem }: BrokenRun): TreeNode {
  return {
    id: `run:${folder}`,
    label: basename(folder),
    description: t("cannot be read"),
    tooltip: problem,
    ...icons.failed,
    context: "run.broken",
    target: { kind: "run", folder },
  };
}

const contexts: Readonly<Record<RunState, string>> = {
  queued: "queued",
  running: "running",
  paused: "paused",
  stopped: "resumable",
  finished: "finished",
  failed: "resumable",
};

/** What can be done with a run: `run.finished.grpo`. */
const contextOf = ({ state, config }: RunRecord): string => ["run", contexts[state], config.method].join(".");

/** "SFT · 45 % · 2 min left · COMP 84 · 80 · 17 %". */
export function describe(view: RunView): string {
  const { record, step, steps, secondsLeft } = view;
  const progress: Readonly<Record<RunState, string | undefined>> = {
    queued: record.waitingFor === undefined ? t("queued") : t("waiting for {0}", record.waitingFor),
    paused: t("paused at {0} %", percent(step, steps)),
    running: `${percent(step, steps)} %`,
    stopped: t("stopped at {0} %", percent(step, steps)),
    finished: undefined,
    failed: t("failed at {0} %", percent(step, steps)),
  };
  const left = secondsLeft === undefined ? undefined : t("{0} left", roughDuration(secondsLeft));
  return [record.config.method.toUpperCase(), progress[record.state], left, formatAccuracy(view)]
    .filter((part) => part !== undefined)
    .join(" · ");
}

function summary(members: readonly RunView[]): string {
  const count = (state: RunState): number => members.filter(({ record }) => record.state === state).length;
  const [running, paused, queued] = [count("running"), count("paused"), count("queued")];
  return [
    t("{0} of {1} finished", count("finished"), members.length),
    ...(running > 0 ? [t("{0} running", running)] : []),
    ...(paused > 0 ? [t("{0} paused", paused)] : []),
    ...(queued > 0 ? [t("{0} queued", queued)] : []),
  ].join(", ");
}

function tooltip(view: RunView): string {
  const { record, step, steps } = view;
  const { config, engine, error } = record;
  const from = config.from === "base" ? t("a new model") : config.from;
  const accuracy = (["comp", "ctx", "mem"] as const).flatMap((skill) => formatAccuracy(view, skill) ?? []);
  return [
    `**${record.name}**: ${stateNames()[record.state]}`,
    ...(error === undefined ? [] : [error]),
    t("{0} from {1}, seed {2}", config.method.toUpperCase(), from, record.seed),
    t("Step {0} of {1}, {2} of training", step, steps, roughDuration(record.progress.seconds)),
    t("{0} on {1}, threads: {2}", engine.name, engine.device, engine.threads),
    ...(accuracy.length === 0 ? [] : [`${t("I.I.D. · Composition · Zero-shot:")}\n${bulleted(accuracy)}`]),
    `\`${record.id}\``,
  ].join("\n\n");
}

const bulleted = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

const stateNames = (): Readonly<Record<RunState, string>> => ({
  queued: t("queued"),
  running: t("running"),
  paused: t("paused"),
  stopped: t("stopped"),
  finished: t("finished"),
  failed: t("failed"),
});
