import { css } from "lit";

export const pathTableStyles = css`
  .head {
    min-height: 30px;
    margin-bottom: 8px;
  }
  .rows {
    height: max(320px, calc(100vh - 300px));
    border: 1px solid var(--rc-border);
    border-radius: 4px;
  }
  :host([brief]) .rows {
    height: max(320px, calc(100vh - 230px));
  }
  table {
    width: 100%;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    height: 28px;
    background: var(--vscode-editor-background);
    box-shadow: inset 0 -1px var(--rc-border);
  }
  th,
  td {
    padding: 0 10px;
  }
  tbody tr:not([aria-hidden]) {
    height: 28px;
    cursor: pointer;
  }
  tbody tr[aria-hidden] td {
    border: none;
  }
  .chain {
    flex-wrap: nowrap;
  }
  :host([brief]) table {
    table-layout: fixed;
  }
  :host([brief]) :is(th, td) {
    padding: 0 6px;
    overflow: hidden;
  }
  :host([brief]) .chain {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  :host([brief]) .arrow {
    margin: 0 4px;
  }
  :host([brief]) th:nth-child(2) {
    width: 66px;
  }
  :host([brief]) th:nth-child(3) {
    width: 50px;
  }
  .sort {
    display: inline-flex;
    align-items: center;
    gap: 2px;
  }
  th[aria-sort="ascending"],
  th[aria-sort="descending"] {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  tbody tr:hover td {
    background: var(--vscode-list-hoverBackground);
  }
  tbody tr[aria-selected="true"] td {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
    border-bottom-color: var(--vscode-contrastActiveBorder, var(--rc-border));
  }
  .rows:focus .cursor td {
    box-shadow:
      inset 0 1px var(--vscode-focusBorder),
      inset 0 -1px var(--vscode-focusBorder);
  }
  code {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.92em;
  }
  .accuracy {
    display: inline-grid;
    grid-template-columns: 60px 4.5em;
    gap: 8px;
    align-items: center;
  }
  .bar {
    height: 8px;
    border-radius: 2px;
    background: var(--rc-grid);
    overflow: hidden;
  }
  .bar i {
    display: block;
    height: 100%;
    background: var(--vscode-charts-foreground, var(--vscode-foreground));
  }
`;
