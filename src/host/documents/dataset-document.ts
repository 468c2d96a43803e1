import type { Dataset } from "../../core/dataset/open.ts";
import type { PersonId } from "../../core/graph/types.ts";
import { objectName, type Statement } from "../../core/language/statement.ts";
import type { CommandName } from "../ids.ts";
import { factMarkdown } from "./fact-hover.ts";
import type { DocumentTarget } from "./uri.ts";

/** [start, end) on a line, from 0. */
export interface Span {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Opens another document; `name` is what its tab shows. */
export interface DocumentAction {
  readonly name: string;
  readonly target: DocumentTarget;
}

/** Opens a document or runs a command of this extension. */
export type Action = DocumentAction | { readonly command: CommandName; readonly arguments: readonly unknown[] };

/** A sentence that states a fact, on a line of its own. */
export interface FactLine {
  readonly line: number;
  readonly statement: Statement;
}

export type NameSpan = Span & { readonly person: PersonId };
export type HoverSpan = Span & { readonly markdown: string };
export type LinkSpan = Span & { readonly action: Action; readonly tooltip: string };

export interface Lens {
  readonly line: number;
  readonly title: string;
  readonly tooltip?: string;
  readonly action: Action;
}

/** An entry of the outline; it reaches to the next one of its depth or above. */
export interface OutlineEntry {
  readonly line: number;
  /** 0 for the document's title. Headings fold. */
  readonly depth: number;
  readonly kind: "heading" | "fact" | "question" | "path";
  readonly name: string;
  readonly detail?: string;
}

/** A read-only text about a dataset, and all that the editor asks about it, as plain data. */
export interface DatasetDocument {
  readonly text: string;
  /** Whose contextual facts it states; names lead to biographies in it. */
  readonly world: number;
  readonly facts: readonly FactLine[];
  readonly names: readonly NameSpan[];
  readonly hovers: readonly HoverSpan[];
  readonly links: readonly LinkSpan[];
  readonly lenses: readonly Lens[];
  readonly outline: readonly OutlineEntry[];
}

const factDepth = 3;

/** Writes a document line by line. */
export class DocumentBuilder {
  readonly #dataset: Dataset;
  readonly #world: number;
  readonly #lines: string[] = [];
  readonly #facts: FactLine[] = [];
  readonly #names: NameSpan[] = [];
  readonly #hovers: HoverSpan[] = [];
  readonly #links: LinkSpan[] = [];
  readonly #lenses: Lens[] = [];
  readonly #outline: OutlineEntry[] = [];

  /** @param world whose contextual facts are stated */
  constructor(dataset: Dataset, world = 0) {
    this.#dataset = dataset;
    this.#world = world;
  }

  /** `people`: who is named in the text. */
  line(text = "", people: readonly PersonId[] = []): this {
    let from = 0;
    for (const person of people) {
      const name = this.#dataset.graph.people[person]!.name;
      const start = text.indexOf(name, from);
      if (start < 0) continue;
      from = start + name.length;
      this.#names.push({ line: this.#lines.length, start, end: from, person });
    }
    this.#lines.push(text);
    return this;
  }

  /** A heading and an empty line; the title is underlined twice. */
  heading(text: string, depth: 0 | 1 | 2 = 1, people: readonly PersonId[] = []): this {
    this.outline({ kind: "heading", depth, name: text }).line(text, people);
    if (depth < 2) this.line((depth === 0 ? "═" : "─").repeat(text.length)).line();
    return this;
  }

  /** Enters the next line into the outline. */
  outline(entry: Omit<OutlineEntry, "line">): this {
    this.#outline.push({ ...entry, line: this.#lines.length });
    return this;
  }

  statements(statements: readonly Statement[]): this {
    for (const statement of statements) {
      const line = this.#lines.length;
      const { triple, subject, object, text } = statement;
      const name = objectName(this.#dataset.graph, triple.object);
      this.outline({ kind: "fact", depth: factDepth, name: triple.relation, detail: name });
      this.#facts.push({ line, statement });
      this.#hovers.push({ line, start: 0, end: text.length, markdown: factMarkdown(statement, this.#dataset) });
      this.#names.push({ line, start: subject[0], end: subject[1], person: triple.subject });
      if (typeof triple.object === "number") {
        this.#names.push({ line, start: object[0], end: object[1], person: triple.object });
      }
      this.#lines.push(text);
    }
    return this;
  }

  /** Makes a link of the first occurrence of `text` in the last line. */
  link(text: string, action: Action, tooltip: string): this {
    const line = this.#lines.length - 1;
    const start = this.#lines[line]!.indexOf(text);
    this.#links.push({ line, start, end: start + text.length, action, tooltip });
    return this;
  }

  /** A hover over the whole last line. */
  hover(markdown: string): this {
    const line = this.#lines.length - 1;
    this.#hovers.push({ line, start: 0, end: this.#lines[line]!.length, markdown });
    return this;
  }

  /** A CodeLens over the next line. */
  lens(title: string, action: Action, tooltip?: string): this {
    const line = this.#lines.length;
    this.#lenses.push({ line, title, action, ...(tooltip === undefined ? {} : { tooltip }) });
    return this;
  }

  build(): DatasetDocument {
    return {
      text: `${this.#lines.join("\n").trimEnd()}\n`,
      world: this.#world,
      facts: this.#facts,
      names: this.#names,
      hovers: this.#hovers,
      links: this.#links,
      lenses: this.#lenses,
      outline: this.#outline,
    };
  }
}

/** The person named at a place, if any. */
export function nameAt(document: DatasetDocument, line: number, character: number): NameSpan | undefined {
  return document.names.find((name) => name.line === line && name.start <= character && character <= name.end);
}

/** The last line (from 0) of each outline entry: before the next of its depth or above, empty lines left out. */
export function outlineEnds({ outline, text }: Pick<DatasetDocument, "outline" | "text">): number[] {
  const lines = text.trimEnd().split("\n");
  const ends: number[] = [];
  /** Positions of the entries that have not ended yet, outermost first. */
  const open: number[] = [];
  const close = (depth: number, next: number): void => {
    let last = next - 1;
    while (last > 0 && lines[last] === "") last--;
    while (open.length > 0 && outline[open.at(-1)!]!.depth >= depth) {
      const entry = open.pop()!;
      ends[entry] = Math.max(outline[entry]!.line, last);
    }
  };
  outline.forEach(({ depth, line }, entry) => {
    close(depth, line);
    open.push(entry);
  });
  close(0, lines.length);
  return ends;
}
