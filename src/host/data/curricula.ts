import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import * as vscode from "vscode";
import { parseCurriculumFile } from "../../core/curriculum/parse.ts";
import {
  curriculumExtension,
  curriculumName,
  formatDiagnostic,
  type LoadedCurriculum,
} from "../../core/curriculum/read.ts";
import { relationFileExtension } from "../../core/graph/relation-file.ts";
import { sentence } from "../errors.ts";
import { watchFiles } from "../watch.ts";

/** From 1, as editors show them. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A curriculum file of the workspace, as saved. */
export interface CurriculumFile {
  readonly file: string;
  readonly name: string;
  readonly root: string;
  /** Where it lies, as people see it: relative to the workspace. */
  readonly place: string;
  /** Absent when the file has errors; then `problem` is the first. */
  readonly loaded?: LoadedCurriculum;
  readonly problem?: string;
  /** Where the problem lies, if at a place: in this file or in one that it names. */
  readonly problemPlace?: FilePlace;
}

const pattern = `**/*${curriculumExtension}`;
/** Curricula, and what they name beside them by its usual names; not the many files of runs. */
const watched = `**/*{${curriculumExtension},${relationFileExtension},.records.jsonl,.csv,.tsv}`;
const ignored = "**/{node_modules,.curriculum,.git}/**";

/** The curriculum files of all workspace folders, found once and then watched. */
export class CurriculumStore implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #watcher = watchFiles(watched, () => void this.refresh());
  readonly #folders = vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh());
  #files: readonly CurriculumFile[] = [];

  readonly onDidChange = this.#changed.event;

  /** Ascending by path. */
  get all(): readonly CurriculumFile[] {
    return this.#files;
  }

  get(file: string): CurriculumFile | undefined {
    return this.#files.find((candidate) => candidate.file === file);
  }

  /** The folders that hold curricula, each once. */
  get roots(): readonly string[] {
    return [...new Set(this.#files.map(({ root }) => root))];
  }

  async refresh(): Promise<void> {
    const uris = await vscode.workspace.findFiles(pattern, ignored);
    const paths = uris.map(({ fsPath }) => fsPath).sort((a, b) => (a < b ? -1 : 1));
    this.#files = await Promise.all(paths.map(readCurriculumFile));
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#folders.dispose();
    this.#changed.dispose();
  }
}

async function readCurriculumFile(file: string): Promise<CurriculumFile> {
  const root = dirname(file);
  const common = { file, name: curriculumName(file), root, place: vscode.workspace.asRelativePath(file) };
  try {
    const text = await readFile(file, "utf8");
    const { curriculum, diagnostics } = await parseCurriculumFile(text, file, common.place);
    if (!curriculum) {
      const problem = diagnostics.find(({ severity }) => severity === "error")!;
      return {
        ...common,
        problem: problem.file === common.place ? problem.message : formatDiagnostic(problem),
        problemPlace: {
          file: pathOf(problem.file, common),
          line: problem.line,
          column: problem.column,
        },
      };
    }
    return { ...common, loaded: { curriculum, name: common.name, file, root, warnings: diagnostics } };
  } catch (error) {
    return { ...common, problem: sentence(error) };
  }
}

/** Of a file that is shown to people in the same way as the curriculum that names it. */
function pathOf(shown: string, { place, root }: Pick<CurriculumFile, "place" | "root">): string {
  return isAbsolute(shown) ? shown : resolve(root, relative(dirname(place), shown));
}
