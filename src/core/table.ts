export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Longer texts go on below, broken between words. */
  readonly mostCharacters?: number;
}

/** A table in plain text: columns two spaces apart, a rule under the titles. Short rows are filled up. */
export function renderTable(columns: readonly Column[], texts: readonly (readonly string[])[]): string {
  const rows = texts.flatMap((row) => broken(columns, row));
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, i) =>
        align === "right" ? (cells[i] ?? "").padStart(widths[i]!) : (cells[i] ?? "").padEnd(widths[i]!),
      )
      .join("  ")
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    widths.map((width) => "─".repeat(width)).join("  "),
    ...rows.map(line),
  ].join("\n");
}

/** The lines that a row takes. */
function broken(columns: readonly Column[], row: readonly string[]): readonly (readonly string[])[] {
  const cells = columns.map(({ mostCharacters = Infinity }, i) => wrap(row[i] ?? "", mostCharacters));
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ""));
}

function wrap(text: string, most: number): readonly string[] {
  if (text.length <= most) return [text];
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line === "") lines.splice(-1, 1, word);
    else if (line.length + 1 + word.length <= most) lines.splice(-1, 1, `${line} ${word}`);
    else lines.push(word);
  }
  return lines;
}
