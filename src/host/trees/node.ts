import type { ExplorerFocus } from "../../protocol/panels.ts";
import type { QuestionFilter } from "../reader/question-files.ts";

/** What a command invoked on a tree row acts on. */
export type Target =
  | { readonly kind: "curriculum"; readonly file: string }
  | { readonly kind: "run"; readonly folder: string }
  /** A dataset, or one of its relations or paths. */
  | { readonly kind: "dataset"; readonly folder: string; readonly focus: ExplorerFocus }
  | { readonly kind: "questions"; readonly folder: string; readonly filter: QuestionFilter };

/** A row of a tree as plain data, so that the trees are built and tested without VS Code. */
export interface TreeNode {
  /** Stable over refreshes: keeps what is expanded and selected. A row that can be revealed has an id below its parent's. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Markdown. */
  readonly tooltip?: string;
  /** Name of a codicon, and of the colour it is drawn in. */
  readonly icon?: string;
  readonly color?: string;
  /** `viewItem` of the menus' when-clauses. */
  readonly context?: string;
  readonly command?: { readonly id: string; readonly title: string; readonly arguments: readonly unknown[] };
  readonly target?: Target;
  readonly expanded?: boolean;
  /** Absent for leaves. */
  readonly children?: () => readonly TreeNode[] | Promise<readonly TreeNode[]>;
}

export function isTreeNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && "id" in value && "label" in value;
}

/** A row that says what keeps its parent from being read. */
export function problemNode(parent: string, problem: string): TreeNode {
  return {
    id: `${parent}/problem`,
    label: problem,
    // Not as Markdown: it may hold what only looks like it.
    tooltip: problem.replace(/[\\`*_{}[\]<>()#+!|~-]/g, "\\$&"),
    icon: "error",
    color: "list.errorForeground",
  };
}

export const pageSize = 200;

/**
 * Rows for many items: the items themselves, or pages "0001–0200 · first … last" whose rows are made when opened, so
 * that 20,000 items cost no more than 200.
 */
export function paged<T>(
  id: string,
  items: readonly T[],
  row: (item: T) => TreeNode,
  name: (item: T) => string,
): readonly TreeNode[] {
  if (items.length <= pageSize) return items.map(row);
  const digits = String(items.length).length;
  const number = (index: number): string => String(index + 1).padStart(digits, "0");
  return Array.from({ length: Math.ceil(items.length / pageSize) }, (_, page) => {
    const start = page * pageSize;
    const end = Math.min(start + pageSize, items.length);
    return {
      id: `${id}/${start}`,
      label: `${number(start)}–${number(end - 1)}`,
      description: `${name(items[start]!)} … ${name(items[end - 1]!)}`,
      children: () => items.slice(start, end).map(row),
    };
  });
}
