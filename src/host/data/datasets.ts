import * as vscode from "vscode";
import { datasetFolder } from "../../core/dataset/folder.ts";
import { readManifest } from "../../core/dataset/manifest.ts";
import type { DatasetManifest } from "../../core/dataset/types.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { CurriculumFile } from "./curricula.ts";

/** A generated dataset: its counts at hand; people and questions are the reader's to read. */
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
  #generated = new Map<string, GeneratedDataset>();
  #soon: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(curricula: () => readonly CurriculumFile[], reader: ReaderThread) {
    this.#curricula = curricula;
    const later = (manifest: vscode.Uri): void => {
      void reader.call("forget", vscode.Uri.joinPath(manifest, "..").fsPath);
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
