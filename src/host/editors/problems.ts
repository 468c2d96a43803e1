import { parse, type ParseError } from "jsonc-parser";
import { parseCurriculum, type Diagnostic } from "../../core/curriculum/parse.ts";
import { curriculumSchema } from "../../core/curriculum/schema.ts";

/**
 * What a JSON schema cannot say of a curriculum, as squiggles while typing. What it can say, VS Code's own JSON support
 * says already, from the schema that the manifest contributes: a text that breaks it gets no second squiggle from here.
 */
export function semanticProblems(text: string, file: string): readonly Diagnostic[] {
  const errors: ParseError[] = [];
  const document: unknown = parse(text, errors, { allowTrailingComma: true });
  const fits = errors.length === 0 && curriculumSchema.safeParse(document).success;
  return fits ? parseCurriculum(text, file).diagnostics : [];
}
