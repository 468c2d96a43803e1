import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { readManifest } from "../../core/dataset/manifest.ts";
import { resolveDatasets } from "../../core/dataset/resolve.ts";
import type { DatasetManifest } from "../../core/dataset/types.ts";
import type { CurriculumFile } from "./curricula.ts";
import { watchFiles } from "../watch.ts";

/** A generated dataset: its counts at hand; people and questions are the reader's to read. */
export interface GeneratedDataset {
  readonly folder: string;
  readonly manifest: DatasetManifest;
}

/** One that a curriculum as it is saved now has. */
export interface CurriculumDataset {
  readonly folder: string;
  /** What tells it from the others that the curriculum sweeps: `irrelevantContext=0.02`; empty where it has one. */
  readonly settings: string;
  /** Absent until it is generated. */
  readonly manifest?: DatasetManifest;
}

/** All datasets under the folders of curricula, those of former states of a curriculum too, by name. */
export async function listDatasets(roots: readonly string[]): Promise<GeneratedDataset[]> {
  const found = await Promise.all(
    roots.map(async (root) => {
      const parent = join(root, ".curriculum", "datasets");
      const names = await readdir(parent).catch(() => []);
      return Promise.all(names.sort().map((name) => generatedIn(join(parent, name))));
    }),
  );
  return found.flat().filter((dataset) => dataset !== undefined);
}

export const isGenerated = (dataset: CurriculumDataset): dataset is CurriculumDataset & GeneratedDataset =>
  dataset.manifest !== undefined;

/** Where there is none, or it is damaged, undefined: it is to be generated, and opening it says what is wrong. */
async function generatedIn(folder: string): Promise<GeneratedDataset | undefined> {
  const manifest = await readManifest(folder).catch(() => undefined);
  return manifest && { folder, manifest };
}

const manifestName = "manifest.json";
/** The folders too: where one is deleted or moved, VS Code tells nothing of the files in it. */
const watched = `**/{.curriculum,.curriculum/datasets,.curriculum/datasets/*,.curriculum/datasets/*/${manifestName}}`;

/** The datasets of the workspace's curricula, by curriculum file. */
export class DatasetStore implements vscode.Disposable {
  readonly #curricula: () => readonly CurriculumFile[];
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #rewritten = new vscode.EventEmitter<string>();
  readonly #watcher: vscode.Disposable;
  #datasets = new Map<string, readonly CurriculumDataset[]>();

  readonly onDidChange = this.#changed.event;
  /** Fires where a dataset came, changed or went: with its folder, or one above it. */
  readonly onDidRewrite = this.#rewritten.event;

  constructor(curricula: () => readonly CurriculumFile[]) {
    this.#curricula = curricula;
    this.#watcher = watchFiles(
      watched,
      () => void this.refresh(),
      ({ fsPath }) => {
        this.#rewritten.fire(basename(fsPath) === manifestName ? dirname(fsPath) : fsPath);
      },
    );
  }

  /** The datasets of a curriculum as it is saved now, in the order of its sweep; none where it has errors. */
  of(file: string): readonly CurriculumDataset[] {
    return this.#datasets.get(file) ?? [];
  }

  /** The curriculum file whose dataset lies in a folder. */
  fileOf(folder: string): string | undefined {
    return [...this.#datasets].find(([, datasets]) => datasets.some((dataset) => dataset.folder === folder))?.[0];
  }

  /** Those that are generated. */
  get all(): readonly GeneratedDataset[] {
    return [...this.#datasets.values()].flat().filter(isGenerated);
  }

  async refresh(): Promise<void> {
    const found = await Promise.all(
      this.#curricula().map(async ({ file, loaded }): Promise<[string, CurriculumDataset[]]> => {
        const datasets = loaded ? resolveDatasets(loaded) : [];
        const read = datasets.map(async ({ folder, settings }) => ({
          folder,
          settings,
          ...(await generatedIn(folder)),
        }));
        return [file, await Promise.all(read)];
      }),
    );
    this.#datasets = new Map(found);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#changed.dispose();
    this.#rewritten.dispose();
  }
}
