import { t } from "@vscode/l10n";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import type { ProbedModel } from "../../../src/core/analysis/probe-types.ts";
import type { PanelProbe } from "../../../src/protocol/probe.ts";
import { sharedStyles } from "../../shared/styles.ts";
import type { View } from "../view.ts";
import "./heads-view.ts";
import { shownLayer, shownQuestion, type ShownProbe } from "./probe-data.ts";
import "./representations-view.ts";
import "./uncertainty-view.ts";

/** The user wants the run probed, or what failed tried again. */
export class ProbeEvent extends CustomEvent<"start" | "read"> {
  constructor(wish: "start" | "read") {
    super("rc-probe", { detail: wish });
  }
}

/** What a probe shows: loading, nothing yet, or one of its three views. */
@customElement("rc-probe-view")
export class ProbeView extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .nothing {
        display: grid;
        justify-items: center;
        gap: 8px;
        padding: 40px 16px;
        text-align: center;
      }
      .nothing p {
        max-width: 70ch;
        margin: 0;
      }
      .of {
        margin: 0 0 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor shown!: ShownProbe;
  @property({ attribute: false }) accessor view!: View;
  @property() accessor filePrefix = "";

  protected override render(): TemplateResult {
    const { probe, isProbing, hasFailed } = this.shown;
    if (probe === undefined && hasFailed) return this.failed();
    if (probe === undefined && !isProbing) return html`<p class="muted" role="status">${t("Reading the probe…")}</p>`;
    if (probe === null || probe === undefined) return this.empty();
    const { run, reference } = probe;
    return html`<p class="muted of">
        ${describe(run)}${reference ? html`${t(", beside")} ${describe(reference)}` : nothing}${t(": {0} questions of each skill and level.", run.questions)}${reference ? nothing : t(" The run it is compared with was not probed.")}
        ${reference ? "" : html`<vscode-button secondary icon="telescope" ?disabled=${isProbing} @click=${this.start}>${t("Probe It Too")}</vscode-button>`}
      </p>
      ${this.body(probe)}`;
  }

  private empty(): TemplateResult {
    const { isProbing } = this.shown;
    return html`<div class="card nothing">
      <p>${t("This run has not been probed yet.")}</p>
      <p class="muted">
        ${t("A probe asks held-out questions of every skill and level and keeps the hidden states of each layer, the entropy of each token, and what the model still answers with each attention head silenced. A small model takes less than a minute; progress and time left are shown, it can be cancelled, and goes on where it was.")}
      </p>
      ${
        isProbing
          ? html`<p role="status">${t("Probing…")}</p>`
          : html`<vscode-button icon="telescope" @click=${this.start}>${t("Probe Run")}</vscode-button>`
      }
    </div>`;
  }

  private failed(): TemplateResult {
    return html`<div class="card nothing">
      <p>${t("The probe could not be read.")}</p>
      <vscode-button secondary icon="refresh" @click=${() => this.dispatchEvent(new ProbeEvent("read"))}
        >${t("Read Again")}</vscode-button
      >
    </div>`;
  }

  private readonly start = (): void => {
    this.dispatchEvent(new ProbeEvent("start"));
  };

  private body(probe: PanelProbe): TemplateResult {
    const { shown, view, filePrefix } = this;
    if (view.tab === "representations") {
      const layer = shownLayer(view, probe);
      return html`<rc-representations-view
        .probe=${probe}
        .picture=${shown.picture}
        .place=${view.place}
        .layer=${layer}
        filePrefix=${filePrefix}
      ></rc-representations-view>`;
    }
    if (view.tab === "heads")
      return html`<rc-heads-view
        .probe=${probe}
        .heads=${shown.heads}
        .view=${view}
        filePrefix=${filePrefix}
      ></rc-heads-view>`;
    return html`<rc-uncertainty-view
      .probe=${probe}
      .strips=${shown.strips}
      .skill=${view.skill}
      .question=${shownQuestion(view, probe)}
      .perToken=${view.perToken}
      filePrefix=${filePrefix}
    ></rc-uncertainty-view>`;
  }
}

const describe = ({ name, step }: ProbedModel): TemplateResult => html`<b>${name}</b>${t(", step {0}", step)}`;
