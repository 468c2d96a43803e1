import { css } from "lit";

export const runsTableStyles = css`
  table {
    min-width: 100%;
  }
  tr > :first-child {
    position: sticky;
    left: 0;
    z-index: 1;
    background: var(--vscode-editor-background);
  }
  th[scope="row"] {
    font-weight: 400;
  }
  td,
  th {
    text-align: left;
    vertical-align: top;
  }
  .baseline {
    background: var(--rc-tint);
  }
  thead th {
    border-bottom-width: 2px;
    color: inherit;
  }
  .heading {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .name {
    font-weight: 600;
    font-size: 1.1em;
    color: var(--vscode-textLink-foreground);
  }
  .name:hover {
    text-decoration: underline;
  }
  .pin {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    font-weight: 400;
    font-size: 0.92em;
    color: var(--vscode-descriptionForeground);
  }
  .pin[aria-pressed="true"] {
    color: inherit;
  }
  .section th {
    padding-top: 20px;
    font-weight: 600;
    border-bottom-width: 2px;
  }
  .level {
    border-left: 3px solid;
    min-width: 150px;
  }
  .skill {
    display: inline-block;
    font-weight: 600;
    min-width: 4em;
  }
  .level .visually-hidden + .level-name {
    margin-left: calc(4em + 0.25em);
  }
  .share {
    display: inline-block;
    min-width: 4em;
    font-weight: 600;
  }
  .difference {
    display: inline-block;
    margin-left: 6px;
    padding: 0 5px;
    border: 1px solid transparent;
    border-radius: 3px;
  }
  .difference.distinct {
    border-color: currentColor;
    font-weight: 600;
  }
  .difference.up {
    color: var(--vscode-charts-green);
  }
  .difference.down {
    color: var(--vscode-charts-red);
  }
  .interval {
    font-size: 0.85em;
  }
  td.path {
    max-width: 28ch;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .path {
    font-family: var(--vscode-editor-font-family);
    font-size: 0.92em;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
`;
