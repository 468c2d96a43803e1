import * as vscode from "vscode";
import { basename } from "node:path";
import { UserError } from "../core/errors.ts";
import { CurriculumStore } from "./data/curricula.ts";
import { DatasetStore } from "./data/datasets.ts";
import { FactDecorations } from "./documents/decorations.ts";
import { DeviceBar } from "./devices/device-bar.ts";
import { deviceLanguageStatus } from "./devices/device-language-status.ts";
import { DocumentProvider } from "./documents/provider.ts";
import { CurriculumDiagnostics } from "./editors/diagnostics.ts";
import { CurriculumLenses } from "./editors/lenses.ts";
import { RefusedFields } from "./editors/refused-fields.ts";
import { sentence } from "./errors.ts";
import { commandId, prefix, type CommandName } from "./ids.ts";
import { JobError } from "./jobs/job-error.ts";
import { Jobs } from "./jobs/jobs.ts";
import { Panels } from "./panels/panels.ts";
import { ReaderThread } from "./reader/reader-thread.ts";
import { RunStore } from "./runs/store.ts";
import { StatusBar } from "./status-bar.ts";
import { curriculumNodes, datasetRow } from "./trees/curriculum-nodes.ts";
import { NodeTree } from "./trees/node-tree.ts";
import { relationId } from "./trees/relation-nodes.ts";
import { runNodes } from "./trees/run-nodes.ts";

/** A button of a message. */
interface Offer extends vscode.MessageItem {
  readonly act: () => unknown;
}

/** Owns everything the extension holds while it is active. */
export class Host implements vscode.Disposable {
  readonly curricula = new CurriculumStore();
  readonly reader: ReaderThread;
  readonly datasets: DatasetStore;
  readonly documents: DocumentProvider;
  readonly runs: RunStore;
  readonly jobs: Jobs;
  readonly panels: Panels;
  readonly runTree: NodeTree;
  /** Resolves when curricula, datasets and runs have been read for the first time. */
  readonly ready: Promise<void>;
  readonly #curriculumTree: NodeTree;
  readonly #refusedFields: RefusedFields;
  readonly #disposables: { dispose(): unknown }[];

  constructor(
    readonly extensionUri: vscode.Uri,
    readonly log: vscode.LogOutputChannel,
    /** Of the workspace, kept over reloads of the window. */
    readonly state: vscode.Memento,
  ) {
    this.reader = new ReaderThread(vscode.Uri.joinPath(extensionUri, "dist", "reader.cjs").fsPath, vscode.l10n.bundle);
    this.datasets = new DatasetStore(() => this.curricula.all);
    this.documents = new DocumentProvider(this.reader);
    this.runs = new RunStore(log, this.curricula);
    this.jobs = new Jobs(log, extensionUri);
    this.#refusedFields = new RefusedFields(this.jobs);
    this.runTree = new NodeTree(`${prefix}.runs`, () => runNodes(this.runs.all), true);
    this.#curriculumTree = new NodeTree(`${prefix}.curriculum`, () =>
      curriculumNodes(this.curricula.all, this.datasets, this.reader.call),
    );
    this.ready = this.curricula
      .refresh()
      .then(() => Promise.all([this.datasets.refresh(), this.runs.refresh()]))
      .then(() => {
        const { curricula, datasets, runs } = this;
        log.info(`Curricula: ${curricula.all.length}, datasets: ${datasets.all.length}, runs: ${runs.all.length}`);
        return this.#setContext("scanned", true);
      });
    this.panels = new Panels(extensionUri, this, this.ready);
    this.#disposables = [
      this.reader,
      this.curricula,
      this.datasets,
      this.documents,
      this.runs,
      this.jobs,
      this.#refusedFields,
      this.panels,
      this.runTree,
      this.#curriculumTree,
      new CurriculumDiagnostics(this.curricula),
      new CurriculumLenses(this.curricula, this.datasets, this.runs),
      new FactDecorations(this.documents),
      new StatusBar(this.runs),
      new DeviceBar(this.runs),
      deviceLanguageStatus(),
      this.curricula.onDidChange(() => {
        void this.datasets.refresh();
        void this.runs.refresh();
        void this.#setContext("hasCurriculum", this.curricula.all.length > 0);
      }),
      this.datasets.onDidRewrite((place) => {
        // First, so that what is asked for next is read anew.
        this.reader.call("forget", place).catch(() => undefined);
        this.documents.refresh(place);
        this.panels.refresh(place);
      }),
      this.datasets.onDidChange(() => {
        this.#curriculumTree.refresh();
        void this.#setContext("hasDataset", this.datasets.all.length > 0);
      }),
      this.runs.onDidChange((changes) => {
        this.documents.refreshRuns(changes);
        this.runTree.refresh();
        const active = this.runs.active.length;
        this.runTree.setBadge(active, vscode.l10n.t("{0} running", active));
        void this.#setContext("hasRun", this.runs.all.length > 0);
        void this.#setContext("hasActiveRun", active > 0);
      }),
    ];
  }

  /** Looks at everything on disk again. */
  async refresh(): Promise<void> {
    await this.curricula.refresh();
    await Promise.all([this.datasets.refresh(), this.runs.refresh()]);
  }

  /** Selects a relation of a dataset in the Curriculum tree. @throws UserError where the tree does not show the dataset. */
  async revealRelation(folder: string, name: string): Promise<void> {
    const file = this.datasets.fileOf(folder);
    if (file === undefined)
      throw new UserError(`${folder}: the dataset of no curriculum as it is saved now; generate the curriculum's own.`);
    const relation = (await this.reader.call("relations", folder)).find((one) => one.relation.name === name);
    const row = this.datasets.of(file).find((dataset) => dataset.folder === folder);
    if (relation && row) await this.#curriculumTree.reveal(relationId(datasetRow(file, row), relation));
  }

  /** One sentence for the user, with what can be done; all there is to know goes to the log. */
  showError(error: unknown, during: string): void {
    const text = sentence(error);
    if (error instanceof UserError) this.log.warn(`${during}: ${text}`);
    else this.log.error(error instanceof Error ? error : `${during}: ${text}`);
    const offers = error instanceof JobError ? this.#offers(error) : [];
    const log = {
      title: vscode.l10n.t("Show Log"),
      act: () => {
        this.log.show();
      },
    };
    const choices = offers.length > 0 ? offers : [log];
    void vscode.window.showErrorMessage(text, ...choices).then((choice) => choice?.act());
  }

  /** A refused field is shown; what a job that broke has said is in its own log, and a run of it resumes. */
  #offers({ outcome: { refused, cause, task } }: JobError): readonly Offer[] {
    if (refused) {
      const title = refused.remedies.length > 0 ? vscode.l10n.t("Quick Fix…") : vscode.l10n.t("Show in File");
      return [{ title, act: () => this.#refusedFields.show(refused) }];
    }
    if (cause !== "failure") return [];
    const { runFolder, logFile } = task;
    const openLog = vscode.l10n.t("Open Log");
    if (runFolder === undefined)
      return [{ title: openLog, act: () => vscode.window.showTextDocument(vscode.Uri.file(logFile)) }];
    const onRun = (command: CommandName) => () =>
      vscode.commands.executeCommand(commandId(command), basename(runFolder));
    return [
      { title: vscode.l10n.t("Resume"), act: onRun("resumeRun") },
      { title: openLog, act: onRun("openRunLog") },
    ];
  }

  async #setContext(key: string, value: boolean): Promise<void> {
    await vscode.commands.executeCommand("setContext", `${prefix}.${key}`, value);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
