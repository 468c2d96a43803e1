import type { Skill } from "../../src/core/dataset/types.ts";

export const skillNames: Readonly<Record<Skill, string>> = { comp: "COMP", ctx: "CTX", mem: "MEM" };

/** COMP first: it is what a curriculum is about. */
export const skillOrder: readonly Skill[] = ["comp", "ctx", "mem"];

export const skillColors: Readonly<Record<Skill, string>> = {
  mem: "var(--rc-mem)",
  ctx: "var(--rc-ctx)",
  comp: "var(--rc-comp)",
};

/** Told apart by dash and marker as well; the order is that of the style index. */
export const seriesColors: readonly string[] = [
  "var(--vscode-charts-blue)",
  "var(--vscode-charts-orange)",
  "var(--vscode-charts-green)",
  "var(--vscode-charts-purple)",
  "var(--vscode-charts-red)",
  "var(--vscode-charts-yellow)",
  "var(--vscode-charts-foreground)",
  "var(--vscode-descriptionForeground)",
];
