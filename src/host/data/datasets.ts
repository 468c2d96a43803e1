import * as vscode from "vscode";
import { datasetFolder } from "../../core/dataset/folder.ts";
import { openDataset, type Dataset } from "../../core/dataset/open.ts";
import { readManifest } from "../../core/dataset/manifest.ts";
import type { DatasetManifest } from "../../core/dataset/types.ts";
import type { CurriculumFile } from "./curricula.ts";

/** A generated dataset: its counts at hand, its people and questions opened when asked for. */
export interface GeneratedDataset {
  readonly folder: string;
  readonly manifest: DatasetManifest;
}

const watched = "**/.curriculum/datasets/*/manifest.json";
const debounce = 100;

/** The datasets of the workspace's curricula, by curriculum file. */
export class DatasetStore implements vscode.Disposable {
  readonly #curricula: () => readonly CurriculumFile[];
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #watcher = vscode.workspace.createFileSystemWatcher(watched);
  readonly #opened = new Map<string, Promise<Dataset>>();
  #generated = new Map<string, GeneratedDataset>();
  #soon: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(curricula: () => readonly CurriculumFile[]) {
    this.#curricula = curricula;
    const later = (manifest: vscode.Uri): void => {
      this.#opened.delete(vscode.Uri.joinPath(manifest, "..").fsPath);
      clearTimeout(this.#soon);
      this.#soon = setTimeout(() => void this.refresh(), debounce);
    };
    this.#watcher.onDidCreate(later);
    this.#watcher.onDidChange(later);
    this.#watcher.onDidDelete(later);
  }

  /** The dataset of a curriculum as it is saved now; undefined until it is generated. */
  of(file: string): GeneratedDataset | undefined {
    return this.#generated.get(file);
  }

  get all(): readonly GeneratedDataset[] {
    return [...this.#generated.values()];
  }

  /** Opened once and then kept. @throws UserError if the folder is damaged. */
  open(folder: string): Promise<Dataset> {
    const opened = this.#opened.get(folder);
    if (opened) return opened;
    const opening = openDataset(folder);
    this.#opened.set(folder, opening);
    opening.catch(() => this.#opened.delete(folder));
    return opening;
  }

  async refresh(): Promise<void> {
    const found = await Promise.all(
      this.#curricula().map(async ({ file, name, root, loaded }): Promise<[string, GeneratedDataset][]> => {
        const folder = loaded && datasetFolder(loaded.curriculum, name, root);
        // Where there is none, or it is damaged, the dataset is to be generated; opening it says what is wrong.
        const manifest = folder && (await readManifest(folder).catch(() => undefined));
        return folder && manifest ? [[file, { folder, manifest }]] : [];
      }),
    );
    this.#generated = new Map(found.flat());
    this.#changed.fire(undefined);
  }

  dispose(): void {
    clearTimeout(this.#soon);
    this.#watcher.dispose();
    this.#changed.dispose();
  }
}
