import type { Dataset } from "../../core/dataset/open.ts";
import type { PersonId } from "../../core/graph/types.ts";
import type { Statement } from "../../core/language/statement.ts";
import { factMarkdown } from "./fact-hover.ts";

/** A sentence that states a fact, and the line it stands on (from 0). */
export interface FactLine {
  readonly line: number;
  readonly statement: Statement;
  /** The hover over the sentence, as Markdown. */
  readonly markdown: string;
}

/** Where a person is named: [start, end) on a line. */
export interface NameSpan {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly person: PersonId;
}

/** A read-only text whose sentences are known as facts and whose names as people. */
export interface FactDocument {
  readonly text: string;
  readonly facts: readonly FactLine[];
  readonly names: readonly NameSpan[];
  /** Lines that are headings. */
  readonly headings: readonly number[];
  /** Whose contextual facts it states. */
  readonly world: number;
  /** Line of the heading over the contextual facts, where another world can be chosen. */
  readonly worldLine?: number;
}

/** Writes a fact document line by line. */
export class FactDocumentBuilder {
  readonly #dataset: Dataset;
  readonly #world: number;
  readonly #lines: string[] = [];
  readonly #facts: FactLine[] = [];
  readonly #names: NameSpan[] = [];
  readonly #headings: number[] = [];
  #worldLine: number | undefined;

  /** @param world whose contextual facts are stated */
  constructor(dataset: Dataset, world: number) {
    this.#dataset = dataset;
    this.#world = world;
  }

  /** `people`: who is named in the text. */
  line(text = "", people: readonly PersonId[] = []): this {
    for (const person of people) {
      const name = this.#dataset.graph.people[person]!.name;
      const start = text.indexOf(name);
      if (start >= 0) this.#names.push({ line: this.#lines.length, start, end: start + name.length, person });
    }
    this.#lines.push(text);
    return this;
  }

  heading(text: string): this {
    this.#headings.push(this.#lines.length);
    return this.line(text).line("─".repeat(text.length));
  }

  worldHeading(text: string): this {
    this.#worldLine = this.#lines.length;
    return this.heading(text);
  }

  statements(statements: readonly Statement[]): this {
    for (const statement of statements) {
      const line = this.#lines.length;
      const { triple, subject, object } = statement;
      this.#facts.push({ line, statement, markdown: factMarkdown(statement, this.#dataset) });
      this.#names.push({ line, start: subject[0], end: subject[1], person: triple.subject });
      if (typeof triple.object === "number") {
        this.#names.push({ line, start: object[0], end: object[1], person: triple.object });
      }
      this.#lines.push(statement.text);
    }
    return this;
  }

  build(): FactDocument {
    return {
      text: `${this.#lines.join("\n")}\n`,
      facts: this.#facts,
      names: this.#names,
      headings: this.#headings,
      world: this.#world,
      ...(this.#worldLine === undefined ? {} : { worldLine: this.#worldLine }),
    };
  }
}

/** The person named at a place, if any. */
export function nameAt(document: FactDocument, line: number, character: number): NameSpan | undefined {
  return document.names.find((name) => name.line === line && name.start <= character && character <= name.end);
}
