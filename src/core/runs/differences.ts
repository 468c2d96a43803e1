import type { ConfigDifference } from "./types.ts";

/** Settings by their dotted names. Lists stay whole. */
export type Settings = ReadonlyMap<string, unknown>;

/** The members of an object and of those within it, by dotted names. */
export function flatten(value: object, prefix = ""): Settings {
  return new Map(
    Object.entries(value).flatMap(([key, member]: [string, unknown]): [string, unknown][] =>
      typeof member === "object" && member !== null && !Array.isArray(member)
        ? [...flatten(member, `${prefix}${key}.`)]
        : [[`${prefix}${key}`, member]],
    ),
  );
}

/** What at least two of the settings differ in; "–" where one has no such value. */
export function differencesOf(settings: readonly Settings[]): ConfigDifference[] {
  const paths = new Set(settings.flatMap((setting) => [...setting.keys()]));
  return [...paths]
    .map((path) => ({ path, values: textsOf(settings.map((setting) => setting.get(path))) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** Of lists of names, each with what not all of them have. */
function textsOf(values: readonly unknown[]): string[] {
  const lists = values.filter(isNames);
  if (lists.length < 2 || lists.some((list) => list.length === 0)) return values.map(textOf);
  const common = lists.reduce((shared, list) => shared.filter((name) => list.includes(name)));
  return values.map((value) => (isNames(value) ? namesBeside(value, common) : textOf(value)));
}

function namesBeside(names: readonly string[], common: readonly string[]): string {
  const own = names.filter((name) => !common.includes(name));
  if (common.length === 0) return own.join(", ");
  return own.length === 0 ? `the ${common.length} in common` : `${common.length} in common, ${own.join(", ")}`;
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

const textOf = (value: unknown): string =>
  value === undefined ? "–" : typeof value === "string" ? value : JSON.stringify(value);
