import { t } from "@vscode/l10n";
import type { MetricRow, RunRecord } from "../../src/core/runs/types.ts";
import { formatNumber } from "../shared/format.ts";
import { stateWord } from "../shared/run-state.ts";

/** Parts of a run's steps after which it is spoken of again. */
const parts = 10;

/** What a screen reader is told of a live run: its states, and where it stands after every tenth of its steps. */
export class Announcer {
  text = "";
  #told = "";

  hear({ name, state, progress: { step, steps } }: RunRecord, row: MetricRow | undefined): void {
    const key = `${state} ${Math.floor((parts * step) / Math.max(1, steps))}`;
    if (key === this.#told) return;
    this.#told = key;
    const loss = row?.["loss"] === undefined ? "" : t(", loss {0}", formatNumber(row["loss"]));
    this.text = t("{0} is {1}: step {2} of {3}{4}.", name, stateWord(state), step, steps, loss);
  }
}
