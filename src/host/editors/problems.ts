import { resolve } from "node:path";
import { parse, type ParseError } from "jsonc-parser";
import { placeField, type Diagnostic } from "../../core/curriculum/document.ts";
import { parseCurriculumFile } from "../../core/curriculum/parse.ts";
import { curriculumExtension, formatDiagnostic, type LoadedCurriculum } from "../../core/curriculum/read.ts";
import { parseRelationFile, relationFileExtension } from "../../core/graph/relation-file.ts";

/** Whether a file is one whose problems are told. */
export function isChecked(file: string): boolean {
  return file.endsWith(curriculumExtension) || file.endsWith(relationFileExtension);
}

/**
 * The problems of a curriculum or a file of relations in the words of the command line. VS Code's own JSON support says
 * where the text is no JSON, so that is not said twice; what else it says, from the schema, has no remedy and counts as a
 * warning alone.
 * @param curricula of the workspace: they decide where the facts of a file of relations come from
 */
export async function fileProblems(
  text: string,
  file: string,
  curricula: readonly LoadedCurriculum[] = [],
): Promise<readonly Diagnostic[]> {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) return [];
  if (file.endsWith(relationFileExtension)) {
    const drawn = areDrawn(file, curricula);
    return parseRelationFile(text, file, drawn === undefined ? {} : { drawn }).diagnostics;
  }
  const { diagnostics } = await parseCurriculumFile(text, file);
  return diagnostics.map((problem) => (problem.file === file ? problem : atName(problem, text, file)));
}

/** Whether a curriculum draws the facts of a file of relations; undefined where none names the file. */
function areDrawn(file: string, curricula: readonly LoadedCurriculum[]): boolean | undefined {
  const users = curricula.filter(({ root, curriculum: { graph } }) => {
    return graph.relationFile !== undefined && resolve(root, graph.relationFile) === file;
  });
  return users.length === 0 ? undefined : users.some(({ curriculum: { graph } }) => graph.tripleFile === undefined);
}

/** A problem of a file that a curriculum names, shown where it is named. */
function atName(problem: Diagnostic, text: string, file: string): Diagnostic {
  const field = problem.field === "graph.tripleFile" ? problem.field : "graph.relationFile";
  return placeField(text, file, field, formatDiagnostic(problem), problem.severity);
}
