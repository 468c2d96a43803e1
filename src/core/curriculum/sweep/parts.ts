import type { SettingPart } from "./variant.ts";

const longest = 24;

/**
 * What tells the values of a setting apart, for the names of runs.
 * @param path of the setting @param values with every default written out
 * @returns [value][part]
 */
export function settingParts(path: readonly string[], values: readonly unknown[]): SettingPart[][] {
  const parts = values.every(isObject)
    ? objectParts(path, values)
    : values.map((value) => [{ path, text: textOf(value) }]);
  const texts = parts.map((own) => own.map(({ text }) => text).join(","));
  const areTold = new Set(texts).size === texts.length && parts.flat().every(({ text }) => text.length <= longest);
  return areTold ? parts : values.map((_, i) => [{ path, text: `v${i + 1}` }]);
}

function objectParts(path: readonly string[], values: readonly unknown[]): SettingPart[][] {
  const leaves = values.map((value) => new Map(leavesOf(value, [])));
  const keys = [...new Set(leaves.flatMap((own) => [...own.keys()]))];
  const differing = keys.filter((key) => new Set(leaves.map((own) => own.get(key) ?? "none")).size > 1);
  return leaves.map((own) =>
    differing.map((key) => ({ path: [...path, ...key.split(".")], text: own.get(key) ?? "none" })),
  );
}

function leavesOf(value: unknown, path: readonly string[]): [key: string, text: string][] {
  if (!isObject(value)) return [[path.join("."), textOf(value)]];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
}

/** Fit for file names and command lines. */
function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : Array.isArray(value) ? value.map(textOf).join("-") : json(value);
  return text.replace(/[^a-zA-Z0-9._-]+/g, "-");
}

const json = (value: unknown): string => (value === undefined ? "none" : JSON.stringify(value));

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
