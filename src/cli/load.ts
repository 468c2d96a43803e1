import { formatDiagnostic, readCurriculum, type LoadedCurriculum } from "../core/curriculum/read.ts";
import type { Reporter } from "./output/reporter.ts";

/** Reads a curriculum and reports what is odd but not wrong. @throws UserError if it is wrong. */
export async function loadCurriculum(file: string, reporter: Reporter, seeds?: number): Promise<LoadedCurriculum> {
  const loaded = await readCurriculum(file, seeds);
  for (const warning of loaded.warnings) reporter.note(formatDiagnostic(warning));
  return loaded;
}
