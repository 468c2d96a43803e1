/** Text for HTML and SVG, also within attributes. */
export const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character]!);

export interface Table {
  readonly header: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

/** Cells are text. */
export function table({ header, rows }: Table): string {
  const head = header.map((title) => `<th scope="col">${escape(title)}</th>`).join("");
  const body = rows.map(
    ([name = "", ...cells]) =>
      `<tr><th scope="row">${escape(name)}</th>${cells.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`,
  );
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`;
}

/** A drawing with its title, and its values as a table that can be opened. */
export function figure(title: string, svg: string, values: Table): string {
  return `<figure><figcaption>${escape(title)}</figcaption>${svg}<details><summary>Values</summary>${table(values)}</details></figure>`;
}
