import { curriculumProblems } from "./checks.ts";
import { parseDocument, withoutMark, type Diagnostic, type DocumentKind } from "./document.ts";
import { curriculumJsonSchema } from "./json-schema.ts";
import { curriculumSchema, type Curriculum } from "./schema.ts";
import { readModelFolder } from "./model-folder.ts";
import { readSources } from "./read-sources.ts";

export interface ParsedCurriculum {
  /** With every default written out; absent when there are errors. */
  readonly curriculum?: Curriculum;
  /** In the order of the file; those of the files that it names come first. */
  readonly diagnostics: readonly Diagnostic[];
}

const kind: DocumentKind<typeof curriculumSchema> = {
  noun: "a curriculum",
  schema: curriculumSchema,
  jsonSchema: curriculumJsonSchema,
};

/** Reads a curriculum: JSON with comments and trailing commas. Never throws. @param named what its files hold */
export function parseCurriculum(
  text: string,
  file: string,
  named: Pick<Curriculum, "sources" | "modelFolder"> = {},
): ParsedCurriculum {
  const { value, diagnostics } = parseDocument(text, file, kind, (parsed) =>
    curriculumProblems({ ...parsed, ...named }),
  );
  return value ? { curriculum: { ...value, ...named }, diagnostics } : { diagnostics };
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
  const all = [...diagnostics, ...model.diagnostics, ...parsed.diagnostics];
  const broken = all.some(({ severity }) => severity === "error");
  return parsed.curriculum && !broken ? { curriculum: parsed.curriculum, diagnostics: all } : { diagnostics: all };
}
