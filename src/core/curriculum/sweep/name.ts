import type { SettingPart, Variant } from "./variant.ts";

/** `portion.comp=0.1,seed=2`: each part by the shortest tail of its path that no other part's path ends in. */
export function settingsText(parts: readonly SettingPart[]): string {
  return parts.map(({ path, text }) => `${shortestTail(path, parts)}=${text}`).join(",");
}

function shortestTail(path: readonly string[], parts: readonly SettingPart[]): string {
  for (let length = 1; length < path.length; length++) {
    const tail = path.slice(-length).join(".");
    if (parts.filter((other) => other.path.slice(-length).join(".") === tail).length === 1) return tail;
  }
  return path.join(".");
}

/** The settings of a sweep, by path, that change what `keyOf` tells of a variant where all others stay as they are. */
export function settingsThatMatter(
  variants: readonly Variant[],
  keyOf: (variant: Variant) => string,
): ReadonlySet<string> {
  const paths = variants[0]?.settings.map(({ path }) => path) ?? [];
  return new Set(
    paths.filter((_, axis) => {
      const keys = new Map<string, string>();
      return variants.some((variant) => {
        const others = variant.settings.map(({ index }, i) => (i === axis ? "" : index)).join();
        const key = keyOf(variant);
        if (!keys.has(others)) keys.set(others, key);
        return keys.get(others) !== key;
      });
    }),
  );
}
