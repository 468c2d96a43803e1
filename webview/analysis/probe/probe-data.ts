import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { StatePicture } from "../../../src/core/analysis/probe-types.ts";
import type { HostToAnalysisPanel } from "../../../src/protocol/analysis-panel.ts";
import type { PanelHeads, PanelProbe, ProbeRequest, TokenStrips } from "../../../src/protocol/probe.ts";
import type { TabName, View } from "../view.ts";

export const probeTabs = ["representations", "uncertainty", "heads"] as const satisfies readonly TabName[];
export type ProbeTab = (typeof probeTabs)[number];

export const isProbeTab = (tab: TabName): tab is ProbeTab => probeTabs.some((one) => one === tab);

export interface ShownProbe {
  /** Undefined: not there yet; null: the run was not probed. */
  readonly probe?: PanelProbe | null;
  readonly picture?: StatePicture;
  readonly strips?: TokenStrips;
  readonly heads?: PanelHeads;
  /** Whether the run is being probed at the user's wish. */
  readonly isProbing: boolean;
  readonly hasFailed: boolean;
}

const nothingYet: ShownProbe = { isProbing: false, hasFailed: false };

/** What the probe's views show; asks the host for what they lack. */
export class ProbeData implements ReactiveController {
  shown = nothingYet;
  readonly #host: ReactiveControllerHost;
  readonly #post: (request: ProbeRequest) => void;
  /** What was asked for last, of each kind. */
  readonly #asked = new Map<ProbeRequest["type"], string>();

  constructor(host: ReactiveControllerHost, post: (request: ProbeRequest) => void) {
    this.#host = host;
    this.#post = post;
    host.addController(this);
  }

  hostConnected(): void {
    // The panel says when to ask.
  }

  /** Of other runs, or of another evaluation. */
  forget(): void {
    this.#asked.clear();
    this.#show(nothingYet);
  }

  /** Takes what the message has of a probe. */
  receive(message: HostToAnalysisPanel): void {
    const { shown } = this;
    if (message.type === "probe") {
      this.#asked.clear();
      this.#show({ ...nothingYet, probe: message.probe ?? null });
    } else if (message.type === "states") this.#show({ ...shown, picture: message.picture });
    else if (message.type === "tokens") this.#show({ ...shown, strips: message.strips });
    else if (message.type === "heads") this.#show({ ...shown, heads: message.heads });
    else if (message.type === "failure") this.#show({ ...shown, isProbing: false, hasFailed: true });
  }

  start(): void {
    this.#asked.clear();
    this.#post({ type: "probeRun" });
    this.#show({ ...this.shown, isProbing: true, hasFailed: false });
  }

  /** Asks for what the view shows and has not got. */
  request(view: View): void {
    const { probe, isProbing } = this.shown;
    if (!isProbeTab(view.tab) || isProbing || probe === null) return;
    if (probe === undefined) {
      this.#ask({ type: "requestProbe" });
    } else if (view.tab === "representations") {
      this.#ask({ type: "requestStates", place: view.place, layer: shownLayer(view, probe) });
    } else if (view.tab === "heads") {
      this.#ask({ type: "requestHeads", skill: view.skill, measure: view.measure });
    } else {
      const question = shownQuestion(view, probe);
      if (question !== undefined) this.#ask({ type: "requestTokens", question });
    }
  }

  #show(shown: ShownProbe): void {
    this.shown = shown;
    this.#host.requestUpdate();
  }

  #ask(request: ProbeRequest): void {
    const text = JSON.stringify(request);
    if (this.#asked.get(request.type) === text) return;
    this.#asked.set(request.type, text);
    this.#post(request);
  }
}

/** The last layer, unless the user chose another. */
export const shownLayer = ({ layer }: View, { run }: PanelProbe): number => Math.min(layer ?? run.layers, run.layers);

/** Of the chosen skill's questions the most uncertain one, unless the user chose another. */
export function shownQuestion({ strip, skill }: View, { questions }: PanelProbe): string | undefined {
  const own = questions.filter((question) => question.skill === skill);
  return (own.find(({ id }) => id === strip) ?? own[0])?.id;
}
