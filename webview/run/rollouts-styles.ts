import { css } from "lit";

export const rolloutsStyles = css`
  .slider {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
  .slider input {
    width: min(420px, 40vw);
    accent-color: var(--vscode-progressBar-background);
  }
  .slider output {
    min-width: 4em;
    font-weight: 600;
  }
  .turn {
    display: inline-flex;
    padding: 3px;
  }
  .turn:hover:not(:disabled) {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .turn:disabled {
    opacity: 0.4;
    cursor: default;
  }
  article {
    margin-top: var(--rc-gap);
  }
  article p {
    margin: 6px 0;
  }
  nav {
    margin-top: var(--rc-gap);
  }
  pre {
    max-height: 160px;
    margin: 6px 0 0;
    padding: 6px 10px;
    overflow: auto;
    border-left: 3px solid var(--rc-border);
    background: var(--rc-tint);
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.95em;
    white-space: pre-wrap;
  }
  table {
    width: 100%;
  }
  :is(th, td) {
    padding: 3px 10px;
    vertical-align: top;
  }
  th[scope="row"] {
    padding-left: 0;
    font-weight: 400;
    white-space: normal;
  }
  th.text {
    padding-left: 0;
  }
  .reward {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .reward.some vscode-icon {
    color: var(--vscode-charts-green);
  }
  .reward.none vscode-icon {
    color: var(--vscode-charts-red, var(--vscode-errorForeground));
  }
`;
