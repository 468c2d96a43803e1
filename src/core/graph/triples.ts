import { readFileSync } from "node:fs";
import { CsvError, parse } from "csv-parse/sync";
import type { Diagnostic } from "../curriculum/document.ts";
import { nearest } from "../curriculum/suggest.ts";
import { UserError } from "../errors.ts";
import { formatCount } from "../format.ts";
import type { CompactGraph } from "./compact.ts";
import { FactCollector, type Conflict } from "./fact-collector.ts";
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
  readonly kind: "malformed" | "reflexive" | "repeated" | "contradiction";
}

/** What the first or the second column of a header is called. */
const headers = [/^(?:subject|head|s|h)$/i, /^(?:relation|predicate|r|p)$/i] as const;

/**
 * The rows of CSV or, where the first line holds a tab, TSV; a header is left out. A name is one name however its accents
 * are encoded. @throws CsvError
 */
function readRows(text: string): Row[] {
  const records = parse(text.normalize(), {
    bom: true,
    delimiter: /^[^\r\n]*\t/.test(text) ? "\t" : ",",
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  }) as unknown as { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  const rows = records.map(({ record, info }) => ({ line: info.lines, cells: withPlainName(record) }));
  const first = rows[0]?.cells ?? [];
  return first.length === 3 && headers.some((name, column) => name.test(first[column]!)) ? rows.slice(1) : rows;
}

/** "place of birth" is read as the name place_of_birth. */
function withPlainName(cells: readonly string[]): readonly string[] {
  return cells.map((cell, column) => (column === 1 ? cell.replace(/[^\S\r\n]+/g, "_") : cell));
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
    troubles.push({ line, severity: "warning", ...troubleWith([subject, relation, object], conflict) });
  }
  if (rows.length === 0) {
    const message = "it holds no triple; write subject, relation and object on each line";
    troubles.push({ line: 1, message, severity: "error", kind: "malformed" });
  }
  return { facts, troubles };
}

function troubleWith(triple: readonly [string, string, string], known: Conflict): Pick<Trouble, "kind" | "message"> {
  const [subject, relation, object] = triple;
  const stated = `(${triple.join(", ")})`;
  const before = `(${known.subject}, ${known.relation}, ${known.object})`;
  if (stated === before) return { kind: "reflexive", message: `${stated} relates ${subject} to itself` };
  return known.subject === subject && known.relation === relation && known.object !== object
    ? { kind: "repeated", message: `${stated} gives a second object beside ${before}` }
    : { kind: "contradiction", message: `${stated} contradicts ${before}` };
}

/** What bytes that are no UTF-8 are read as, and those of UTF-16. */
const undecoded = /[\0\uFFFD]/;

function malformation(cells: readonly string[]): string | undefined {
  if (cells.some((cell) => undecoded.test(cell))) return "the text is no UTF-8; save the file in that encoding";
  if (cells.length === 1) return "1 cell where subject, relation and object are 3; put commas or tabs between them";
  if (cells.length !== 3)
    return `${cells.length} cells where subject, relation and object are 3; put a cell that holds a comma or a tab in double quotes`;
  const empty = cells.findIndex((cell) => cell === "");
  if (empty >= 0) return `the ${["subject", "relation", "object"][empty]!} is empty; fill it in or drop the line`;
  if (cells.some((cell) => /[\r\n\u2028\u2029]/.test(cell))) return "a cell holds a line break; write it on one line";
  return undefined;
}

function unknownRelation(relation: string, facts: FactCollector, names: readonly string[]): string | undefined {
  if (facts.relation(relation)) return undefined;
  const meant = nearest(relation, names);
  return `"${relation}" is no relation of the table; add it to graph.relationFile${meant === undefined ? "" : `, or write "${meant}"`}`;
}

/** The troubles of a triple file as an editor and a terminal show them: the first few of each kind, and their number. */
export function checkTriples(text: string, file: string, table: readonly Relation[]): Diagnostic[] {
  const { facts, troubles } = collect(text, table, table);
  const place = (line: number, message: string, severity: Diagnostic["severity"]): Diagnostic => {
    return { file, line, column: 1, offset: 0, length: 0, field: "graph.tripleFile", message, severity };
  };
  const shown = (["malformed", "repeated", "contradiction", "reflexive"] as const).flatMap((kind) => {
    const all = troubles.filter((trouble) => trouble.kind === kind);
    return all.slice(0, examples).map(({ line, message, severity }, i) => {
      const more = all.length - examples;
      const rest = i === examples - 1 && more > 0 ? ` (and ${formatCount(more)} more such lines)` : "";
      return place(line, `${message}${consequence[kind]}${rest}.`, severity);
    });
  });
  if (facts.implied === 0) return shown;
  const completed = `${formatCount(facts.implied)} ${facts.implied === 1 ? "fact is" : "facts are"} added, the other directions of symmetric and inverse relations.`;
  return [...shown, place(1, completed, "warning")];
}

const examples = 3;
const consequence = {
  malformed: "",
  reflexive: ": it is left out",
  repeated: ": the first is kept",
  contradiction: ": the first is kept",
} as const;

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
