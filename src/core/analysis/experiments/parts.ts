import type { LoadedCurriculum } from "../../curriculum/read.ts";
import { UserError } from "../../errors.ts";
import { resolveRuns, selectRuns, type ResolvedRun } from "../../runs/resolve.ts";
import { groupBySpec } from "../seeds.ts";
import { parts, type Experiment, type Part } from "./types.ts";

/** The runs that play each part, one a seed. */
export type Cast = ReadonlyMap<Part, readonly ResolvedRun[]>;

const partsOf: Readonly<Record<Experiment, readonly Part[]>> = {
  baseline: ["sft-comp"],
  "atomic-prerequisite": parts,
  "pass-at-k": parts,
};

const descriptions: Readonly<Record<Part, string>> = {
  "sft-comp": "SFT from the model itself on COMP, without MEM and CTX",
  "sft-comp-rl": "GRPO on COMP alone from the run that plays sft-comp",
  "sft-mem-ctx": "SFT from the model itself on MEM and CTX, without COMP",
  "sft-mem-ctx-rl": "GRPO on COMP alone from the run that plays sft-mem-ctx",
};

/**
 * Finds the runs that play the parts of an experiment: those that are given, else the only ones of the curriculum that are
 * made so, else among several the one that has the part's name.
 * @throws UserError where a part has none, or several.
 */
export function castRuns(loaded: LoadedCurriculum, experiment: Experiment, given: ReadonlyMap<Part, string>): Cast {
  const cast = new Map<Part, readonly ResolvedRun[]>();
  // Starts come before what starts from them.
  for (const part of partsOf[experiment].toSorted((a, b) => Number(isRl(a)) - Number(isRl(b)))) {
    const name = given.get(part);
    const found = name === undefined ? fitting(loaded, part, cast) : groupBySpec(selectRuns(loaded, [name]));
    cast.set(part, choose(found, part, loaded));
  }
  return cast;
}

const isRl = (part: Part): boolean => part.endsWith("-rl");

function fitting(loaded: LoadedCurriculum, part: Part, cast: Cast): ResolvedRun[][] {
  const starts = new Set(cast.get(part.replace("-rl", "") as Part)?.map(({ id }) => id));
  const fits = ({ spec, parent }: ResolvedRun): boolean => {
    const { mem, ctx, comp } = spec.data;
    if (isRl(part)) return spec.method === "grpo" && starts.has(parent?.id ?? "") && comp > 0 && mem + ctx === 0;
    if (spec.method !== "sft" || parent) return false;
    return part === "sft-comp" ? comp > 0 && mem + ctx === 0 : comp === 0 && mem > 0 && ctx > 0;
  };
  return groupBySpec(resolveRuns(loaded).filter(fits));
}

function choose(groups: readonly ResolvedRun[][], part: Part, { file }: LoadedCurriculum): readonly ResolvedRun[] {
  const named = groups.length > 1 ? groups.filter(([first]) => first?.base === part) : groups;
  const [only, ...others] = named.length > 0 ? named : groups;
  if (only && others.length === 0) return only;
  if (!only)
    throw new UserError(
      `${file} has no run that plays ${part} (${descriptions[part]}): add one, or say which run does with --part ${part}=NAME.`,
    );
  const names = groups.map(([first]) => first!.name);
  throw new UserError(
    `${file}: ${part} (${descriptions[part]}) may be ${names.join(" or ")}; say which with --part ${part}=${names[0]!}.`,
  );
}
