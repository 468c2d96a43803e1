import { css } from "lit";

export const explorerStyles = css`
  :host {
    --rc-wrong: var(--vscode-charts-red, var(--vscode-errorForeground));
    --rc-train: var(--vscode-descriptionForeground);
    --rc-test: var(--vscode-charts-yellow);
    padding: 16px 4px 24px;
  }
  header {
    margin-bottom: 12px;
  }
  header vscode-single-select {
    width: 210px;
  }
  .error {
    margin: 0 0 var(--rc-gap);
    padding: 6px 10px;
    border: 1px solid var(--vscode-inputValidation-errorBorder);
    background: var(--vscode-inputValidation-errorBackground);
  }
  .body {
    margin-top: 4px;
  }
  .empty {
    padding: 60px 0;
    text-align: center;
  }
  vscode-tabs {
    min-width: 0;
  }
  vscode-tab-panel {
    padding-top: 12px;
  }
  aside {
    min-width: 0;
    margin-top: var(--rc-gap);
  }
  rc-path-detail {
    max-height: calc(100vh - 24px);
    overflow: auto;
  }
  @media (min-width: 960px) {
    .body.beside {
      display: grid;
      grid-template-columns: minmax(0, 1fr) clamp(340px, 30vw, 440px);
      gap: 16px;
      align-items: start;
    }
    aside {
      position: sticky;
      top: 12px;
      margin-top: 0;
    }
  }
`;
