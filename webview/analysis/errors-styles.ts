import { css } from "lit";

export const errorsStyles = css`
  .summary {
    margin: 12px 0 0;
    max-width: 80ch;
  }
  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr));
    gap: var(--rc-gap);
    align-items: start;
    margin-top: var(--rc-gap);
  }
  aside {
    display: grid;
    gap: var(--rc-gap);
    min-width: 0;
    margin-top: var(--rc-gap);
  }
  @media (min-width: 960px) {
    .body {
      display: grid;
      grid-template-columns: minmax(0, 1fr) clamp(360px, 38vw, 560px);
      gap: 16px;
      align-items: start;
    }
    aside {
      position: sticky;
      top: 12px;
      max-height: calc(100vh - 24px);
      overflow: auto;
    }
  }
`;
