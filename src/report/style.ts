/** Light and dark as the reader has it, and for paper. The panels' colours have the names that VS Code gives them. */
export const style = `
:root { color-scheme: light dark; --ink: #1f2328; --muted: #59636e; --page: #ffffff; --card: #f6f8fa; --line: #d1d9e0;
  --vscode-charts-blue: #0b6bb8; --vscode-charts-orange: #b35900; --vscode-charts-green: #1a7f37; --vscode-charts-purple: #8250df;
  --vscode-charts-red: #cf222e; --vscode-charts-yellow: #946200; --vscode-charts-foreground: #1f2328; --vscode-descriptionForeground: #59636e; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --muted: #9198a1; --page: #0d1117; --card: #151b23; --line: #3d444d;
  --vscode-charts-blue: #59a4f9; --vscode-charts-orange: #e2a43b; --vscode-charts-green: #57ab5a; --vscode-charts-purple: #b180d7;
  --vscode-charts-red: #f47067; --vscode-charts-yellow: #d6b93a; --vscode-charts-foreground: #e6edf3; --vscode-descriptionForeground: #9198a1; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 1120px; background: var(--page); color: var(--ink); font: 14px/1.5 system-ui, sans-serif; }
h1 { margin: 0 0 4px; font-size: 26px; } h2 { margin: 36px 0 10px; padding-bottom: 4px; border-bottom: 1px solid var(--line); font-size: 20px; }
h3 { margin: 24px 0 8px; font-size: 16px; } p { max-width: 90ch; } .muted, figcaption + .muted { color: var(--muted); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th, td { padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--muted); font-weight: 500; } tbody th { font-weight: 500; } .scroll { overflow-x: auto; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); gap: 14px; align-items: start; }
figure { margin: 0; padding: 12px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); break-inside: avoid; min-width: 0; }
figcaption { margin-bottom: 6px; font-weight: 600; } figure > svg { display: block; width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 11px; }
svg text.muted, svg tspan.muted { fill: var(--muted); } .grid { stroke: var(--ink); stroke-opacity: 0.14; fill: none; } .rule { stroke: var(--muted); fill: none; }
.line { fill: none; } .marker { fill: var(--card); stroke-width: 1.5; } .whisker { stroke: var(--ink); stroke-width: 1.25; fill: none; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-top: 6px; font-size: 12px; } .legend span { display: inline-flex; align-items: center; gap: 6px; }
details { margin-top: 6px; font-size: 12px; } summary { cursor: pointer; color: var(--muted); } details .scroll { max-height: 260px; overflow: auto; }
.verdict { padding: 12px 16px; border: 1px solid var(--line); border-left: 5px solid var(--muted); border-radius: 6px; background: var(--card); break-inside: avoid; }
.verdict + .charts { margin-top: 14px; } .verdict b { font-size: 20px; } .synthesis { border-left-color: var(--vscode-charts-green); } .amplification { border-left: 5px double var(--vscode-charts-yellow); } .undecided { border-left-style: dashed; }
.findings { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); gap: 14px; padding: 0; list-style: none; }
.findings li { padding: 10px 14px; border: 1px solid var(--line); border-left: 4px solid var(--line); border-radius: 6px; background: var(--card); break-inside: avoid; }
.findings li.holds { border-left-color: var(--vscode-charts-yellow); } .findings li.does-not-hold { border-left-color: var(--vscode-charts-green); } .findings h4 { margin: 2px 0 6px; font-size: 14px; }
pre { padding: 12px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); overflow-x: auto; }
@media print { body { padding: 0; max-width: none; font-size: 11px; } details { display: none; } .charts { grid-template-columns: 1fr 1fr; } h2 { break-after: avoid; } }
`;
