import { curriculumProblems } from "./checks.ts";
import { parseDocument, withoutMark, type Diagnostic } from "./document.ts";
import { curriculumKind } from "./kind.ts";
import { readModelFolder } from "./model-folder.ts";
import { readSources } from "./read-sources.ts";
import type { Curriculum } from "./schema.ts";
import { expandSweep, type Expansion } from "./sweep/expand.ts";
import { readRewardModules } from "./reward-modules.ts";

export interface ParsedCurriculum {
  /** With every default written out; absent when there are errors. */
  readonly curriculum?: Curriculum;
  /** In the order of the file; those of the files that it names come first. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a curriculum: JSON with comments and trailing commas. Never throws. @param named what its files hold */
export function parseCurriculum(
  text: string,
  file: string,
  named: Pick<Curriculum, "sources" | "modelFolder"> = {},
): ParsedCurriculum {
  let expansion: Expansion = { problems: [] };
  const { value, diagnostics } = parseDocument(text, file, curriculumKind, (parsed) => {
    const problems = curriculumProblems({ ...parsed, ...named });
    if (problems.every(({ severity }) => severity === "warning")) expansion = expandSweep({ ...parsed, ...named });
    return [...problems, ...expansion.problems];
  });
  const { variants } = expansion;
  return value ? { curriculum: { ...value, ...named, ...(variants && { variants }) }, diagnostics } : { diagnostics };
}

/** Reads a curriculum and the files that it names, which lie beside it. Never throws. @param shown its path, for people */
export async function parseCurriculumFile(source: string, file: string, shown = file): Promise<ParsedCurriculum> {
  const text = withoutMark(source);
  const [{ sources, diagnostics }, model] = await Promise.all([
    readSources(text, file, shown),
    readModelFolder(text, file, shown),
  ]);
  const { modelFolder } = model;
  const parsed = parseCurriculum(text, shown, { ...(sources && { sources }), ...(modelFolder && { modelFolder }) });
  const rewards = await readRewardModules(parsed.curriculum, text, file, shown);
  const all = [...diagnostics, ...model.diagnostics, ...rewards.diagnostics, ...parsed.diagnostics];
  const broken = all.some(({ severity }) => severity === "error");
  return rewards.curriculum && !broken ? { curriculum: rewards.curriculum, diagnostics: all } : { diagnostics: all };
}
