import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import type { ExplorerRelation } from "../../src/protocol/panels.ts";
import { levelLetter, relationChain, skillBadge } from "../shared/badges.ts";
import type { Kinship, Neighbour } from "./model/neighbours.ts";

const most = 8;

const kinships: Readonly<Record<Kinship, string>> = {
  reordered: t("other order"),
  replaced: t("one hop other"),
  longer: t("one hop more"),
  shorter: t("one hop less"),
};

/** The nearest paths of one, the first few, each to be chosen. */
export function neighbourList(
  all: readonly Neighbour[],
  relations: readonly ExplorerRelation[],
  choose: (path: string) => void,
): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  const trained = all.filter(({ path }) => path.questions.train > 0).length;
  return html`<section>
    <h3>
      ${t("Neighbouring paths")}
      <span class="muted number">${t("{0}, of which {1} in training", all.length, trained)}</span>
    </h3>
    <ul class="neighbours">
      ${all.slice(0, most).map(
        ({ path, kinship }) =>
          html`<li>
            <button
              class="plain neighbour"
              title=${path.id}
              @click=${() => {
                choose(path.id);
              }}
            >
              <span>${relationChain(path.relations.map((relation) => relations[relation]!))}</span>
              <span class="muted">${kinships[kinship]}${path.questions.train > 0 ? "" : t(", not in training")}</span>
              <span>${skillBadge(path.skill)} ${levelLetter(path.level)}</span>
            </button>
          </li>`,
      )}
    </ul>
  </section>`;
}

export const neighbourListStyles = css`
  .neighbours {
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
  }
  .neighbour {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 8px;
    box-sizing: border-box;
    width: 100%;
    padding: 3px 6px;
    border-bottom: 1px solid var(--rc-border);
  }
  .neighbour > :nth-child(2) {
    grid-row: 2;
    font-size: 0.92em;
  }
  .neighbour:hover {
    background: var(--vscode-list-hoverBackground);
  }
`;
