import { t } from "@vscode/l10n";
import { css, html, type TemplateResult } from "lit";
import { levelNames, type Level, type Skill } from "../../src/core/dataset/types.ts";
import type { Group } from "../../src/core/graph/types.ts";
import type { ExplorerRelation } from "../../src/protocol/panels.ts";
import { skillColors, skillNames } from "./names.ts";

/** A level where there is no room for its name. */
export const levelLetters: Readonly<Record<Level, string>> = { iid: "I", composition: "C", "zero-shot": "Z" };

export const groupNames: Readonly<Record<Group, string>> = { parametric: t("parametric"), contextual: t("contextual") };

/** Told apart by shape as well: a square is known from the weights, a disc from the prompt. */
export const glyph = (group: Group): TemplateResult =>
  html`<i class="glyph ${group}" role="img" aria-label=${groupNames[group]} title=${groupNames[group]}></i>`;

export const relationLabel = ({ name, group }: ExplorerRelation): TemplateResult =>
  html`<span class="relation">${glyph(group)}${name}</span>`;

/** A path's relations in a line. */
export const relationChain = (relations: readonly ExplorerRelation[]): TemplateResult =>
  html`<span class="chain"
    >${relations.map((relation, hop) => html`${hop > 0 ? html`<span class="arrow">→</span>` : ""}${relationLabel(relation)}`)}</span
  >`;

export const skillBadge = (skill: Skill): TemplateResult =>
  html`<span class="badge" style="--badge: ${skillColors[skill]}">${skillNames[skill]}</span>`;

/** Told apart by the border as well. */
export const levelBadge = (level: Level): TemplateResult =>
  html`<span class="badge level ${level}">${levelNames[level]}</span>`;

export const levelLetter = (level: Level): TemplateResult =>
  html`<abbr class="badge level ${level}" title=${levelNames[level]}>${levelLetters[level]}</abbr>`;

export const badgeStyles = css`
  .glyph {
    display: inline-block;
    flex: none;
    width: 8px;
    height: 8px;
    margin-right: 5px;
  }
  .glyph.parametric {
    background: var(--rc-mem);
  }
  .glyph.contextual {
    border-radius: 50%;
    background: var(--rc-ctx);
  }
  .relation {
    white-space: nowrap;
  }
  .chain {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0 6px;
  }
  .arrow {
    color: var(--vscode-descriptionForeground);
  }
  .badge {
    display: inline-block;
    padding: 0 6px;
    border: 1px solid var(--badge, var(--vscode-descriptionForeground));
    border-radius: 3px;
    font-size: 0.85em;
    line-height: 1.5;
    white-space: nowrap;
  }
  .badge:not(.level) {
    border-left-width: 4px;
    font-weight: 600;
  }
  abbr {
    text-decoration: none;
  }
  .badge.composition {
    border-style: dashed;
  }
  .badge.zero-shot {
    border-style: dotted;
    border-width: 1px 1px 2px;
  }
`;
