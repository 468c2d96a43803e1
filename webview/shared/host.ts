/** The types of a panel's messages and of what it saves for its next opening. */
export interface PanelProtocol {
  readonly incoming: unknown;
  readonly outgoing: unknown;
  readonly state: unknown;
}

/** The panel's side of the wire to the extension host. */
export interface Host<Protocol extends PanelProtocol> {
  post(message: Protocol["outgoing"]): void;
  /** As last saved; survives a reload of the window. */
  readonly savedState: Protocol["state"] | undefined;
  save(state: Protocol["state"]): void;
}

interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): WebviewApi;

/** Connects to the extension host; may be called once in a page's life. */
export function connect<Protocol extends PanelProtocol>(
  onMessage: (message: Protocol["incoming"]) => void,
): Host<Protocol> {
  const api = acquireVsCodeApi();
  window.addEventListener("message", (event: MessageEvent<Protocol["incoming"]>) => {
    onMessage(event.data);
  });
  return {
    post: (message) => {
      api.postMessage(message);
    },
    savedState: api.getState(),
    save: (state) => {
      api.setState(state);
    },
  };
}
