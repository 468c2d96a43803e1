import { t } from "@vscode/l10n";
import { css, html, nothing, type TemplateResult } from "lit";
import { wilsonInterval } from "../../src/core/analysis/wilson.ts";
import { levelNames, levels } from "../../src/core/dataset/types.ts";
import { formatCount } from "../../src/core/format.ts";
import { formatPercent } from "../shared/format.ts";
import { skillNames, skillOrder } from "../shared/names.ts";
import { levelLetters, skillBadge } from "../shared/badges.ts";
import { share, tally, type Shade } from "./model/accuracy.ts";
import type { PathRow } from "./model/paths.ts";

/** Where a card stands beside what it describes, pixels within the drawing. */
export interface CardPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const cardWidth = 250;
const cardHeight = 190;

/** What is behind a part of a drawing: counts by split, by skill and level, and a run's accuracy. */
export function card(
  title: TemplateResult | string,
  note: string,
  paths: readonly PathRow[],
  shade: Shade | undefined,
  { x, y, width, height }: CardPlace,
): TemplateResult {
  const left = Math.max(0, Math.min(x, width - cardWidth));
  const top = Math.max(0, Math.min(y, height - cardHeight));
  return html`<div class="card-box" style="left: ${left}px; top: ${top}px" aria-hidden="true">
    <div class="card-title">${title}</div>
    <div class="muted">${note}</div>
    ${
      paths.length === 0
        ? nothing
        : html`<div class="number">${counts(paths)}</div>
            ${levelCounts(paths)}`
    }
    ${shade === undefined || paths.length === 0 ? nothing : html`<div class="number">${accuracyText(paths, shade)}</div>`}
  </div>`;
}

export function plural(count: number, what: "path" | "question" | "test question" | "relation"): string {
  const [one, isOne] = [formatCount(count), count === 1];
  switch (what) {
    case "path":
      return isOne ? t("{0} path", one) : t("{0} paths", one);
    case "question":
      return isOne ? t("{0} question", one) : t("{0} questions", one);
    case "test question":
      return isOne ? t("{0} test question", one) : t("{0} test questions", one);
    case "relation":
      return isOne ? t("{0} relation", one) : t("{0} relations", one);
  }
}

/** "83 paths · 1,240 training and 830 test questions". */
export function counts(paths: readonly PathRow[]): string {
  const train = paths.reduce((sum, { questions }) => sum + questions.train, 0);
  const test = paths.reduce((sum, { questions }) => sum + questions.test, 0);
  return t("{0} · {1} training, {2}", plural(paths.length, "path"), formatCount(train), plural(test, "test question"));
}

/** "sft: 64.2 % right of 654 questions (60.4 % – 67.8 %)". */
export function accuracyText(paths: readonly PathRow[], shade: Shade): string {
  const answers = tally(paths, shade);
  const right = share(answers);
  if (right === undefined) return t("{0}: not asked", shade.run);
  const { low, high } = wilsonInterval(right, answers.questions);
  return t(
    "{0}: {1} right of {2} (95 %: {3} – {4})",
    shade.run,
    formatPercent(right),
    plural(answers.questions, "question"),
    formatPercent(low),
    formatPercent(high),
  );
}

function levelCounts(paths: readonly PathRow[]): TemplateResult {
  const present = skillOrder.filter((skill) => paths.some((path) => path.skill === skill));
  return html`<table>
    <tr>
      <th></th>
      ${levels.map((level) => html`<th title=${levelNames[level]}>${levelLetters[level]}</th>`)}
    </tr>
    ${present.map(
      (skill) =>
        html`<tr>
          <th>${skillBadge(skill)}</th>
          ${levels.map((level) => html`<td>${countOf(paths, skill, level) || "–"}</td>`)}
        </tr>`,
    )}
  </table>`;
}

const countOf = (paths: readonly PathRow[], skill: PathRow["skill"], level: PathRow["level"]): number =>
  paths.filter((path) => path.skill === skill && path.level === level).length;

/** The same counts to be read aloud. */
export function spokenCounts(paths: readonly PathRow[], shade: Shade | undefined): string {
  const byLevel = skillOrder.flatMap((skill) =>
    levels.flatMap((level) => {
      const count = countOf(paths, skill, level);
      return count === 0 ? [] : [`${count} ${skillNames[skill]} ${levelNames[level]}`];
    }),
  );
  return [counts(paths), ...byLevel, ...(shade === undefined ? [] : [accuracyText(paths, shade)])].join(", ");
}

export const cardStyles = css`
  .card-box {
    position: absolute;
    z-index: 2;
    width: ${cardWidth}px;
    padding: 8px 10px;
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--rc-border));
    border-radius: 4px;
    background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
    color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground));
    box-shadow: 0 2px 8px var(--vscode-widget-shadow);
    font-size: 0.92em;
    pointer-events: none;
  }
  .card-title {
    font-weight: 600;
  }
  .card-box table {
    margin: 4px 0;
  }
  .card-box :is(th, td) {
    padding: 1px 10px 1px 0;
    border: none;
    font-weight: 400;
  }
  .card-box th:first-child {
    text-align: left;
  }
`;
