import { curriculumProblems } from "./checks.ts";
import { parseDocument, type Diagnostic, type DocumentKind } from "./document.ts";
import { curriculumJsonSchema } from "./json-schema.ts";
import { curriculumSchema, type Curriculum } from "./schema.ts";
import { readSources } from "./read-sources.ts";
import type { Sources } from "./sources.ts";

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

/** Reads a curriculum: JSON with comments and trailing commas. Never throws. @param sources what its files hold */
export function parseCurriculum(text: string, file: string, sources?: Sources): ParsedCurriculum {
  const { value, diagnostics } = parseDocument(text, file, kind, (parsed) =>
    curriculumProblems(sources ? { ...parsed, sources } : parsed),
  );
  return value ? { curriculum: sources ? { ...value, sources } : value, diagnostics } : { diagnostics };
}

/** Reads a curriculum and the files that it names, which lie beside it. Never throws. @param shown its path, for people */
export async function parseCurriculumFile(text: string, file: string, shown = file): Promise<ParsedCurriculum> {
  const { sources, diagnostics } = await readSources(text, file, shown);
  const parsed = parseCurriculum(text, shown, sources);
  const all = [...diagnostics, ...parsed.diagnostics];
  const broken = all.some(({ severity }) => severity === "error");
  return parsed.curriculum && !broken ? { curriculum: parsed.curriculum, diagnostics: all } : { diagnostics: all };
}
