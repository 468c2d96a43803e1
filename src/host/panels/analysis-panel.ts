import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { datasetOf } from "../../core/analysis/read-run.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import type {
  AnalysisChoice,
  AnalysisPanelToHost,
  AnalysisSubject,
  EvaluationKey,
  HostToAnalysisPanel,
} from "../../protocol/analysis-panel.ts";
import type { ProbeRequest } from "../../protocol/probe.ts";
import { documentUri } from "../documents/uri.ts";
import { sentence } from "../errors.ts";
import { commandId, prefix } from "../ids.ts";
import type { EvaluationPlace } from "../reader/evaluation-cache.ts";
import type { ReadingProgress } from "../reader/protocol.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { RunStore } from "../runs/store.ts";
import { curriculumFileOf, type RunView } from "../runs/view.ts";
import { onThresholds, setThresholds, thresholds } from "../thresholds.ts";
import { answerProbe, isProbeRequest } from "./analysis-probe.ts";
import { panelHtml, panelIcon } from "./html.ts";
import { saveExport } from "./save.ts";

/** Why a run fails, beside another run. The page is loaded anew, and told everything, each time it becomes visible. */
export class AnalysisPanel implements vscode.Disposable {
  static readonly viewType = `${prefix}.analysis`;

  readonly #panel: vscode.WebviewPanel;
  readonly #runs: RunStore;
  readonly #reader: ReaderThread;
  readonly #runId: string;
  readonly #subscriptions: { dispose(): unknown }[];
  #choice: AnalysisChoice | undefined;
  /** As far as what was chosen is there. */
  #settled: AnalysisChoice | undefined;
  #ready = false;
  #disposed = false;
  /** What decides whether a change in a run matters here. */
  #shown = "";
  /** Analyses that were asked for: the answer to the last one counts. */
  #asked = 0;
  /** How far evaluations are read that were asked for. */
  readonly #read = new Map<string, Pick<ReadingProgress, "done" | "total">>();

  constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    runs: RunStore,
    reader: ReaderThread,
    runId: string,
    referenceId?: string,
  ) {
    this.#panel = panel;
    this.#runs = runs;
    this.#reader = reader;
    this.#runId = runId;
    this.#compareWith(referenceId);
    panel.iconPath = panelIcon(extensionUri, "analysis");
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((message: AnalysisPanelToHost) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
      runs.onDidChange((changes) => {
        if (changes.some(({ folder, gone }) => gone && basename(folder) === runId)) panel.dispose();
        else if (this.#ready && this.#fingerprint() !== this.#shown) void this.#guarded(() => this.#analyze());
      }),
      reader.onProgress((progress) => {
        this.#tellProgress(progress);
      }),
      onThresholds(() => {
        if (this.#ready) void this.#guarded(() => this.#analyze());
      }),
    ];
    panel.webview.html = panelHtml(panel.webview, extensionUri, "analysis", panel.title);
  }

  /** Comes to the front, beside a reference where one is named. */
  show(referenceId?: string): void {
    this.#compareWith(referenceId);
    this.#panel.reveal();
    if (this.#ready) void this.#guarded(() => this.#analyze());
  }

  #compareWith(referenceId: string | undefined): void {
    const reference = referenceId === undefined ? undefined : this.#runs.byId(referenceId);
    const [own, other] = [this.#view?.evaluatedStep, reference?.evaluatedStep];
    if (own === undefined || other === undefined) return;
    this.#choice = { step: this.#choice?.step ?? own, reference: { runId: reference!.record.id, step: other } };
  }

  get #view(): RunView | undefined {
    return this.#runs.byId(this.#runId);
  }

  #receive(message: AnalysisPanelToHost): Promise<void> {
    return this.#guarded(() => (isProbeRequest(message) ? this.#answerProbe(message) : this.#answer(message)));
  }

  /** The page is told what went wrong. */
  async #guarded(answer: () => Promise<unknown>): Promise<void> {
    try {
      await answer();
    } catch (error) {
      this.#post({ type: "failure", message: sentence(error) });
    }
  }

  async #answer(message: Exclude<AnalysisPanelToHost, ProbeRequest>): Promise<unknown> {
    const view = this.#view;
    if (!view) return undefined;
    const dataset = datasetOf(new RunFolder(view.folder), view.record);
    const place = (step: number): EvaluationPlace => ({ folder: view.folder, step });
    switch (message.type) {
      case "ready":
        this.#ready = true;
        // The page's own is of before a reload of the window.
        this.#choice ??= message.choice;
        return this.#analyze();
      case "choose":
        this.#choice = message.choice;
        return this.#analyze();
      case "requestErrors": {
        const { step, filter, offset } = message;
        const page = await this.#reader.call("wrongChains", place(step), filter, offset);
        this.#post({ type: "errors", page });
        return undefined;
      }
      case "requestSample": {
        const { step, question } = message;
        this.#post({ type: "sample", detail: await this.#reader.call("wrongChain", place(step), question) });
        return undefined;
      }
      case "openQuestion":
        return vscode.commands.executeCommand(commandId("findQuestion"), dataset, message.question);
      case "openChain": {
        const { step, question } = message;
        const target = { kind: "chain", run: view.folder, step, question } as const;
        const uri = vscode.Uri.from(documentUri(`${question} ${view.record.name} step ${step}`, target));
        return vscode.window.showTextDocument(uri, { preview: true });
      }
      case "explore":
        return vscode.commands.executeCommand(commandId("openExplorer"), dataset, message.focus);
      case "setThresholds":
        return setThresholds(message.thresholds);
      case "openRun":
        return vscode.commands.executeCommand(commandId("openRunPanel"), this.#runId);
      case "evaluate":
        return vscode.commands.executeCommand(commandId("evaluateRun"), this.#runId);
      case "evaluateAll":
        return vscode.commands.executeCommand(commandId("evaluateRun"), this.#runId, "all");
      case "save":
        return saveExport(message, vscode.Uri.file(dirname(curriculumFileOf(view))));
    }
  }

  async #answerProbe(message: ProbeRequest): Promise<void> {
    const [view, choice] = [this.#view, this.#settled];
    if (!view || !choice) return;
    const { step, reference } = choice;
    const folder = reference && this.#runs.byId(reference.runId)?.folder;
    const place = {
      run: { folder: view.folder, step },
      ...(folder !== undefined && { reference: { folder, step: reference!.step } }),
    };
    const dataset = datasetOf(new RunFolder(view.folder), view.record);
    const answer = await answerProbe(message, place, dataset, this.#reader);
    // Of runs that are no longer looked at.
    if (choice === this.#settled) this.#post(answer);
  }

  /** Says what there is at once, and what it tells as soon as it is read. */
  async #analyze(): Promise<void> {
    const view = this.#view;
    if (!view) return;
    const asked = ++this.#asked;
    this.#shown = this.#fingerprint();
    const subject = await this.#subject(view);
    const choice = settle(this.#choice, subject);
    this.#settled = choice;
    this.#post({ type: "subject", subject, ...(choice && { choice }) });
    if (!choice) return;
    this.#read.clear();
    const { step, reference } = choice;
    const folder = reference && this.#runs.byId(reference.runId)?.folder;
    const analysis = await this.#reader.call(
      "analysis",
      { folder: view.folder, step },
      folder === undefined ? undefined : { folder, step: reference!.step },
      thresholds(),
    );
    if (asked === this.#asked) this.#post({ type: "analysis", choice, analysis });
  }

  /** The run it starts from and its other steps are read too: all that is read while this panel waits is its own. */
  #tellProgress({ folder, step, done, total }: ReadingProgress): void {
    this.#read.set(`${step} ${folder}`, { done, total });
    const all = [...this.#read.values()];
    const sum = (of: "done" | "total") => all.reduce((bytes, one) => bytes + one[of], 0);
    this.#post({ type: "progress", done: sum("done"), total: sum("total") });
  }

  async #subject({ folder, record }: RunView): Promise<AnalysisSubject> {
    const steps = (await new RunFolder(folder).readEvaluations()).map(({ step }) => step);
    const { id, name, config, parent, dataset, curriculum } = record;
    const others = this.#comparable(dataset.hash).flatMap(({ record: other, evaluatedStep: step }) =>
      step === undefined || other.id === id
        ? []
        : [{ runId: other.id, name: other.name, step, isParent: other.id === parent }],
    );
    const own = steps.slice(0, -1).map((step) => ({ runId: id, name, step, isParent: false }));
    return {
      run: { id, name, method: config.method, curriculum: curriculum.name },
      steps,
      references: [...others.filter(({ isParent }) => isParent), ...others.filter(({ isParent }) => !isParent), ...own],
    };
  }

  #comparable(hash: string): readonly RunView[] {
    return this.#runs.views.filter(({ record }) => record.dataset.hash === hash);
  }

  #fingerprint(): string {
    const view = this.#view;
    const views = view ? this.#comparable(view.record.dataset.hash) : [];
    return JSON.stringify(views.map(({ record, evaluatedStep, accuracy }) => [record.id, evaluatedStep, accuracy]));
  }

  /** An answer may come after the panel was closed. */
  #post(message: HostToAnalysisPanel): void {
    if (!this.#disposed && this.#panel.visible) void this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    this.#disposed = true;
    vscode.Disposable.from(...this.#subscriptions).dispose();
    this.#panel.dispose();
  }
}

/** What was chosen as far as it is still there; by default the newest evaluation beside that of the run it starts from. */
function settle(
  choice: AnalysisChoice | undefined,
  { steps, references }: AnalysisSubject,
): AnalysisChoice | undefined {
  const newest = steps.at(-1);
  if (newest === undefined) return undefined;
  const known = ({ runId, step }: EvaluationKey) =>
    references.find((one) => one.runId === runId && one.step === step) ?? references.find((one) => one.runId === runId);
  const wanted = choice ? choice.reference && known(choice.reference) : references.find(({ isParent }) => isParent);
  return {
    step: choice && steps.includes(choice.step) ? choice.step : newest,
    ...(wanted && { reference: { runId: wanted.runId, step: wanted.step } }),
  };
}
