import type { PersonId } from "../graph/types.ts";
import type { Question } from "./types.ts";

/**
 * `questions/comp.train.index`: what can be asked of a file of questions without reading it. Unsigned 32-bit integers,
 * little-endian: magic, version and number of questions; then, one column after the other, the length of each line in
 * bytes, its path's position in `paths.jsonl`, its world and its wording; then the entities of all questions, as many
 * each as its path has hops.
 */
const magic = 0x58444951;
const version = 1;
const header = 3;
const columns = ["bytes", "path", "world", "wording"] as const;
type Column = (typeof columns)[number];

const bytesPerNumber = 4;

export class QuestionIndexBuilder {
  readonly #columns: Readonly<Record<Column, number[]>> = { bytes: [], path: [], world: [], wording: [] };
  readonly #entities: number[] = [];

  /** @param bytes of the question's line, its end included. @param path position in `paths.jsonl`. */
  add({ world, wording, entities }: Question, bytes: number, path: number): void {
    this.#columns.bytes.push(bytes);
    this.#columns.path.push(path);
    this.#columns.world.push(world);
    this.#columns.wording.push(wording);
    for (const entity of entities) this.#entities.push(entity);
  }

  get count(): number {
    return this.#columns.bytes.length;
  }

  encode(): Buffer {
    const numbers = [magic, version, this.count].concat(...columns.map((name) => this.#columns[name]), this.#entities);
    const buffer = Buffer.allocUnsafe(numbers.length * bytesPerNumber);
    numbers.forEach((number, i) => buffer.writeUInt32LE(number, i * bytesPerNumber));
    return buffer;
  }
}

/** Questions are numbered by their line, from 0; the number ends a question's id. */
export class QuestionIndex {
  readonly count: number;
  readonly #columns: Readonly<Record<Column, Uint32Array>>;
  readonly #entities: Uint32Array;
  /** Of each question's first entity, and the end. */
  readonly #entityStart: Uint32Array;
  /** Of each question's first byte, and the end; more than 32 bits where files are large. */
  readonly #offset: Float64Array;

  /** @param hops of each path, in the order of `paths.jsonl`. @throws RangeError where the data is no such index. */
  constructor(data: Buffer, hops: readonly number[]) {
    const numbers = new Uint32Array(Math.floor(data.length / bytesPerNumber));
    for (let i = 0; i < numbers.length; i++) numbers[i] = data.readUInt32LE(i * bytesPerNumber);
    this.count = numbers[2] ?? 0;
    const entities = header + columns.length * this.count;
    if (numbers[0] !== magic || numbers[1] !== version || numbers.length < entities)
      throw new RangeError("No question index of this version.");
    const column = (name: Column): Uint32Array => {
      const start = header + columns.indexOf(name) * this.count;
      return numbers.subarray(start, start + this.count);
    };
    this.#columns = {
      bytes: column("bytes"),
      path: column("path"),
      world: column("world"),
      wording: column("wording"),
    };
    this.#entities = numbers.subarray(entities);
    this.#entityStart = new Uint32Array(this.count + 1);
    this.#offset = new Float64Array(this.count + 1);
    for (let i = 0; i < this.count; i++) {
      const length = hops[this.path(i)];
      if (length === undefined) throw new RangeError(`There is no path ${this.path(i)}.`);
      this.#entityStart[i + 1] = this.#entityStart[i]! + length;
      this.#offset[i + 1] = this.#offset[i]! + this.bytes(i);
    }
    if (this.#entityStart[this.count] !== this.#entities.length) throw new RangeError("The index is cut short.");
  }

  /** Position of the question's path in `paths.jsonl`. */
  path(question: number): number {
    return this.#columns.path[question]!;
  }

  world(question: number): number {
    return this.#columns.world[question]!;
  }

  wording(question: number): number {
    return this.#columns.wording[question]!;
  }

  /** The person each hop starts from. */
  entities(question: number): ArrayLike<PersonId> {
    return this.#entities.subarray(this.#entityStart[question], this.#entityStart[question + 1]);
  }

  /** Of the question's line in its file. */
  offset(question: number): number {
    return this.#offset[question]!;
  }

  /** Of the question's line, its end included. */
  bytes(question: number): number {
    return this.#columns.bytes[question]!;
  }
}
