import { css } from "lit";

export const chartStyles = css`
  figure {
    margin: 0;
    height: 100%;
    display: flex;
    flex-direction: column;
  }
  figcaption.row {
    min-height: 24px;
    margin-bottom: 4px;
    flex-wrap: nowrap;
  }
  h3 {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .toolbar {
    display: flex;
    flex: none;
    align-items: center;
    gap: 2px;
  }
  .plot-area {
    position: relative;
    cursor: crosshair;
    touch-action: pan-y;
  }
  .selection {
    position: absolute;
    left: 52px;
    right: 14px;
    border: solid var(--vscode-focusBorder);
    border-width: 1px 0;
    background: color-mix(in srgb, var(--vscode-foreground) 12%, transparent);
    pointer-events: none;
  }
  .tool {
    padding: 1px 5px;
    font-size: 0.92em;
  }
  .tool[hidden] {
    display: none;
  }
  .tool:hover:not([aria-disabled="true"]) {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .tool[aria-pressed="true"] {
    outline: 1px solid var(--vscode-inputOption-activeBorder, var(--vscode-focusBorder));
    outline-offset: -1px;
    background: var(--vscode-inputOption-activeBackground);
    color: var(--vscode-inputOption-activeForeground);
  }
  .tool[aria-disabled="true"] {
    opacity: 0.5;
    cursor: default;
  }
  .plot-area > svg {
    display: block;
  }
  .plot-area[hidden] {
    display: none;
  }
  .empty {
    position: absolute;
    inset: 0;
    margin: 0;
    display: grid;
    place-items: center;
  }
  .cursor {
    position: absolute;
    top: 8px;
    bottom: 34px;
    border-left: 1px dashed var(--vscode-descriptionForeground);
    pointer-events: none;
  }
  .tooltip {
    position: absolute;
    top: 0;
    z-index: 1;
    max-width: 90%;
    padding: 6px 8px;
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--rc-border));
    border-radius: 4px;
    background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
    color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground));
    box-shadow: 0 2px 8px var(--vscode-widget-shadow);
    font-size: 0.92em;
    pointer-events: none;
  }
  .value,
  .legend button {
    display: flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .value b {
    margin-left: auto;
    padding-left: 12px;
  }
  .legend {
    min-height: 24px;
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    padding-top: 6px;
    margin-top: auto;
    font-size: 0.92em;
  }
  .legend button[aria-pressed="false"] {
    opacity: 0.55;
    text-decoration: line-through;
  }
  .value svg,
  .legend svg {
    flex: none;
  }
`;

/** A drawing of marks that take the keyboard together: bars, cells, ribbons. */
export const drawingStyles = css`
  .drawing {
    position: relative;
  }
  .drawing > svg {
    display: block;
    font-size: 11px;
    font-family: var(--vscode-font-family);
  }
  .drawing:focus-visible {
    outline-offset: 3px;
  }
`;
