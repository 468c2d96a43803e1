import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { placeField, type Diagnostic } from "./document.ts";
import type { Curriculum } from "./schema.ts";
import type { SourceFile } from "./sources.ts";
import { variantsOf } from "./sweep/variant.ts";

interface ReadRewardModules {
  /** With what was found, in all its variants. */
  readonly curriculum?: Curriculum;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the modules that runs name under `reward.custom`. Never throws, and runs none of their code. */
export async function readRewardModules(
  curriculum: Curriculum | undefined,
  text: string,
  file: string,
  shown: string,
): Promise<ReadRewardModules> {
  if (!curriculum) return { diagnostics: [] };
  const rewardModules: Record<string, SourceFile> = {};
  const diagnostics: Diagnostic[] = [];
  for (const [run, module] of namedModules(curriculum)) {
    const path = resolve(dirname(file), module);
    try {
      const sha256 = createHash("sha256")
        .update(await readFile(path))
        .digest("hex");
      rewardModules[module] = { path, sha256 };
    } catch (error) {
      const field = `runs.${run}.reward.custom.module`;
      diagnostics.push(placeField(text, shown, field, `${field} names ${module}, ${reason(error)}.`));
    }
  }
  if (Object.keys(rewardModules).length === 0) return { curriculum, diagnostics };
  const variants = curriculum.variants?.map((variant) => ({
    ...variant,
    curriculum: { ...variant.curriculum, rewardModules },
  }));
  return { curriculum: { ...curriculum, rewardModules, ...(variants && { variants }) }, diagnostics };
}

/** Each module once, with the first run that names it. */
function namedModules(curriculum: Curriculum): [run: string, module: string][] {
  const named = new Map<string, string>();
  for (const { curriculum: own } of variantsOf(curriculum))
    for (const [run, spec] of Object.entries(own.runs)) {
      const module = spec.method === "grpo" ? spec.reward.custom?.module : undefined;
      if (module !== undefined && !named.has(module)) named.set(module, run);
    }
  return [...named].map(([module, run]) => [run, module]);
}

function reason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT")
    return "but there is no such file beside this curriculum: mend the name, or put the module there";
  if (code === "EISDIR") return "which is a folder: name a .mjs or .js file";
  return `which cannot be read (${code ?? String(error)}): see its permissions`;
}
