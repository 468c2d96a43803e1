import { css, html, type TemplateResult } from "lit";

/** Values as text, the first column naming the rows. */
export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A chart's values as a table, scrolling within `height` pixels. */
export function dataTable(label: string, { header, rows }: TextTable, height: number): TemplateResult {
  return html`<div class="scroll as-table" style="height: ${height}px" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>
        <tr>
          ${header.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, ...values]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${values.map((value) => html`<td>${value}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export const dataTableStyles = css`
  .as-table table {
    width: 100%;
  }
  .as-table thead th {
    position: sticky;
    top: 0;
    background: var(--vscode-editor-background);
  }
  .as-table :is(th, td) {
    padding: 2px 8px;
    font-weight: 400;
  }
  .as-table th:first-child {
    text-align: left;
  }
`;
