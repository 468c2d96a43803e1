import { parse, type ParseError } from "jsonc-parser";
import type { Diagnostic } from "../../core/curriculum/document.ts";
import { parseCurriculum } from "../../core/curriculum/parse.ts";

/**
 * The problems of a curriculum in the words of the command line. VS Code's own JSON support says where the text is no
 * JSON, so that is not said twice; what else it says, from the schema, has no remedy and counts as a warning alone.
 */
export function curriculumProblems(text: string, file: string): readonly Diagnostic[] {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  return errors.length === 0 ? parseCurriculum(text, file).diagnostics : [];
}
