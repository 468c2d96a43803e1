import { css } from "lit";

export const sweepStyles = css`
  :host {
    display: block;
    padding: 16px 4px 32px;
  }
  h2 {
    margin-bottom: 10px;
  }
  h3 {
    margin-top: 16px;
  }
  ul {
    margin: 6px 0;
    padding-left: 20px;
  }
  .charts {
    display: grid;
    gap: var(--rc-gap);
    margin-top: var(--rc-gap);
  }
  @media (min-width: 900px) {
    .charts {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
  }
  .problem {
    color: var(--vscode-errorForeground);
  }
  table {
    border-collapse: collapse;
  }
  :is(th, td) {
    padding: 3px 12px 3px 0;
    text-align: left;
    font-weight: 400;
    white-space: nowrap;
  }
  thead th {
    border-bottom: 1px solid var(--rc-border);
    color: var(--vscode-descriptionForeground);
  }
  tr.first:not(:first-child) :is(th, td) {
    border-top: 1px solid var(--rc-border);
  }
  .seed {
    padding: 0 4px;
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
  }
  li {
    margin: 4px 0;
  }
`;
