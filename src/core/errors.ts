/** Something the user can mend. The message is one sentence: what is wrong, where, and what to do. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** Fields of a curriculum that, set so, would mend what is wrong. */
export interface Remedy {
  /** The object that they are fields of, as `runs.sft-comp`. */
  readonly of: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** "would take 12.8 GB". */
  readonly effect: string;
}

/** A field of a curriculum that asks for what cannot be had. Whoever knows the file says where it stands. */
export class FieldError extends UserError {
  override readonly name = "FieldError";

  /** @param field as `questions.train.mem` @param remedies to choose from */
  constructor(
    readonly field: string,
    problem: string,
    readonly remedies: readonly Remedy[] = [],
  ) {
    super(`${field}: ${problem}`);
  }
}

/** A field that a job refused, for those who show the file. */
export interface RefusedField {
  /** The curriculum. */
  readonly file: string;
  readonly field: string;
  /** As the error says it. */
  readonly message: string;
  readonly remedies: readonly Remedy[];
}

/** Of a job, with its place in the message. */
export class RefusedFieldError extends UserError {
  constructor(
    message: string,
    readonly refused: RefusedField,
  ) {
    super(message);
  }
}

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free some space and run the same command again",
  EDQUOT: "the disk quota is used up; free some space and run the same command again",
  EFBIG: "the file would be larger than is allowed here; raise the limit and run the same command again",
  EROFS: "the disk is read-only; work in a folder that can be written to",
  EACCES: "permission is denied; change the permissions, or work in a folder of your own",
  EPERM: "permission is denied; change the permissions, or work in a folder of your own",
  ENOTDIR: "a file is in the way of a folder; move it away",
  EISDIR: "a folder is in the way of a file; move it away",
  ENAMETOOLONG: "the name is too long for the disk; choose a shorter one",
  EMFILE: "too many files are open; raise the limit or run fewer workers side by side",
  EIO: "the disk cannot be read or written; check it",
};

/** Node's word where a folder cannot be made on a read-only disk. */
const notMade = "this folder cannot be made here; work in a folder that can be written to";

/**
 * A refusal by the disk, as something the user can mend; other errors as they are.
 * @param place where it was, in case the error does not say
 */
export function explainSystemError(error: unknown, place: string): unknown {
  if (!(error instanceof Error)) return error;
  const { code = "", path = place, syscall } = error as NodeJS.ErrnoException;
  const remedy = code === "ENOENT" && syscall === "mkdir" ? notMade : remedies[code];
  return remedy === undefined ? error : new UserError(`${path}: ${remedy}.`);
}
