/** Types of a reward module: copy this file beside yours, and annotate the default export with `Reward` or `BatchReward`. */

/** A fact as a chain of thought states it; subject and object are text. */
export interface Hop {
  readonly subject: string;
  /** Name of the relation. */
  readonly relation: string;
  readonly object: string;
}

/** One completion that the model has sampled, with its question. */
export interface Completion {
  readonly questionId: string;
  readonly skill: "mem" | "ctx" | "comp";
  readonly level: "iid" | "composition" | "zero-shot";
  /** Names of the relations of the question's path, first to last hop. */
  readonly relationPath: readonly string[];
  /** The whole prompt, as the model reads it. */
  readonly prompt: string;
  /** What the model wrote, without the token that ends it. */
  readonly text: string;
  /** How many tokens it wrote. */
  readonly tokens: number;
  /** It ran out of length before it came to an end. */
  readonly truncated: boolean;
  /** The facts it states, in its order, true or not. */
  readonly hops: readonly Hop[];
  /** The parts of it that state no fact. */
  readonly malformed: readonly string[];
  /** Its final answer; absent where it gives none. */
  readonly answer?: string;
  /** The right chain and answer. */
  readonly gold: { readonly hops: readonly Hop[]; readonly answer: string };
  /** How many hops of the right chain it states, in their order. */
  readonly rightHops: number;
  /** The final answer is right, letter by letter: the outcome reward. */
  readonly correct: boolean;
  /** And so is every hop before it. */
  readonly chainCorrect: boolean;
}

/** Called once for each completion of a step. */
export type Reward = (completion: Completion) => number | Promise<number>;

/** Where the module also says `export const batched = true`: called once for the completions of each draw of questions. */
export type BatchReward = (completions: readonly Completion[]) => readonly number[] | Promise<readonly number[]>;
