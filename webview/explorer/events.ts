import type { ExplorerPanelToHost } from "../../src/protocol/panels.ts";
import type { Filters, Passage } from "./model/filters.ts";
import type { View } from "./view.ts";

/** What the user wants of the panel. */
export type ExplorerAction =
  | { readonly type: "filter"; readonly filters: Filters }
  | { readonly type: "passage"; readonly passage: Passage }
  /** A path to look at; absent: none. */
  | { readonly type: "choose"; readonly path?: string }
  | { readonly type: "view"; readonly change: Partial<View> }
  | { readonly type: "tell"; readonly message: ExplorerPanelToHost };

export class ActionEvent extends CustomEvent<ExplorerAction> {
  constructor(action: ExplorerAction) {
    super("rc-action", { detail: action, bubbles: true, composed: true });
  }
}
