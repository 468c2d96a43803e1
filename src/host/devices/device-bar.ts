import * as vscode from "vscode";
import { DeviceMonitor } from "../../jobs/devices/monitor.ts";
import { commandId } from "../ids.ts";
import type { RunStore } from "../runs/store.ts";
import { loadDescription, loadText } from "./load-text.ts";

/** Milliseconds between two looks at the device of a run. */
const lookEvery = 3000;

/** While a run trains: its device, how much of the memory is taken and how busy it is; opens the doctor's report. */
export class DeviceBar implements vscode.Disposable {
  readonly #runs: RunStore;
  readonly #monitor = new DeviceMonitor();
  readonly #item = vscode.window.createStatusBarItem("device", vscode.StatusBarAlignment.Left);
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(runs: RunStore) {
    this.#runs = runs;
    this.#item.name = vscode.l10n.t("Reasoning Curriculum: device of the active run");
    this.#item.command = { command: commandId("doctor"), title: vscode.l10n.t("Doctor") };
    this.#subscription = runs.onDidChange(() => {
      if (this.#training() === undefined) this.#rest();
      else if (this.#timer === undefined) void this.#look();
    });
  }

  #training() {
    return this.#runs.active.find(({ record }) => record.state === "running" && record.pid !== undefined)?.record;
  }

  async #look(): Promise<void> {
    const record = this.#training();
    if (record === undefined) {
      this.#rest();
      return;
    }
    this.#timer = setTimeout(() => void this.#look(), lookEvery);
    const load = await this.#monitor.load({ device: record.engine.device, pid: record.pid! });
    if (load === undefined || this.#training()?.pid !== record.pid) return;
    const description = loadDescription(load);
    this.#item.text = `$(chip) ${loadText(load)}`;
    this.#item.tooltip = `${record.name}, ${record.engine.name}: ${record.engine.device}. ${description}`;
    this.#item.accessibilityInformation = { label: description, role: "button" };
    this.#item.show();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#item.hide();
  }

  dispose(): void {
    this.#rest();
    this.#subscription.dispose();
    this.#item.dispose();
  }
}
