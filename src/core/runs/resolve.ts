import { createHash } from "node:crypto";
import { join } from "node:path";
import type { LoadedCurriculum } from "../curriculum/read.ts";
import type { RunSpec } from "../curriculum/schema.ts";
import type { SourceFile } from "../curriculum/sources.ts";
import { didYouMean } from "../curriculum/suggest.ts";
import { datasetFolder, datasetHash } from "../dataset/folder.ts";
import { UserError } from "../errors.ts";
import { sortKeys } from "../sort-keys.ts";
import { runsFolder } from "./folder.ts";

/** A run of a curriculum with its place on disk. */
export interface ResolvedRun {
  /** `first-run.sft-comp-3fa2c1`; a changed configuration, of a forebear too, gives another id. */
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly spec: RunSpec;
  readonly seed: number;
  readonly datasetFolder: string;
  /** The run it starts from; absent for a new model. */
  readonly parent?: { readonly id: string; readonly folder: string; readonly name: string };
  /** `reward.custom`, where there is one. */
  readonly rewardModule?: SourceFile;
}

/** @throws UserError if the curriculum has no such run. */
export function resolveRun(loaded: LoadedCurriculum, runName: string): ResolvedRun {
  const { curriculum, name: curriculumName, root, file } = loaded;
  const spec = Object.hasOwn(curriculum.runs, runName) ? curriculum.runs[runName] : undefined;
  if (!spec) {
    throw new UserError(`${file} has no run "${runName}": ${didYouMean(runName, Object.keys(curriculum.runs))}`);
  }
  const seed = spec.seed ?? curriculum.seed;
  const parent = spec.from === "base" ? undefined : resolveRun(loaded, spec.from);
  const { model, modelFolder } = curriculum;
  const modelIdentity = modelFolder ? { ...model, pretrained: modelFolder.digest } : model;
  const rewardModule = rewardModuleOf(spec, curriculum);
  const identity = [
    datasetHash(curriculum),
    modelIdentity,
    spec,
    seed,
    parent?.id,
    ...(rewardModule ? [rewardModule.sha256] : []),
  ];
  const digest = createHash("sha256")
    .update(JSON.stringify(sortKeys(identity)))
    .digest("hex")
    .slice(0, 6);
  const id = `${curriculumName}.${runName}-${digest}`;
  return {
    id,
    folder: join(runsFolder(root), id),
    name: runName,
    spec,
    seed,
    datasetFolder: datasetFolder(curriculum, curriculumName, root),
    ...(parent && { parent: { id: parent.id, folder: parent.folder, name: parent.name } }),
    ...(rewardModule && { rewardModule }),
  };
}

function rewardModuleOf(spec: RunSpec, { rewardModules }: LoadedCurriculum["curriculum"]): SourceFile | undefined {
  return spec.method === "grpo" && spec.reward.custom ? rewardModules?.[spec.reward.custom.module] : undefined;
}

/** Run names, each after the run it starts from, otherwise in the order of the file. */
export function runsInOrder({ runs }: LoadedCurriculum["curriculum"]): string[] {
  const ordered = new Set<string>();
  const add = (name: string): void => {
    const run = runs[name];
    if (!run || ordered.has(name)) return;
    add(run.from);
    ordered.add(name);
  };
  for (const name of Object.keys(runs)) add(name);
  return [...ordered];
}
