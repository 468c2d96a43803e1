import { dirname } from "node:path";
import * as vscode from "vscode";
import { metricCurve, metricNames, type MetricCurve } from "../../core/runs/curve.ts";
import type { MetricRow } from "../../core/runs/types.ts";
import type {
  AnswerFilter,
  ComparePanelToHost,
  CurvePair,
  HostToComparePanel,
  PairCurves,
  RunFindings,
} from "../../protocol/compare-panel.ts";
import { sentence } from "../errors.ts";
import { commandId, prefix } from "../ids.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { RunStore } from "../runs/store.ts";
import { curriculumFileOf, type RunView } from "../runs/view.ts";
import { onThresholds, thresholds } from "../thresholds.ts";
import { askedRuns } from "./asked-runs.ts";
import { PanelPage } from "./page.ts";
import { saveExport } from "./save.ts";

/** Milliseconds between two postings of the curves of runs that go on. */
const curveInterval = 1000;

/** Runs side by side in a panel; hydrated again when one of them changes state or gets an evaluation. */
export class ComparePanel implements vscode.Disposable {
  static readonly viewType = `${prefix}.compare`;

  readonly #page: PanelPage<ComparePanelToHost, HostToComparePanel>;
  readonly #runs: RunStore;
  readonly #reader: ReaderThread;
  readonly #watching: vscode.Disposable;
  #runIds: readonly string[];
  /** Of the charts on show. */
  #pairs: readonly CurvePair[] = [];
  #curveTimer: NodeJS.Timeout | undefined;
  readonly #made = new WeakMap<readonly MetricRow[], Map<string, MetricCurve>>();
  /** What decides whether a change in a run is worth a new comparison. */
  #shown = "";

  constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    runs: RunStore,
    reader: ReaderThread,
    runIds: readonly string[],
  ) {
    this.#runs = runs;
    this.#reader = reader;
    this.#runIds = runIds;
    this.#page = new PanelPage(panel, extensionUri, "compare", (message) => this.#answer(message));
    this.#watching = vscode.Disposable.from(
      runs.onDidChange((changes) => {
        if (!this.#page.isReady) return;
        if (this.#fingerprint() !== this.#shown) void this.#page.guarded(() => this.#hydrate());
        const folders = new Set(this.#views.map(({ folder }) => folder));
        if (changes.some(({ folder }) => folders.has(folder))) this.#postCurvesSoon();
      }),
      onThresholds(() => {
        if (this.#page.isReady) void this.#page.guarded(() => this.#hydrate());
      }),
    );
  }

  get runIds(): readonly string[] {
    return this.#runIds;
  }

  /** Shows these runs instead. */
  async show(runIds: readonly string[]): Promise<void> {
    this.#runIds = runIds;
    this.#page.panel.reveal();
    if (!this.#page.isReady) return;
    await this.#page.guarded(() => this.#hydrate());
  }

  async #answer(message: ComparePanelToHost): Promise<unknown> {
    switch (message.type) {
      case "ready":
        this.#page.begin();
        return this.#hydrate();
      case "addRuns":
        return vscode.commands.executeCommand(commandId("compareRuns"));
      case "removeRun":
        return this.show(this.#runIds.filter((id) => id !== message.runId));
      case "openRun":
        return vscode.commands.executeCommand(commandId("openRunPanel"), message.runId);
      case "analyze":
        return vscode.commands.executeCommand(commandId("openAnalysis"), message.runId, message.reference);
      case "showCurves":
        this.#pairs = message.pairs;
        this.#postCurves();
        return undefined;
      case "requestFindings":
        return Promise.all(this.#views.map((view) => this.#postFindings(view)));
      case "requestAnswers":
        return this.#postAnswers(message.filter, message.offset);
      case "requestAnswer": {
        const asked = askedRuns(this.#views);
        if (!asked) return undefined;
        const detail = await this.#reader.call("answerDetail", asked.dataset, asked.places, message.question);
        this.#page.post({ type: "answer", detail });
        return undefined;
      }
      case "openQuestion":
        return vscode.commands.executeCommand(
          commandId("findQuestion"),
          askedRuns(this.#views)?.dataset,
          message.question,
        );
      case "save": {
        const [first] = this.#views;
        return first && saveExport(message, vscode.Uri.file(dirname(curriculumFileOf(first))));
      }
    }
  }

  get #views(): readonly RunView[] {
    return this.#runIds.flatMap((id) => this.#runs.byId(id) ?? []);
  }

  #fingerprint(): string {
    return JSON.stringify(this.#views.map(({ record, accuracy }) => [record.id, record.state, accuracy]));
  }

  async #hydrate(): Promise<void> {
    this.#shown = this.#fingerprint();
    const views = this.#views;
    const comparison = await this.#reader.call(
      "compare",
      views.map(({ folder }) => folder),
    );
    const metrics = new Set(views.flatMap(({ folder }) => metricNames(this.#runs.metrics(folder))));
    this.#page.post({ type: "hydrate", comparison, metrics: [...metrics] });
  }

  #postCurves(): void {
    clearTimeout(this.#curveTimer);
    this.#curveTimer = undefined;
    if (this.#pairs.length > 0)
      this.#page.post({ type: "curves", pairs: this.#pairs.map((pair) => this.#curves(pair)) });
  }

  #postCurvesSoon(): void {
    this.#curveTimer ??= setTimeout(() => {
      this.#postCurves();
    }, curveInterval);
  }

  #curves({ x, y }: CurvePair): PairCurves {
    return { x, y, curves: this.#views.map(({ folder }) => this.#curve(this.#runs.metrics(folder), x, y)) };
  }

  /** Made once for rows that stay as they are. */
  #curve(rows: readonly MetricRow[], x: string, y: string): MetricCurve {
    const own = this.#made.get(rows) ?? new Map<string, MetricCurve>();
    this.#made.set(rows, own);
    const key = `${y} ${x}`;
    const curve = own.get(key) ?? metricCurve(rows, x, y);
    own.set(key, curve);
    return curve;
  }

  async #postFindings({ folder, record: { id }, evaluatedStep: step }: RunView): Promise<void> {
    const found = async (): Promise<RunFindings> => {
      if (step === undefined) return { runId: id, problem: vscode.l10n.t("This run has not been evaluated yet.") };
      return { runId: id, step, findings: await this.#reader.call("findings", { folder, step }, thresholds()) };
    };
    const findings = await found().catch((error: unknown) => ({ runId: id, problem: sentence(error) }));
    this.#page.post({ type: "findings", findings });
  }

  async #postAnswers(filter: AnswerFilter, offset: number): Promise<void> {
    const asked = askedRuns(this.#views);
    const found = asked
      ? await this.#reader.call("answers", asked.dataset, asked.places, filter, offset)
      : { total: 0, questions: [] };
    const without = asked?.without ?? this.#runIds;
    this.#page.post({ type: "answers", page: { filter, offset, ...found, without } });
  }

  dispose(): void {
    clearTimeout(this.#curveTimer);
    this.#watching.dispose();
    this.#page.dispose();
  }
}
