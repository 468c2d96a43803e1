import type { Reader } from "./reader.ts";

export type ReaderMethod = keyof Reader;

/** The methods of the reader as the extension host calls them. */
export type ReaderResult<M extends ReaderMethod> = Awaited<ReturnType<Reader[M]>>;

/** Calls a method of the reader; rejects with a UserError as the method does. */
export type ReaderCall = <M extends ReaderMethod>(
  method: M,
  ...args: Parameters<Reader[M]>
) => Promise<ReaderResult<M>>;

export interface ReaderRequest<M extends ReaderMethod = ReaderMethod> {
  readonly id: number;
  readonly method: M;
  readonly args: Parameters<Reader[M]>;
}

/** An evaluation whose samples are read for the first time: bytes, of all. */
export interface ReadingProgress {
  readonly folder: string;
  readonly step: number;
  readonly done: number;
  readonly total: number;
}

/** What the thread tells unasked. */
export interface ReaderReport {
  readonly progress: ReadingProgress;
}

/** `sentence`: of a UserError; `fault`: what went wrong in the program, with its stack. */
export type ReaderResponse =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly sentence: string }
  | { readonly id: number; readonly fault: string };
