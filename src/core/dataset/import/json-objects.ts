import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

const CHUNK = 1024 * 1024;

/** An object of a file; `value` is absent where its text is no JSON. */
export interface PlacedValue {
  /** Of its first character, from 1. */
  readonly line: number;
  readonly value?: unknown;
}

/**
 * The objects that a JSON array or JSON lines hold, one at a time, so that files larger than memory can be read. What
 * stands between objects (brackets, commas, line ends) is passed over.
 */
export function* readObjects(file: string, onBytes?: (bytes: number) => void): Generator<PlacedValue> {
  const scanner = new ObjectScanner();
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(CHUNK);
    const decoder = new StringDecoder("utf8");
    for (let size = CHUNK; size > 0;) {
      size = readSync(descriptor, buffer, 0, CHUNK, null);
      onBytes?.(size);
      yield* scanner.scan(decoder.write(buffer.subarray(0, size)));
    }
    yield* scanner.end();
  } finally {
    closeSync(descriptor);
  }
}

/** Cuts text at the braces that close objects; braces in strings do not count. */
class ObjectScanner {
  #line = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Of the object that is open: its first line and its text so far. */
  #start = 1;
  #text = "";

  *scan(chunk: string): Generator<PlacedValue> {
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const character = chunk.charCodeAt(i);
      if (character === 10) this.#line++;
      if (this.#depth === 0) {
        if (character !== openBrace) continue;
        [this.#depth, this.#start, from] = [1, this.#line, i];
      } else if (this.#step(character)) {
        yield parsed(this.#start, this.#text + chunk.slice(from, i + 1));
        this.#text = "";
      }
    }
    if (this.#depth > 0) this.#text += chunk.slice(from);
  }

  *end(): Generator<PlacedValue> {
    if (this.#depth > 0) yield { line: this.#start };
  }

  /** Whether the character closes the object. */
  #step(character: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (character === backslash) this.#escaped = true;
      else if (character === quote) this.#inString = false;
      return false;
    }
    if (character === quote) this.#inString = true;
    else if (character === openBrace) this.#depth++;
    else if (character === closeBrace) this.#depth--;
    return this.#depth === 0;
  }
}

const [openBrace, closeBrace, quote, backslash] = ["{", "}", '"', "\\"].map((text) => text.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];

function parsed(line: number, text: string): PlacedValue {
  try {
    return { line, value: JSON.parse(text) };
  } catch {
    return { line };
  }
}
