import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { UserError, type FieldError } from "../errors.ts";
import { placeField, type Diagnostic } from "./document.ts";
import { parseCurriculumFile } from "./parse.ts";
import type { Curriculum } from "./schema.ts";
import { withSeeds } from "./sweep/seeds.ts";

export const curriculumExtension = ".curriculum.json";

export interface LoadedCurriculum {
  readonly curriculum: Curriculum;
  /** `first-run` of `first-run.curriculum.json`. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  /** Folder of the file; its `.curriculum` folder holds data and runs. */
  readonly root: string;
  readonly warnings: readonly Diagnostic[];
  /** Where it was read to be run with so many seeds, beside what it sweeps itself. */
  readonly seeds?: number;
}

/**
 * @param seeds how many seeds to sweep over, from its own on; without it, those it sweeps itself
 * @throws UserError with one line for each problem.
 */
export async function readCurriculum(file: string, seeds?: number): Promise<LoadedCurriculum> {
  const path = resolve(file);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new UserError(
      `${file}: ${missing ? "there is no such file" : "cannot be read"}; name a *${curriculumExtension} file.`,
    );
  });
  const { curriculum, diagnostics } = await parseCurriculumFile(text, file);
  if (!curriculum) throw new UserError(diagnostics.map(formatDiagnostic).join("\n"));
  const loaded = { curriculum, name: curriculumName(path), file: path, root: dirname(path), warnings: diagnostics };
  return withSeeds(loaded, seeds);
}

/** What is wrong with a field, with its file, line and column. */
export async function placeFieldError({ field, message }: FieldError, file: string): Promise<UserError> {
  const text = await readFile(file, "utf8");
  return new UserError(formatDiagnostic(placeField(text, file, field, message)));
}

/** `first-run` of `/x/first-run.curriculum.json`. */
export function curriculumName(file: string): string {
  return basename(file).replace(/(\.curriculum)?\.jsonc?$/i, "");
}

/** `file:line:column: message`, as compilers write it. */
export function formatDiagnostic({ file, line, column, severity, message }: Diagnostic): string {
  return `${file}:${line}:${column}: ${severity === "warning" ? "warning: " : ""}${message}`;
}
