import * as vscode from "vscode";
import { datasetFolder } from "../../core/dataset/folder.ts";
import { readManifest } from "../../core/dataset/manifest.ts";
import type { DatasetManifest } from "../../core/dataset/types.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { CurriculumFile } from "./curricula.ts";
import { watchFiles } from "../watch.ts";

/** A generated dataset: its counts at hand; people and questions are the reader's to read. */
export interface GeneratedDataset {
  readonly folder: string;
  readonly manifest: DatasetManifest;
}

const watched = "**/.curriculum/datasets/*/manifest.json";

/** The datasets of the workspace's curricula, by curriculum file. */
export class DatasetStore implements vscode.Disposable {
  readonly #curricula: () => readonly CurriculumFile[];
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #watcher: vscode.Disposable;
  #generated = new Map<string, GeneratedDataset>();

  readonly onDidChange = this.#changed.event;

  constructor(curricula: () => readonly CurriculumFile[], reader: ReaderThread) {
    this.#curricula = curricula;
    this.#watcher = watchFiles(
      watched,
      () => void this.refresh(),
      (manifest) => void reader.call("forget", vscode.Uri.joinPath(manifest, "..").fsPath),
    );
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
    this.#watcher.dispose();
    this.#changed.dispose();
  }
}
