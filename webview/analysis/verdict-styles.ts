import { css } from "lit";

export const verdictStyles = css`
  .first {
    margin-top: 12px;
  }
  .first > .row {
    margin-bottom: var(--rc-gap);
  }
  .main {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
    gap: var(--rc-gap);
  }
  .verdict {
    border-left-width: 5px;
    padding: 14px 16px;
  }
  .verdict.synthesis {
    border-left-color: var(--vscode-charts-green);
  }
  .verdict.amplification {
    border-left-color: var(--vscode-charts-yellow);
    border-left-style: double;
  }
  .verdict.undecided {
    border-left-style: dashed;
  }
  .name {
    display: flex;
    align-items: center;
    gap: 10px;
    font-size: 1.9em;
    font-weight: 600;
  }
  .verdict p {
    margin: 10px 0 0;
    max-width: 90ch;
  }
  .needed {
    padding-left: 10px;
    border-left: 2px solid var(--vscode-textBlockQuote-border, var(--rc-border));
  }
  .scroll {
    margin-top: var(--rc-gap);
  }
  .scroll table {
    width: 100%;
  }
  th[scope="row"] {
    font-weight: 400;
  }
  .inline {
    display: inline-flex;
    align-items: center;
    gap: 5px;
  }
  rc-findings,
  rc-thresholds {
    display: block;
    margin-top: var(--rc-gap);
  }
  .beside {
    font-weight: 400;
    font-size: 0.85em;
  }
`;
