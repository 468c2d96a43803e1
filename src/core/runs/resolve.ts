import { createHash } from "node:crypto";
import { join } from "node:path";
import type { LoadedCurriculum } from "../curriculum/read.ts";
import type { Curriculum, RunSpec } from "../curriculum/schema.ts";
import type { SourceFile } from "../curriculum/sources.ts";
import { settingsText, settingsThatMatter } from "../curriculum/sweep/name.ts";
import { variantsOf, type Setting, type Variant } from "../curriculum/sweep/variant.ts";
import { datasetFolder, datasetHash, datasetSpecHash } from "../dataset/folder.ts";
import { nearest } from "../curriculum/suggest.ts";
import { UserError } from "../errors.ts";
import { sortKeys } from "../sort-keys.ts";
import { runsFolder } from "./folder.ts";

/** A run of a curriculum with its place on disk. */
export interface ResolvedRun {
  /** `first-run.sft-comp-3fa2c1`; a changed configuration, of a forebear too, gives another id. */
  readonly id: string;
  readonly folder: string;
  /** `sft-comp`; of a swept one with the settings that matter to it: `sft-comp@comp=0.1,seed=2`. */
  readonly name: string;
  /** Its name in the file. */
  readonly base: string;
  /** Those of the sweep that matter to it. */
  readonly settings: readonly Setting[];
  /** The one that the sweep gives for it; the file's own where nothing is swept. */
  readonly curriculum: Curriculum;
  readonly spec: RunSpec;
  readonly seed: number;
  /** Of everything that decides the outcome but the seeds: runs that share it are one run with several seeds. */
  readonly specHash: string;
  readonly datasetFolder: string;
  /** The run it starts from; absent for a new model. */
  readonly parent?: { readonly id: string; readonly folder: string; readonly name: string };
  /** `reward.custom`, where there is one. */
  readonly rewardModule?: SourceFile;
}

const known = new WeakMap<LoadedCurriculum, readonly ResolvedRun[]>();

/**
 * All runs of a curriculum, each after the run it starts from, otherwise in the order of the file and of the sweep. Runs
 * that a sweep gives twice are one.
 */
export function resolveRuns(loaded: LoadedCurriculum): readonly ResolvedRun[] {
  const runs = known.get(loaded) ?? inLineage(resolveVariants(loaded));
  known.set(loaded, runs);
  return runs;
}

function resolveVariants(loaded: LoadedCurriculum): ReadonlyMap<string, ResolvedRun> {
  const variants = variantsOf(loaded.curriculum);
  const identities = new Map(variants.map((variant) => [variant, identify(variant, loaded)]));
  const names = new Map<string, string>();
  const found = Object.keys(loaded.curriculum.runs).flatMap((base) => {
    const identityOf = (variant: Variant): Identity => identities.get(variant)!.get(base)!;
    const matters = settingsThatMatter(variants, (variant) => identityOf(variant).id);
    return variants.map((variant) => {
      const settings = variant.settings.filter(({ path }) => matters.has(path));
      const text = settingsText(settings.flatMap(({ parts }) => parts));
      const identity = identityOf(variant);
      const name = names.get(identity.id) ?? (text === "" ? base : `${base}@${text}`);
      names.set(identity.id, name);
      return { ...identity, base, name, settings, curriculum: variant.curriculum };
    });
  });
  const runs = new Map<string, ResolvedRun>();
  const digests = new Map<string, string>();
  for (const { id, digest, parent, ...run } of found) {
    if (runs.has(id) && digests.get(id) !== digest)
      throw new UserError(`${loaded.file}: two different runs would share the folder ${id}; change a seed.`);
    if (runs.has(id)) continue;
    digests.set(id, digest);
    const place = (of: string): string => join(runsFolder(loaded.root), of);
    const from = parent === undefined ? undefined : { id: parent, folder: place(parent), name: names.get(parent)! };
    runs.set(id, { id, folder: place(id), ...run, ...(from && { parent: from }) });
  }
  return runs;
}

/** What a run is in a variant, all that decides its outcome in its id. */
interface Identity extends Pick<ResolvedRun, "id" | "spec" | "seed" | "specHash" | "datasetFolder" | "rewardModule"> {
  readonly digest: string;
  /** Id. */
  readonly parent?: string;
}

function identify({ curriculum }: Variant, loaded: LoadedCurriculum): ReadonlyMap<string, Identity> {
  const { model, modelFolder, runs } = curriculum;
  const data = datasetHash(curriculum);
  const dataSpec = datasetSpecHash(curriculum);
  const folder = datasetFolder(curriculum, loaded.name, loaded.root);
  const modelIdentity = modelFolder ? { ...model, pretrained: modelFolder.digest } : model;
  const identities = new Map<string, Identity>();
  const add = (name: string): Identity => {
    const done = identities.get(name);
    if (done) return done;
    const spec = runs[name]!;
    const seed = spec.seed ?? curriculum.seed;
    const parent = spec.from === "base" ? undefined : add(spec.from);
    const rewardModule = rewardModuleOf(spec, loaded.curriculum);
    const code = rewardModule ? [rewardModule.sha256] : [];
    const digest = digestOf([data, modelIdentity, spec, seed, parent?.id, ...code]);
    const seedless = { ...spec, seed: undefined, from: undefined };
    const specHash = digestOf([dataSpec, modelIdentity, seedless, parent?.specHash, ...code]).slice(0, 12);
    const id = `${loaded.name}.${name}-${digest.slice(0, 6)}`;
    const own = {
      ...{ id, digest, spec, seed, specHash, datasetFolder: folder },
      ...(parent && { parent: parent.id }),
      ...(rewardModule && { rewardModule }),
    };
    identities.set(name, own);
    return own;
  };
  for (const name of Object.keys(runs)) add(name);
  return identities;
}

function digestOf(identity: readonly unknown[]): string {
  return createHash("sha256")
    .update(JSON.stringify(sortKeys(identity)))
    .digest("hex");
}

function rewardModuleOf(spec: RunSpec, { rewardModules }: Curriculum): SourceFile | undefined {
  return spec.method === "grpo" && spec.reward.custom ? rewardModules?.[spec.reward.custom.module] : undefined;
}

function inLineage(runs: ReadonlyMap<string, ResolvedRun>): ResolvedRun[] {
  const ordered = new Set<ResolvedRun>();
  const add = (run: ResolvedRun): void => {
    if (ordered.has(run)) return;
    if (run.parent) add(runs.get(run.parent.id)!);
    ordered.add(run);
  };
  for (const run of runs.values()) add(run);
  return [...ordered];
}

/** @throws UserError if the curriculum has no such run, or the sweep gives several. */
export function resolveRun(loaded: LoadedCurriculum, name: string): ResolvedRun {
  const [run, ...others] = selectRuns(loaded, [name]);
  if (run && others.length === 0) return run;
  throw new UserError(`"${name}" stands for several runs of ${loaded.file}: name one of them, such as "${run!.name}".`);
}

/**
 * Runs by their names, by that of a run in the file for all that a sweep makes of it, or by patterns with `*` and `?`.
 * Each once, in the order of `resolveRuns`.
 * @throws UserError where a name stands for no run.
 */
export function selectRuns(loaded: LoadedCurriculum, names: readonly string[]): readonly ResolvedRun[] {
  const all = resolveRuns(loaded);
  const selected = new Set(names.flatMap((name) => named(all, name, loaded.file)));
  return all.filter((run) => selected.has(run));
}

function named(runs: readonly ResolvedRun[], name: string, file: string): readonly ResolvedRun[] {
  const exact = runs.filter((run) => run.name === name);
  if (exact.length > 0) return exact;
  const matches = patternOf(name);
  const found = runs.filter((run) => run.base === name || matches.test(run.name));
  if (found.length > 0) return found;
  const bases = [...new Set(runs.map(({ base }) => base))];
  const meant =
    nearest(
      name,
      runs.map((run) => run.name),
    ) ?? nearest(name, bases);
  const hint = meant === undefined ? `known are ${bases.join(", ")}` : `did you mean "${meant}"?`;
  throw new UserError(`${file} has no run "${name}": ${hint}`);
}

function patternOf(name: string): RegExp {
  const escaped = name.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
