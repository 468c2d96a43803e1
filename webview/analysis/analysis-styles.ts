import { css } from "lit";

export const analysisStyles = css`
  :host {
    padding: 16px 4px 32px;
  }
  header {
    margin-bottom: 12px;
  }
  .choice {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  header vscode-single-select {
    width: 130px;
  }
  header vscode-single-select.reference {
    width: 250px;
  }
  .error {
    margin: 0 0 var(--rc-gap);
    padding: 6px 10px;
    border: 1px solid var(--vscode-inputValidation-errorBorder);
    background: var(--vscode-inputValidation-errorBackground);
  }
  .waiting {
    padding: 60px 0;
    text-align: center;
  }
  .nothing {
    display: grid;
    justify-items: center;
    gap: 8px;
    padding: 40px 16px;
    text-align: center;
  }
  vscode-tab-panel {
    padding-top: 12px;
  }
  .waits {
    opacity: 0.6;
  }
`;
