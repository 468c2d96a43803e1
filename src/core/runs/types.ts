import type { EvaluateSpec, ModelSizes, NewModelSpec, PretrainedModelSpec, RunSpec } from "../curriculum/schema.ts";
import type { Level, Skill } from "../dataset/types.ts";

/**
 * Of those with a process: `queued` waits for the device, `paused` for the user, with all it needs still in memory.
 * Those that are `stopped` or `failed` go on at their newest checkpoint.
 */
export type RunState = "queued" | "running" | "paused" | "stopped" | "finished" | "failed";

/** As in the curriculum; of a pre-trained one, with the sizes that it has. */
export interface RunModel extends ModelSizes, Partial<Pick<NewModelSpec, "wholeNames" | "wholeRelations">> {
  readonly pretrained?: PretrainedModelSpec["pretrained"] | undefined;
  readonly chat?: PretrainedModelSpec["chat"];
  readonly parameters: number;
}

/** `run.json`: all there is to know of a run without opening its other files. */
export interface RunRecord {
  readonly formatVersion: 1;
  /** `first-run.sft-comp-3fa2c1`: curriculum, run, hash of everything that decides the outcome. Also the folder's name. */
  readonly id: string;
  readonly name: string;
  readonly curriculum: { readonly name: string; readonly file: string };
  readonly state: RunState;
  /** Id of the run whose last checkpoint this one starts from; absent for a new model. */
  readonly parent?: string;
  readonly dataset: { readonly name: string; readonly hash: string; readonly folder: string };
  readonly seed: number;
  /** Of everything that decides the outcome but the seeds; runs of earlier versions have none. */
  readonly specHash?: string;
  readonly config: RunSpec;
  readonly model: RunModel;
  readonly evaluate: EvaluateSpec;
  readonly engine: { readonly name: string; readonly device: string; readonly threads: number };
  readonly versions: Readonly<Record<string, string>>;
  readonly progress: {
    readonly step: number;
    readonly steps: number;
    /** Time spent training, over all resumptions. */
    readonly seconds: number;
    /** Step of the newest whole checkpoint. */
    readonly checkpoint?: number;
  };
  readonly createdAt: string;
  readonly updatedAt: string;
  /** The worker's process while it has one. */
  readonly pid?: number;
  /** What tells it from a later process with the same id; runs of earlier versions have none. */
  readonly processStart?: string;
  /** Of a queued run: what it waits for. */
  readonly waitingFor?: string;
  /** Why it failed, or ended without having been told to, in one sentence. */
  readonly error?: string;
}

/**
 * One line of `metrics.jsonl`. TRL's names: loss, grad_norm, learning_rate, entropy, reward, reward_std,
 * frac_reward_zero_std, kl, clip_ratio, completions/mean_length, step_time; tokens_per_second, memory (bytes); and
 * `eval/<skill>/<level>/accuracy`, `…/chain_accuracy` and `…/pass@k` from the quick evaluations.
 */
export interface MetricRow {
  readonly step: number;
  /** Seconds of training when the row was written. */
  readonly time: number;
  readonly [metric: string]: number;
}

/** One line of `rollouts.jsonl`: one completion of one GRPO step. */
export interface Rollout {
  readonly step: number;
  readonly question_id: string;
  readonly sample: number;
  readonly prompt: string;
  readonly completion: string;
  /** The right one, as text. */
  readonly answer: string;
  readonly reward: number;
  readonly advantage: number;
  readonly tokens: number;
}

/** One line of `evaluations/step-N/samples.jsonl`. `sample` -1 is the greedy answer, 0… the samples for pass@k. */
export interface EvaluationSample {
  readonly question_id: string;
  readonly skill: Skill;
  readonly level: Level;
  readonly sample: number;
  readonly completion: string;
  /** The final answer matches. */
  readonly correct: boolean;
  /** The whole chain of thought is the gold chain, whatever its wording. */
  readonly chain_correct: boolean;
}

/** One line of `evaluations/step-N/atoms.jsonl`: a hop of a COMP question, asked alone, greedy. */
export interface AtomAnswer {
  readonly question_id: string;
  /** From 0. */
  readonly hop: number;
  /** Asked without a context, or with the question's. */
  readonly skill: "mem" | "ctx";
  readonly relation: string;
  readonly completion: string;
  readonly correct: boolean;
}

/** Right answers to a number of questions, as shares. */
export interface Accuracy {
  readonly questions: number;
  /** Greedy, of the final answer. */
  readonly accuracy: number;
  /** Greedy, chain and answer. */
  readonly strictAccuracy: number;
}

export interface EvaluationCell extends Accuracy {
  readonly skill: Skill;
  readonly level: Level;
  /** Apart, where wordings are held out: what is asked as in training, and what in wordings never trained. */
  readonly wordings?: Readonly<Record<"trained" | "new", Accuracy>>;
  /** k -> unbiased estimate, for k = 1, 2, 4 … up to the number of samples. */
  readonly passAtK: Readonly<Record<number, number>>;
}

/** `evaluations/step-N/summary.json`. */
export interface EvaluationSummary {
  readonly formatVersion: 1;
  readonly run: string;
  readonly step: number;
  /** At most so many questions for each skill and level. */
  readonly questionsPerCell: number;
  readonly samplesPerQuestion: number;
  readonly temperature: number;
  readonly maxNewTokens: number;
  readonly seconds: number;
  readonly tokensPerSecond: number;
  readonly cells: readonly EvaluationCell[];
  /** Hops of COMP questions asked alone, and how many of them were answered rightly; absent where none was asked. */
  readonly atoms?: { readonly asked: number; readonly correct: number };
}

/** A run as it stands beside others. */
export interface RunSummary {
  readonly run: RunRecord;
  /** Newest evaluation; absent until there is one. */
  readonly cells?: readonly EvaluationCell[];
  /** Step of the newest evaluation. */
  readonly evaluatedStep?: number;
}

export interface ComparedRun extends RunSummary {
  readonly metrics: readonly MetricRow[];
}

/** A setting in which at least two of the runs differ; one value a run, as it would stand in the curriculum. */
export interface ConfigDifference {
  readonly path: string;
  readonly values: readonly string[];
}

export interface RunComparison {
  readonly runs: readonly RunSummary[];
  readonly differences: readonly ConfigDifference[];
  /** What decides the datasets, and what they came to hold; empty where all runs are of the same. */
  readonly dataDifferences: readonly ConfigDifference[];
}

export interface Comparison extends RunComparison {
  readonly runs: readonly ComparedRun[];
}
