/** Colours of VS Code's themes, as far as the panels need them to be seen. */
export const themes = {
  dark: `:root { color-scheme: dark;
  --vscode-font-family: sans-serif; --vscode-font-size: 13px; --vscode-editor-background: #1f1f1f;
  --vscode-foreground: #cccccc; --vscode-descriptionForeground: #9d9d9d; --vscode-charts-blue: #59a4f9;
  --vscode-charts-orange: #d18616; --vscode-charts-green: #89d185; --vscode-charts-purple: #b180d7;
  --vscode-charts-red: #f14c4c; --vscode-charts-yellow: #cca700; --vscode-charts-foreground: #cccccc;
  --vscode-focusBorder: #0078d4; --vscode-panel-border: #2b2b2b; --vscode-button-background: #0078d4;
  --vscode-button-foreground: #ffffff; --vscode-input-background: #313131; --vscode-input-foreground: #cccccc;
  --vscode-dropdown-background: #313131; --vscode-dropdown-foreground: #cccccc; --vscode-textLink-foreground: #4daafc;
  --vscode-editorHoverWidget-background: #202020; --vscode-inputOption-activeBackground: #2489db82;
  --vscode-progressBar-background: #0078d4; --vscode-panelTitle-activeForeground: #cccccc;
}
body { background: var(--vscode-editor-background); }`,
  light: `:root { color-scheme: light;
  --vscode-font-family: sans-serif; --vscode-font-size: 13px; --vscode-editor-background: #ffffff;
  --vscode-foreground: #3b3b3b; --vscode-descriptionForeground: #3b3b3b; --vscode-charts-blue: #1a85ff;
  --vscode-charts-orange: #d18616; --vscode-charts-green: #388a34; --vscode-charts-purple: #652d90;
  --vscode-charts-red: #e51400; --vscode-charts-yellow: #bf8803; --vscode-charts-foreground: #3b3b3b;
  --vscode-focusBorder: #005fb8; --vscode-panel-border: #e5e5e5; --vscode-button-background: #005fb8;
  --vscode-button-foreground: #ffffff; --vscode-input-background: #ffffff; --vscode-input-foreground: #3b3b3b;
  --vscode-dropdown-background: #ffffff; --vscode-dropdown-foreground: #3b3b3b; --vscode-textLink-foreground: #005fb8;
  --vscode-editorHoverWidget-background: #f8f8f8; --vscode-inputOption-activeBackground: #bed6ed;
  --vscode-progressBar-background: #005fb8; --vscode-panelTitle-activeForeground: #3b3b3b;
}
body { background: var(--vscode-editor-background); }`,
  contrast: `:root { color-scheme: dark;
  --vscode-font-family: sans-serif; --vscode-font-size: 13px; --vscode-editor-background: #000000;
  --vscode-foreground: #ffffff; --vscode-descriptionForeground: #ffffffb3; --vscode-charts-blue: #59a4f9;
  --vscode-charts-orange: #d18616; --vscode-charts-green: #89d185; --vscode-charts-purple: #b180d7;
  --vscode-charts-red: #f48771; --vscode-charts-yellow: #ffd370; --vscode-charts-foreground: #ffffff;
  --vscode-focusBorder: #f38518; --vscode-panel-border: #6fc3df; --vscode-contrastBorder: #6fc3df;
  --vscode-contrastActiveBorder: #f38518; --vscode-button-background: #000000; --vscode-button-foreground: #ffffff;
  --vscode-button-border: #6fc3df; --vscode-input-background: #000000; --vscode-input-foreground: #ffffff;
  --vscode-input-border: #6fc3df; --vscode-dropdown-background: #000000; --vscode-dropdown-foreground: #ffffff;
  --vscode-textLink-foreground: #21a6ff; --vscode-editorHoverWidget-background: #000000;
  --vscode-progressBar-background: #6fc3df; --vscode-panelTitle-activeForeground: #ffffff;
}
body { background: var(--vscode-editor-background); }`,
} as const;
