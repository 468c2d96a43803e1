import { readFileSync } from "node:fs";
import { CsvError, parse } from "csv-parse/sync";
import type { Diagnostic } from "../curriculum/document.ts";
import { didYouMean } from "../curriculum/suggest.ts";
import { UserError } from "../errors.ts";
import { formatCount } from "../format.ts";
import type { CompactGraph } from "./compact.ts";
import { FactCollector } from "./fact-collector.ts";
import type { Relation } from "./types.ts";

/** One line of a triple file: three cells, if it is right. */
interface Row {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What was wrong on a line, and whether the file can be used without it. */
interface Trouble {
  readonly line: number;
  readonly message: string;
  readonly severity: Diagnostic["severity"];
  /** Troubles of one kind are counted together. */
  readonly kind: "malformed" | "repeated" | "contradiction";
}

const header = /^(subject|head|s|h)$/i;

/** The rows of CSV or, where the first line holds a tab, TSV; a header is left out. @throws CsvError */
function readRows(text: string): Row[] {
  const records = parse(text, {
    bom: true,
    delimiter: /^[^\r\n]*\t/.test(text) ? "\t" : ",",
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  }) as unknown as { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  const rows = records.map(({ record, info }) => ({ line: info.lines, cells: record }));
  return header.test(rows[0]?.cells[0] ?? "") && rows[0]?.cells.length === 3 ? rows.slice(1) : rows;
}

function collect(
  text: string,
  table: readonly Relation[],
  inUse: readonly Relation[],
): { readonly facts: FactCollector; readonly troubles: readonly Trouble[] } {
  const facts = new FactCollector(table, inUse);
  const troubles: Trouble[] = [];
  let rows: Row[];
  try {
    rows = readRows(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = lineOf(error);
    return { facts, troubles: [{ line, message: `no table: ${error.message}`, severity: "error", kind: "malformed" }] };
  }
  const names = table.map(({ name }) => name);
  for (const { line, cells } of rows) {
    const malformed = malformation(cells) ?? unknownRelation(cells[1]!, facts, names);
    if (malformed !== undefined) {
      troubles.push({ line, message: malformed, severity: "error", kind: "malformed" });
      continue;
    }
    const [subject, relation, object] = cells as [string, string, string];
    const conflict = facts.conflict(subject, relation, object);
    if (!conflict) {
      facts.add(subject, relation, object);
      continue;
    }
    const known = `(${conflict.subject}, ${conflict.relation}, ${conflict.object})`;
    const repeated = conflict.subject === subject && conflict.relation === relation && conflict.object !== object;
    troubles.push({
      line,
      message: `(${subject}, ${relation}, ${object}) ${repeated ? "gives a second object beside" : "contradicts"} ${known}`,
      severity: "warning",
      kind: repeated ? "repeated" : "contradiction",
    });
  }
  if (rows.length === 0) {
    const message = "it holds no triple; write subject, relation and object on each line";
    troubles.push({ line: 1, message, severity: "error", kind: "malformed" });
  }
  return { facts, troubles };
}

function malformation(cells: readonly string[]): string | undefined {
  if (cells.length !== 3)
    return `${cells.length} cells where subject, relation and object are 3; put a cell that holds a comma or a tab in double quotes`;
  const empty = cells.findIndex((cell) => cell === "");
  if (empty >= 0) return `the ${["subject", "relation", "object"][empty]!} is empty; fill it in or drop the line`;
  if (cells.some((cell) => /[\r\n]/.test(cell))) return "a cell holds a line break; write it on one line";
  return undefined;
}

function unknownRelation(relation: string, facts: FactCollector, names: readonly string[]): string | undefined {
  if (facts.relation(relation)) return undefined;
  return `"${relation}" is no relation of the table; add it to graph.relationFile, or ${didYouMean(relation, names)}`;
}

/** The troubles of a triple file as an editor and a terminal show them: the first few of each kind, and their number. */
export function checkTriples(text: string, file: string, table: readonly Relation[]): Diagnostic[] {
  const { facts, troubles } = collect(text, table, table);
  const place = (line: number, message: string, severity: Diagnostic["severity"]): Diagnostic => {
    return { file, line, column: 1, offset: 0, length: 0, field: "graph.tripleFile", message, severity };
  };
  const shown = (["malformed", "repeated", "contradiction"] as const).flatMap((kind) => {
    const all = troubles.filter((trouble) => trouble.kind === kind);
    return all.slice(0, examples).map(({ line, message, severity }, i) => {
      const more = all.length - examples;
      const rest = i === examples - 1 && more > 0 ? ` (and ${formatCount(more)} more such lines)` : "";
      return place(line, `${message}${consequence[kind]}${rest}.`, severity);
    });
  });
  if (facts.implied === 0) return shown;
  const completed = `${formatCount(facts.implied)} facts are added, the other directions of symmetric and inverse relations.`;
  return [...shown, place(1, completed, "warning")];
}

const examples = 3;
const consequence = { malformed: "", repeated: ": the first is kept", contradiction: ": the first is kept" } as const;

/** The triples of a text, of whatever relations. @throws UserError naming the line that is wrong */
export function readTriples(text: string, file: string): readonly (readonly [string, string, string])[] {
  return rowsOf(text, file).map(({ line, cells }) => {
    const malformed = malformation(cells);
    if (malformed !== undefined) throw new UserError(`${file}:${line}: ${malformed}.`);
    return cells as readonly [string, string, string];
  });
}

function rowsOf(text: string, file: string): readonly Row[] {
  try {
    return readRows(text);
  } catch (error) {
    throw error instanceof CsvError ? new UserError(`${file}:${lineOf(error)}: no table: ${error.message}.`) : error;
  }
}

function lineOf(error: CsvError): number {
  return typeof error["lines"] === "number" ? error["lines"] : 1;
}

/** The graph of a triple file. @throws UserError naming the line that is wrong. */
export function readTripleGraph(file: string, table: readonly Relation[], inUse: readonly Relation[]): CompactGraph {
  const { facts, troubles } = collect(readFileSync(file, "utf8"), table, inUse);
  const wrong = troubles.find(({ severity }) => severity === "error");
  if (wrong) throw new UserError(`${file}:${wrong.line}: ${wrong.message}.`);
  return facts.graph();
}
