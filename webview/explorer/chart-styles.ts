import { css } from "lit";

/** What the flow and the coverage share: a head with tools, a drawing that takes the keyboard. */
export const chartStyles = css`
  :host {
    min-width: 0;
  }
  figure {
    margin: 0;
  }
  figcaption {
    min-height: 30px;
    margin-bottom: 8px;
  }
  .toolbar {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .crumbs {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .crumbs li + li::before {
    content: "›";
    margin-right: 4px;
    color: var(--vscode-descriptionForeground);
  }
  .crumbs [aria-current] {
    font-weight: 600;
  }
  .link {
    color: var(--vscode-textLink-foreground);
  }
  .link:hover {
    text-decoration: underline;
  }
  .note {
    margin: 6px 0 0;
    font-size: 0.92em;
  }
  .drawing {
    overflow-x: auto;
    overflow-y: hidden;
    cursor: pointer;
  }
  .dimmed .ribbons {
    opacity: 0.3;
  }
  .legend {
    margin-top: 10px;
  }
`;
