import { css } from "lit";

/** What all panels share: spacing, type, tables, focus. Colours come from the theme alone. */
export const sharedStyles = css`
  :host {
    --rc-gap: 12px;
    --rc-border: var(--vscode-contrastBorder, var(--vscode-panel-border, rgba(128, 128, 128, 0.35)));
    --rc-grid: color-mix(in srgb, var(--vscode-foreground) 12%, transparent);
    --rc-tint: color-mix(in srgb, var(--vscode-foreground) 6%, var(--vscode-editor-background));
    --rc-mem: var(--vscode-reasoningCurriculum-mem, var(--vscode-charts-blue));
    --rc-ctx: var(--vscode-reasoningCurriculum-ctx, var(--vscode-charts-green));
    --rc-comp: var(--vscode-reasoningCurriculum-comp, var(--vscode-charts-purple));
    display: block;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.4;
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
  /* In high contrast the line under the chosen tab is lost in that under all of them. */
  vscode-tab-header[active] {
    box-shadow: inset 0 -4px 0 var(--vscode-contrastActiveBorder, transparent);
  }
  h1,
  h2,
  h3 {
    margin: 0;
    font-weight: 600;
  }
  h1 {
    font-size: 1.45em;
  }
  h2 {
    font-size: 1.1em;
  }
  h3 {
    font-size: 1em;
  }
  section {
    margin-top: 24px;
  }
  .muted {
    color: var(--vscode-descriptionForeground);
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px var(--rc-gap);
  }
  .spread {
    justify-content: space-between;
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, max(300px, 22%)), 1fr));
    gap: var(--rc-gap);
    margin-top: var(--rc-gap);
  }
  .card {
    border: 1px solid var(--rc-border);
    border-radius: 6px;
    padding: 10px 12px;
    min-width: 0;
  }
  .scroll {
    position: relative;
    overflow: auto;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 5px 12px;
    text-align: right;
    white-space: nowrap;
    border-bottom: 1px solid var(--rc-border);
  }
  th {
    font-weight: 600;
  }
  thead th {
    color: var(--vscode-descriptionForeground);
    font-weight: 400;
  }
  th[scope="row"],
  th.text,
  td.text {
    text-align: left;
  }
  :where(button.plain) {
    all: unset;
    cursor: pointer;
    border-radius: 3px;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
