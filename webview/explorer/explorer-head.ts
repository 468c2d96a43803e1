import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import type { ExplorerDataset, ExplorerRun } from "../../src/protocol/panels.ts";
import { plural } from "./card.ts";
import { runChoice } from "./run-choice.ts";
import type { View } from "./view.ts";

/** Which dataset it is, and the choice of runs. */
export function explorerHead(
  { name, hash, relations, paths }: ExplorerDataset,
  runs: readonly ExplorerRun[],
  view: View,
  change: (change: Partial<View>) => void,
): TemplateResult {
  return html`<header class="row spread">
    <div class="row">
      <h1>${name}</h1>
      <span class="muted number"
        >${t("{0} of {1} · {2}", plural(paths.length, "path"), plural(relations.length, "relation"), hash.slice(0, 12))}</span
      >
    </div>
    <div class="row">${runChoice(runs, view, change)}</div>
  </header>`;
}
