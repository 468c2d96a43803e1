import type { SaveRequest } from "../../src/protocol/panels.ts";

/** The user's wish to keep a chart or a table as a file. */
export class SaveEvent extends CustomEvent<SaveRequest> {
  constructor(request: Omit<SaveRequest, "type">) {
    super("rc-save", { detail: { type: "save", ...request }, bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    "rc-save": SaveEvent;
  }
}
