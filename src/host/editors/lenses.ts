import * as vscode from "vscode";
import { curriculumExtension } from "../../core/curriculum/read.ts";
import { resolveRuns, type ResolvedRun } from "../../core/runs/resolve.ts";
import type { CurriculumFile, CurriculumStore } from "../data/curricula.ts";
import { isGenerated, type DatasetStore } from "../data/datasets.ts";
import { commandId, type CommandName } from "../ids.ts";
import type { RunStore } from "../runs/store.ts";
import { describe } from "../trees/run-nodes.ts";
import { runPlaces } from "./lens-model.ts";

const { t } = vscode.l10n;

type MakeLens = (title: string, command: CommandName, ...args: unknown[]) => vscode.CodeLens;

/** Actions over a curriculum file and over each of its runs, with the run's state as it stands on disk. */
export class CurriculumLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #curricula: CurriculumStore;
  readonly #datasets: DatasetStore;
  readonly #runs: RunStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(curricula: CurriculumStore, datasets: DatasetStore, runs: RunStore) {
    this.#curricula = curricula;
    this.#datasets = datasets;
    this.#runs = runs;
    const changed = (): void => {
      this.#changed.fire();
    };
    this.#subscriptions = vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider({ scheme: "file", pattern: `**/*${curriculumExtension}` }, this),
      curricula.onDidChange(changed),
      datasets.onDidChange(changed),
      runs.onDidChange(changed),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const file = this.#curricula.get(document.uri.fsPath);
    const top = new vscode.Range(0, 0, 0, 0);
    const datasets = this.#datasets.of(document.uri.fsPath);
    const isReady = datasets.length > 0 && datasets.every(isGenerated);
    const lens = (range: vscode.Range, title: string, name: CommandName, ...args: unknown[]): vscode.CodeLens =>
      new vscode.CodeLens(range, { title, command: commandId(name), arguments: args });
    return [
      lens(top, isReady ? t("$(database) Dataset ready") : t("$(database) Generate"), "generateDataset", document.uri),
      ...(datasets.some(isGenerated)
        ? [lens(top, t("$(type-hierarchy) Explore paths"), "openExplorer", document.uri)]
        : []),
      lens(top, t("$(run-all) Run all that is missing"), "runCurriculum", document.uri),
      ...(this.#runs.views.some(({ record }) => record.curriculum.name === file?.name)
        ? [lens(top, t("$(git-compare) Compare"), "compareRuns", document.uri)]
        : []),
      ...(file?.loaded?.curriculum.variants ? [lens(top, t("$(graph-line) Sweep"), "openSweep", document.uri)] : []),
      ...[...runPlaces(document.getText())].flatMap(([name, offset]) => {
        const position = document.positionAt(offset);
        return this.#runLenses(file, name, (title, command, ...args) =>
          lens(new vscode.Range(position, position), title, command, ...args),
        );
      }),
    ];
  }

  #runLenses(file: CurriculumFile | undefined, name: string, lens: MakeLens): vscode.CodeLens[] {
    const [run, ...others] = file?.loaded ? resolveRuns(file.loaded).filter(({ base }) => base === name) : [];
    if (!file || !run) return [];
    if (others.length > 0) return this.#sweepLenses(file, name, [run, ...others], lens);
    const view = this.#runs.byId(run.id);
    if (!view) return [lens(t("$(play) Train"), "trainRun", file.file, name)];
    const { id, state } = view.record;
    const actions = {
      queued: [lens(t("$(debug-stop) Stop"), "stopRun", id)],
      running: [lens(t("$(debug-stop) Stop"), "stopRun", id), lens(t("$(debug-pause) Pause"), "pauseRun", id)],
      paused: [lens(t("$(debug-continue) Resume"), "resumeRun", id)],
      stopped: [lens(t("$(debug-continue) Resume"), "resumeRun", id)],
      failed: [lens(t("$(debug-continue) Resume"), "resumeRun", id)],
      finished: [lens(t("$(beaker) Evaluate"), "evaluateRun", id)],
    }[state];
    return [...actions, lens(`$(graph-line) ${describe(view)}`, "openRunPanel", id)];
  }

  /** Over a run that a sweep makes several of. */
  #sweepLenses(file: CurriculumFile, name: string, runs: readonly ResolvedRun[], lens: MakeLens): vscode.CodeLens[] {
    const views = runs.flatMap(({ id }) => this.#runs.byId(id) ?? []);
    const finished = views.filter(({ record }) => record.state === "finished").length;
    const ids = views.map(({ record }) => record.id);
    const standing = t("$(git-compare) {0} of {1} finished", finished, runs.length);
    return [
      ...(finished < runs.length
        ? [lens(t("$(play) Train {0}", runs.length - finished), "trainRun", file.file, name)]
        : []),
      ...(ids.length > 0 ? [lens(standing, "compareRuns", ids)] : []),
    ];
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}
