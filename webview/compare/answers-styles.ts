import { css } from "lit";

export const answersStyles = css`
  .filters {
    margin-top: var(--rc-gap);
  }
  input[type="search"],
  select {
    padding: 3px 6px;
    border: 1px solid var(--vscode-input-border, var(--rc-border));
    border-radius: 3px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground);
    font: inherit;
  }
  input[type="search"] {
    width: 280px;
  }
  select {
    display: block;
    margin-top: 3px;
    padding: 1px 2px;
    border-color: var(--vscode-dropdown-border, var(--rc-border));
    background: var(--vscode-dropdown-background);
    color: var(--vscode-dropdown-foreground);
    font-size: 0.92em;
  }
  .body {
    display: grid;
    gap: var(--rc-gap);
    margin-top: var(--rc-gap);
  }
  .questions {
    min-width: 0;
  }
  .scroll {
    height: 340px;
    margin-top: 6px;
    border: 1px solid var(--rc-border);
    border-radius: 6px;
  }
  table {
    width: 100%;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    vertical-align: bottom;
    background: var(--vscode-editor-background);
    color: inherit;
  }
  th[scope="row"] {
    padding: 0;
    font-weight: 400;
    white-space: normal;
    min-width: 320px;
  }
  th button {
    display: block;
    width: 100%;
    box-sizing: border-box;
    padding: 5px 12px;
  }
  th button:focus-visible {
    outline-offset: -2px;
  }
  tr.chosen > * {
    background: var(--vscode-list-inactiveSelectionBackground, var(--rc-tint));
  }
  tr.chosen th {
    box-shadow: inset 3px 0 var(--vscode-focusBorder);
  }
  tbody tr:hover > * {
    background: var(--vscode-list-hoverBackground);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 8px;
    align-items: center;
    margin-top: 2px;
  }
  .run,
  .state {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .state.right vscode-icon {
    color: var(--vscode-charts-green);
  }
  .state.lucky vscode-icon {
    color: var(--vscode-charts-yellow);
  }
  .state.wrong vscode-icon {
    color: var(--vscode-charts-red, var(--vscode-errorForeground));
  }
  .nothing {
    margin: 24px;
    text-align: center;
  }
`;
