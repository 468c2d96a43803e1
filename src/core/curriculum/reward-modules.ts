import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { placeField, type Diagnostic } from "./document.ts";
import type { Curriculum } from "./schema.ts";
import { variantsOf } from "./sweep/variant.ts";

interface ReadRewardModules {
  readonly found: Pick<Curriculum, "rewardModules">;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the modules that runs name under `reward.custom`. Never throws, and runs none of their code. */
export async function readRewardModules(
  curriculum: Curriculum | undefined,
  text: string,
  file: string,
  shown: string,
): Promise<ReadRewardModules> {
  const rewardModules: Record<string, { path: string; sha256: string }> = {};
  const diagnostics: Diagnostic[] = [];
  const variants = curriculum ? [curriculum, ...variantsOf(curriculum).map((variant) => variant.curriculum)] : [];
  for (const [run, spec] of variants.flatMap(({ runs }) => Object.entries(runs))) {
    const module = spec.method === "grpo" ? spec.reward.custom?.module : undefined;
    if (module === undefined || module in rewardModules) continue;
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
  return { found: Object.keys(rewardModules).length > 0 ? { rewardModules } : {}, diagnostics };
}

function reason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT")
    return "but there is no such file beside this curriculum: mend the name, or put the module there";
  if (code === "EISDIR") return "which is a folder: name a .mjs or .js file";
  return `which cannot be read (${code ?? String(error)}): see its permissions`;
}
