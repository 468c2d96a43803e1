import { t } from "@vscode/l10n";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { formatCount } from "../../src/core/format.ts";
import { rolloutGroupsOnPage, type RolloutGroup, type RolloutPage } from "../../src/protocol/panels.ts";
import { formatNumber } from "../shared/format.ts";
import { sharedStyles } from "../shared/styles.ts";
import { rolloutsStyles } from "./rollouts-styles.ts";

/** The user wants another step, or another page of its questions. */
export class RolloutsEvent extends CustomEvent<{ readonly step: number; readonly offset: number }> {
  constructor(step: number, offset: number) {
    super("rc-rollouts", { detail: { step, offset }, bubbles: true, composed: true });
  }
}

/** The user wants a step as a document. */
export class OpenRolloutsEvent extends CustomEvent<{ readonly step: number }> {
  constructor(step: number) {
    super("rc-open-rollouts", { detail: { step }, bubbles: true, composed: true });
  }
}

/** What was sampled in a step of RL, question by question, with its rewards and advantages. */
@customElement("rc-rollouts-view")
export class RolloutsView extends LitElement {
  static override styles = [sharedStyles, rolloutsStyles];

  /** Undefined while it is on its way, null where there are none. */
  @property({ attribute: false }) accessor page: RolloutPage | null | undefined;

  protected override render(): TemplateResult {
    const { page } = this;
    if (page === undefined) return html`<p class="muted" role="status">${t("Reading the rollouts…")}</p>`;
    if (page === null) return html`<p class="muted">${t("The completions appear with the first step.")}</p>`;
    return html`${this.steps(page)}
      <p class="muted number" role="status">
        ${t("Step {0}: {1} completions of {2} questions, mean reward {3}", page.step, formatCount(page.completions), formatCount(page.total), formatNumber(page.reward))}
      </p>
      ${page.groups.map(group)} ${this.turning(page)}`;
  }

  private ask(step: number, offset = 0): void {
    this.dispatchEvent(new RolloutsEvent(step, offset));
  }

  private steps({ steps, step }: RolloutPage): TemplateResult {
    const at = steps.indexOf(step);
    const last = steps.length - 1;
    return html`<div class="row">
      <label class="slider"
        ><span>${t("Step")}</span
        ><input
          type="range"
          min="0"
          max=${last}
          .value=${String(at)}
          aria-valuetext=${t("step {0}", step)}
          @change=${(event: Event) => {
            this.ask(steps[(event.target as HTMLInputElement).valueAsNumber]!);
          }}
        /><output class="number">${step}</output></label
      >
      ${this.turn("chevron-left", t("Step before"), steps[at - 1])}
      ${this.turn("chevron-right", t("Next step"), steps[at + 1])}
      ${this.turn("debug-step-over", t("Newest step"), at === last ? undefined : steps[last])}
      <vscode-button secondary icon="go-to-file" @click=${() => this.dispatchEvent(new OpenRolloutsEvent(step))}
        >${t("Open in Editor")}</vscode-button
      >
    </div>`;
  }

  private turn(icon: string, title: string, step: number | undefined): TemplateResult {
    return html`<button
      class="plain turn"
      title=${title}
      aria-label=${title}
      ?disabled=${step === undefined}
      @click=${() => {
        if (step !== undefined) this.ask(step);
      }}
    >
      <vscode-icon name=${icon}></vscode-icon>
    </button>`;
  }

  private turning({ step, offset, total, groups }: RolloutPage): TemplateResult | typeof nothing {
    if (total <= rolloutGroupsOnPage) return nothing;
    const end = offset + groups.length;
    const button = (icon: string, label: string, to: number, disabled: boolean) =>
      html`<button
        class="plain turn"
        title=${label}
        aria-label=${label}
        ?disabled=${disabled}
        @click=${() => {
          this.ask(step, to);
        }}
      >
        <vscode-icon name=${icon}></vscode-icon>
      </button>`;
    return html`<nav class="row number" aria-label=${t("Questions of the step")}>
      ${button("chevron-left", t("Previous questions"), Math.max(0, offset - rolloutGroupsOnPage), offset === 0)}
      ${t("questions {0}–{1} of {2}", offset + 1, end, total)}
      ${button("chevron-right", t("Next questions"), end, end >= total)}
    </nav>`;
  }
}

function group({ question, prompt, answer, reward, std, completions }: RolloutGroup): TemplateResult {
  const samples = completions.reduce((sum, { times }) => sum + times, 0);
  return html`<article class="card" aria-label=${t("Completions of {0}", question)}>
    <div class="row spread">
      <h3>${question}</h3>
      <span class="muted number"
        >${t("mean reward {0} ± {1}", formatNumber(reward), formatNumber(std))}
        ${std === 0 ? html`· <b>${t("no variance: nothing to learn from")}</b>` : nothing}</span
      >
    </div>
    <pre tabindex="0">${prompt.trim()}</pre>
    <p>${t("Gold answer:")} <b>${answer}</b></p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("{0} completions of {1}", samples, question)}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="text">${t("Completion")}</th>
            <th scope="col">${t("Times")}</th>
            <th scope="col">${t("Tokens")}</th>
            <th scope="col">${t("Reward")}</th>
            <th scope="col">${t("Advantage")}</th>
          </tr>
        </thead>
        <tbody>
          ${completions.map(completionRow)}
        </tbody>
      </table>
    </div>
  </article>`;
}

function completionRow({
  text,
  times,
  tokens,
  reward,
  advantage,
}: RolloutGroup["completions"][number]): TemplateResult {
  return html`<tr>
    <th scope="row">${text}</th>
    <td>×${times}</td>
    <td>${tokens}</td>
    <td>
      <span class="reward ${reward > 0 ? "some" : "none"}"
        ><vscode-icon name=${reward > 0 ? "check" : "close"} size="14"></vscode-icon>${formatNumber(reward)}</span
      >
    </td>
    <td>${signed(advantage)}</td>
  </tr>`;
}

const signed = (value: number): string => `${value > 0 ? "+" : value < 0 ? "−" : "±"}${Math.abs(value).toFixed(2)}`;
