import { dirname } from "node:path";
import * as vscode from "vscode";
import { planSweep, sweptSettings } from "../../core/analysis/sweep/read.ts";
import { UserError } from "../../core/errors.ts";
import type { HostToSweepPanel, SweepPanelToHost } from "../../protocol/sweep-panel.ts";
import type { CurriculumStore } from "../data/curricula.ts";
import { commandId, prefix } from "../ids.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { RunStore } from "../runs/store.ts";
import { onThresholds, thresholds } from "../thresholds.ts";
import { PanelPage } from "./page.ts";
import { saveExport } from "./save.ts";

/** What the panel shows and asks of the rest of the host. */
export interface SweepSources {
  readonly curricula: CurriculumStore;
  readonly runs: RunStore;
  readonly reader: ReaderThread;
}

/** The runs of a curriculum over a setting that it sweeps; read again when one of them gets an evaluation. */
export class SweepPanel implements vscode.Disposable {
  static readonly viewType = `${prefix}.sweep`;

  readonly #page: PanelPage<SweepPanelToHost, HostToSweepPanel>;
  readonly #sources: SweepSources;
  readonly #file: string;
  readonly #watching: vscode.Disposable;
  #setting: string | undefined;
  /** What decides whether a change in a run matters here. */
  #shown = "";
  #asked = 0;

  /** @param file of the curriculum @param setting on x */
  constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    sources: SweepSources,
    file: string,
    setting: string | undefined,
  ) {
    this.#sources = sources;
    this.#file = file;
    this.#setting = setting;
    this.#page = new PanelPage(panel, extensionUri, "sweep", (message) => this.#receive(message));
    const refresh = (): void => {
      if (this.#page.isReady && this.#fingerprint() !== this.#shown) void this.#page.guarded(() => this.#hydrate());
    };
    this.#watching = vscode.Disposable.from(
      sources.runs.onDidChange(refresh),
      sources.curricula.onDidChange(refresh),
      onThresholds(() => {
        this.#shown = "";
        refresh();
      }),
    );
  }

  show(setting: string | undefined): void {
    this.#page.panel.reveal();
    if (setting === undefined || setting === this.#setting) return;
    this.#setting = setting;
    if (this.#page.isReady) void this.#page.guarded(() => this.#hydrate());
  }

  async #receive(message: SweepPanelToHost): Promise<unknown> {
    switch (message.type) {
      case "ready":
        this.#page.begin();
        return this.#hydrate();
      case "choose":
        this.#setting = message.setting;
        return this.#hydrate();
      case "openRun":
        return vscode.commands.executeCommand(commandId("openRunPanel"), message.runId);
      case "save":
        return saveExport(message, vscode.Uri.file(dirname(this.#file)));
    }
  }

  async #hydrate(): Promise<void> {
    this.#shown = this.#fingerprint();
    const asked = ++this.#asked;
    const loaded = this.#sources.curricula.get(this.#file)?.loaded;
    if (!loaded) throw new UserError(`${this.#file} is gone or has errors: mend it, and open the sweep again.`);
    const settings = sweptSettings(loaded);
    // What was chosen may be swept no more.
    const setting = settings.find((one) => one === this.#setting);
    const analysis = await this.#sources.reader.call("sweep", planSweep(loaded, setting), thresholds());
    if (asked === this.#asked)
      this.#page.post({ type: "hydrate", file: this.#file, name: loaded.name, settings, analysis });
  }

  #fingerprint(): string {
    const { curricula, runs } = this.#sources;
    const name = curricula.get(this.#file)?.name;
    const own = runs.views.filter(({ record }) => record.curriculum.name === name);
    const sweep = curricula.get(this.#file)?.loaded?.curriculum.sweep;
    return JSON.stringify([sweep, own.map(({ record, evaluatedStep }) => [record.id, evaluatedStep])]);
  }

  dispose(): void {
    this.#watching.dispose();
    this.#page.dispose();
  }
}
