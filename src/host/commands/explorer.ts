import type { ExplorerFocus } from "../../protocol/panels.ts";
import type { Host } from "../host.ts";
import { focusOf, pickDataset } from "./targets.ts";

/** The explorer of relation paths. */
export function explorerCommands(host: Host) {
  return {
    /** (curriculum, dataset folder or tree row?, focus?) → folder of the dataset. */
    async openExplorer(argument?: unknown, focus?: unknown): Promise<string | undefined> {
      const dataset = await pickDataset(host, argument);
      if (!dataset) return undefined;
      host.panels.explore(dataset, isFocus(focus) ? focus : focusOf(argument));
      return dataset.folder;
    },
  };
}

/** A menu's second argument is a list of rows. */
function isFocus(value: unknown): value is ExplorerFocus {
  return typeof value === "object" && value !== null && ("relation" in value || "path" in value);
}
