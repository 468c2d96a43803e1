import { css } from "lit";

export const pathDetailStyles = css`
  code {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.95em;
  }
  section {
    margin-top: 16px;
  }
  .badges {
    margin: 6px 0;
  }
  .hops {
    margin: 10px 0 0;
    padding-left: 22px;
  }
  .hops li {
    padding: 2px 0;
  }
  .hop {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 2px 8px;
    align-items: center;
  }
  .link {
    color: var(--vscode-textLink-foreground);
  }
  .reveal {
    display: inline-flex;
    padding: 2px;
  }
  .why {
    margin: 8px 0 0;
    padding: 6px 10px;
    border-left: 3px solid var(--vscode-textBlockQuote-border, var(--rc-border));
    background: var(--rc-tint);
  }
  table {
    width: 100%;
    margin-top: 4px;
  }
  th,
  td {
    padding: 3px 6px;
  }
  th[scope="row"] {
    font-weight: 400;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .pager {
    gap: 2px;
  }
  .questions {
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
  }
  .question-button {
    display: grid;
    grid-template-columns: 38px 1fr auto;
    gap: 6px;
    width: 100%;
    box-sizing: border-box;
    padding: 3px 6px;
    border-bottom: 1px solid var(--rc-border);
  }
  .question-button:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .question-button[aria-expanded="true"] {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  h4 {
    margin: 0;
  }
  .whole {
    padding: 8px 6px 12px;
    border-bottom: 1px solid var(--rc-border);
  }
  .split {
    opacity: 0.75;
    font-size: 0.92em;
  }
  .answers {
    display: inline-flex;
    gap: 2px;
  }
  .right {
    color: var(--vscode-charts-green);
  }
  .wrong {
    color: var(--vscode-charts-red);
  }
`;
