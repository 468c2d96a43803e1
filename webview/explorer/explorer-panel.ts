import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-tab-header/index.js";
import "@vscode-elements/elements/dist/vscode-tab-panel/index.js";
import "@vscode-elements/elements/dist/vscode-tabs/index.js";
import type { VscTabsSelectEvent } from "@vscode-elements/elements/dist/vscode-tabs/vscode-tabs.js";
import type {
  ExplorerDataset,
  ExplorerExample,
  ExplorerFocus,
  ExplorerPanelToHost,
  ExplorerRun,
  HostToExplorerPanel,
  PathDetail,
} from "../../src/protocol/panels.ts";
import { controlStyles } from "../shared/controls.ts";
import { connect } from "../shared/host.ts";
import type { SaveEvent } from "../shared/save-event.ts";
import { sharedStyles } from "../shared/styles.ts";
import "./coverage-view.ts";
import type { ActionEvent, ExplorerAction } from "./events.ts";
import { explorerStyles } from "./explorer-styles.ts";
import { explorerHead } from "./explorer-head.ts";
import "./filter-bar.ts";
import "./flow-view.ts";
import type { Accuracies, Shade } from "./model/accuracy.ts";
import { facetCounts, filterPaths, fixedHops, noFilters, togglePassage } from "./model/filters.ts";
import { groupedRelations, longest, pathRows, type PathRow } from "./model/paths.ts";
import "./path-detail.ts";
import "./path-table.ts";
import { runChoiceStyles } from "./run-choice.ts";
import { firstView, viewNames, type View, type ViewName } from "./view.ts";

interface Protocol {
  readonly incoming: HostToExplorerPanel;
  readonly outgoing: ExplorerPanelToHost;
  readonly state: View & { readonly dataset: string };
}

const views = Object.keys(viewNames) as ViewName[];

/** The relation paths of a dataset. The host owns the data; this shows them and says what the user wants. */
@customElement("rc-explorer-panel")
export class ExplorerPanel extends LitElement {
  static override styles = [sharedStyles, controlStyles, runChoiceStyles, explorerStyles];

  @state() private accessor paths: ExplorerDataset | undefined;
  @state() private accessor runs: readonly ExplorerRun[] = [];
  @state() private accessor accuracies: ReadonlyMap<string, Accuracies> = new Map();
  @state() private accessor view: View;
  @state() private accessor detail: PathDetail | undefined;
  @state() private accessor example: ExplorerExample | undefined;
  @state() private accessor failure: string | undefined;

  private rows: readonly PathRow[] = [];
  private byId: ReadonlyMap<string, PathRow> = new Map();
  /** Hops of the longest path. */
  private hops = 1;
  private shown: readonly PathRow[] = [];
  private shades: readonly Shade[] = [];
  /** Of the first page of questions that came. */
  private pageSize = 1;

  private readonly host = connect<Protocol>((message) => {
    this.receive(message);
  });

  constructor() {
    super();
    const { dataset = "", ...view } = this.host.savedState ?? {};
    this.view = { ...firstView, ...view };
    this.host.post({ type: "ready", dataset });
  }

  private receive(message: HostToExplorerPanel): void {
    switch (message.type) {
      case "hydrate":
        this.hydrate(message.dataset);
        this.takeRuns(message.runs);
        if (message.focus !== undefined) this.focusOn(message.focus);
        else if (this.view.path !== undefined) this.choose(this.view.path);
        break;
      case "focus":
        this.focusOn(message.focus);
        break;
      case "runs":
        this.takeRuns(message.runs);
        break;
      case "accuracy": {
        const byPath = new Map(message.paths.map((one) => [one.path, one]));
        this.accuracies = new Map(this.accuracies).set(message.runId, byPath);
        break;
      }
      case "path":
        if (message.detail.path !== this.view.path) break;
        if (message.detail.offset === 0) this.pageSize = Math.max(1, message.detail.questions.length);
        this.detail = message.detail;
        this.example = message.detail.example;
        break;
      case "question":
        if (message.path === this.view.path) this.example = message.example;
        break;
      case "failure":
        this.failure = message.message;
        break;
    }
  }

  private hydrate(dataset: ExplorerDataset): void {
    this.paths = groupedRelations(dataset);
    this.rows = pathRows(this.paths);
    this.byId = new Map(this.rows.map((row) => [row.id, row]));
    this.hops = longest(this.rows);
    this.failure = undefined;
    this.detail = undefined;
    this.example = undefined;
    this.accuracies = new Map();
  }

  /** Asks anew for what is shown of runs that came or were evaluated since. */
  private takeRuns(runs: readonly ExplorerRun[]): void {
    const steps = new Map(this.runs.map(({ id, step }) => [id, step]));
    const kept = runs.filter(({ id, step }) => steps.get(id) === step && this.accuracies.has(id));
    this.runs = runs;
    this.accuracies = new Map(kept.map(({ id }) => [id, this.accuracies.get(id)!]));
    const runIds = this.view.runIds.filter((id) => runs.some((run) => run.id === id));
    const { shadedBy } = this.view;
    this.set({ runIds, shadedBy: shadedBy !== undefined && runIds.includes(shadedBy) ? shadedBy : undefined });
  }

  private focusOn({ relation, path }: ExplorerFocus): void {
    if (relation !== undefined) this.set({ filters: togglePassage(noFilters, { relations: [relation] }) });
    if (path === undefined) return;
    const row = this.byId.get(path);
    if (row !== undefined && !filterPaths([row], this.view.filters).includes(row)) this.set({ filters: noFilters });
    this.choose(path);
  }

  private set(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    for (const runId of this.view.runIds) {
      if (this.accuracies.has(runId)) continue;
      this.accuracies = new Map(this.accuracies).set(runId, new Map());
      this.host.post({ type: "requestAccuracy", runId });
    }
  }

  private choose(path: string | undefined): void {
    const known = path !== undefined && this.byId.has(path) ? path : undefined;
    this.set({ path: known });
    this.failure = undefined;
    this.detail = undefined;
    this.example = undefined;
    if (known !== undefined) this.host.post({ type: "requestPath", path: known, offset: 0, runIds: this.view.runIds });
  }

  private act(action: ExplorerAction): void {
    switch (action.type) {
      case "filter":
        this.set({ filters: action.filters });
        break;
      case "passage":
        this.set({ filters: togglePassage(this.view.filters, action.passage) });
        break;
      case "choose":
        this.choose(action.path);
        break;
      case "view":
        this.changeView(action.change);
        break;
      case "tell":
        this.host.post(action.message);
        break;
    }
  }

  /** The answers of runs that are chosen now belong into the questions on show. */
  private changeView(change: Partial<View>): void {
    this.set(change);
    const { path, runIds } = this.view;
    if (change.runIds === undefined || path === undefined) return;
    this.host.post({ type: "requestPath", path, offset: this.detail?.offset ?? 0, runIds });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.paths === undefined) return;
    const before = changed.get("view") as View | undefined;
    if (changed.has("paths") || before?.filters !== this.view.filters)
      this.shown = filterPaths(this.rows, this.view.filters);
    if (changed.has("view") || changed.has("runs") || changed.has("accuracies"))
      this.shades = this.runs
        .filter(({ id }) => this.view.runIds.includes(id))
        .map(({ id, name }) => ({
          runId: id,
          run: name,
          accuracies: this.accuracies.get(id) ?? new Map(),
          measure: this.view.measure,
        }));
  }

  protected override updated(): void {
    if (this.paths !== undefined) this.host.save({ ...this.view, dataset: this.paths.folder });
  }

  protected override render(): TemplateResult {
    const { paths: dataset } = this;
    if (dataset === undefined)
      return this.failure === undefined
        ? html`<p class="muted" role="status">${t("Loading the paths…")}</p>`
        : html`<p class="error" role="alert">${this.failure}</p>`;
    return html`<main
      @rc-save=${({ detail }: SaveEvent) => {
        this.host.post(detail);
      }}
      @rc-action=${({ detail }: ActionEvent) => {
        this.act(detail);
      }}
    >
      ${explorerHead(dataset, this.runs, this.view, (change) => {
        this.changeView(change);
      })}
      ${this.failureNote()}
      <rc-filter-bar
        .filters=${this.view.filters}
        .counts=${facetCounts(this.rows, this.view.filters, this.hops)}
        .relations=${dataset.relations}
        .hops=${this.hops}
        .shown=${this.shown.length}
        .total=${this.rows.length}
      ></rc-filter-bar>
      ${this.body(dataset)}
    </main>`;
  }

  /** Escape leaves the path that is looked at, unless something nearer took it. */
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || this.view.path === undefined) return;
    // An open menu takes it without preventing the default, which is what closes it.
    const roots = event.composedPath().filter((node) => node instanceof ShadowRoot);
    if (!roots.some((shadow) => shadow.querySelector(":popover-open"))) this.choose(undefined);
  };

  private failureNote(): TemplateResult | typeof nothing {
    if (this.failure === undefined) return nothing;
    return html`<div class="error row spread" role="alert">
      ${this.failure}
      <vscode-toolbar-button
        icon="close"
        title=${t("Dismiss")}
        label=${t("Dismiss")}
        @click=${() => {
          this.failure = undefined;
        }}
      ></vscode-toolbar-button>
    </div>`;
  }

  private body(dataset: ExplorerDataset): TemplateResult {
    const { path, shown } = this.view;
    const chosen = path === undefined ? undefined : this.byId.get(path);
    const beside = chosen !== undefined || shown !== "table";
    return html`<div class="body ${beside ? "beside" : ""}" @keydown=${this.onKey}>
      <vscode-tabs
        selected-index=${views.indexOf(shown)}
        @vsc-tabs-select=${({ detail }: VscTabsSelectEvent) => {
          this.set({ shown: views[detail.selectedIndex]! });
        }}
      >
        ${views.map(
          (view) =>
            html`<vscode-tab-header>${viewNames[view]}</vscode-tab-header
              ><vscode-tab-panel>${view === shown ? this.shownView(dataset, chosen) : nothing}</vscode-tab-panel>`,
        )}
      </vscode-tabs>
      ${beside ? html`<aside>${chosen === undefined ? this.list(dataset, true) : this.chosenPath(dataset, chosen)}</aside>` : nothing}
    </div>`;
  }

  private shownView(dataset: ExplorerDataset, chosen: PathRow | undefined): TemplateResult {
    if (this.shown.length === 0)
      return html`<p class="empty muted" role="status">
        ${this.rows.length === 0 ? t("The dataset has no relation path.") : t("No path fits all filters. Remove one of them above.")}
      </p>`;
    const { shown, weight, coverage, filters, shadedBy } = this.view;
    const shade = this.shades.find(({ runId }) => runId === shadedBy);
    switch (shown) {
      case "flow":
        return html`<rc-flow-view
          .rows=${this.shown}
          .relations=${dataset.relations}
          .hops=${this.hops}
          .weight=${weight}
          .shade=${shade}
          .fixed=${fixedHops(filters)}
          .chosen=${chosen}
          filePrefix="${dataset.name}-"
        ></rc-flow-view>`;
      case "coverage":
        return html`<rc-coverage-view
          .rows=${this.shown}
          .relations=${dataset.relations}
          .hops=${this.hops}
          .kind=${coverage}
          .shade=${shade}
          filePrefix="${dataset.name}-"
        ></rc-coverage-view>`;
      case "table":
        return this.list(dataset, false);
    }
  }

  private list({ name, relations }: ExplorerDataset, brief: boolean): TemplateResult {
    return html`<rc-path-table
      ?brief=${brief}
      .rows=${this.shown}
      .relations=${relations}
      .shades=${this.shades}
      .order=${this.view.order}
      .chosen=${this.view.path}
      filePrefix="${name}-"
    ></rc-path-table>`;
  }

  private chosenPath({ relations }: ExplorerDataset, chosen: PathRow): TemplateResult {
    return html`<rc-path-detail
      class="card"
      .path=${chosen}
      .rows=${this.rows}
      .relations=${relations}
      .shades=${this.shades}
      .detail=${this.detail}
      .failed=${this.failure !== undefined}
      .example=${this.example}
      .pageSize=${this.pageSize}
    ></rc-path-detail>`;
  }
}
