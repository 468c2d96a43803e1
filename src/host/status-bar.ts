import * as vscode from "vscode";
import type { RunRecord } from "../core/runs/types.ts";
import { commandId } from "./ids.ts";
import type { RunStore } from "./runs/store.ts";
import { roughDuration, percent } from "./runs/view.ts";

/** While runs are active: the first one's name, progress and time left; opens its panel. */
export class StatusBar implements vscode.Disposable {
  readonly #runs: RunStore;
  readonly #item = vscode.window.createStatusBarItem("run", vscode.StatusBarAlignment.Left);
  readonly #subscription: vscode.Disposable;

  constructor(runs: RunStore) {
    this.#runs = runs;
    this.#item.name = vscode.l10n.t("Reasoning Curriculum: active run");
    this.#subscription = runs.onDidChange(() => {
      this.#update();
    });
  }

  #update(): void {
    const [view, ...others] = this.#runs.active;
    if (!view) {
      this.#item.hide();
      return;
    }
    const { record, step, steps, secondsLeft } = view;
    const { icon, word } = looks(record);
    const parts = [
      `${record.name} ${percent(step, steps)} %`,
      ...(word === undefined ? [] : [word]),
      ...(secondsLeft === undefined ? [] : [vscode.l10n.t("{0} left", roughDuration(secondsLeft))]),
      ...(others.length === 0 ? [] : [`+${others.length}`]),
    ];
    this.#item.text = `$(${icon}) ${parts.join(" · ")}`;
    this.#item.tooltip = [
      ...(record.waitingFor === undefined ? [] : [vscode.l10n.t("Waiting for {0}.", record.waitingFor)]),
      vscode.l10n.t("Step {0} of {1}. Open the run panel.", step, steps),
    ].join(" ");
    this.#item.accessibilityInformation = { label: vscode.l10n.t("Training {0}", parts.join(", ")), role: "button" };
    this.#item.command = {
      command: commandId("openRunPanel"),
      title: vscode.l10n.t("Open Run Panel"),
      arguments: [record.id],
    };
    this.#item.show();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }
}

function looks({ state }: RunRecord): { readonly icon: string; readonly word?: string } {
  if (state === "paused") return { icon: "debug-pause", word: vscode.l10n.t("paused") };
  if (state === "queued") return { icon: "clock", word: vscode.l10n.t("queued") };
  return { icon: "sync~spin" };
}
