import type { ExportChoice } from "../core/dataset/export/format.ts";
import type { ImportChoice, Imported } from "../core/dataset/import/import.ts";
import type { AuditReport } from "../core/dataset/types.ts";
import type { Device } from "../core/devices/device.ts";
import type { RefusedField } from "../core/errors.ts";
import type { ProbeSettings } from "../core/runs/probe.ts";
import type { MetricRow } from "../core/runs/types.ts";

/** A curriculum, or the one that it is when it is run with so many seeds. */
interface OfCurriculum {
  readonly curriculum: string;
  readonly seeds?: number;
}

interface OfRun extends OfCurriculum {
  readonly run: string;
  readonly threads: number;
  /** Without it: `auto`. */
  readonly device?: Device;
  /** How many jobs may share the processor, those of other windows and terminals counted; absent = any number. */
  readonly parallel?: number;
}

/** Looks into a run's model; `step`: of a checkpoint, 0 = what the run starts from, absent = its newest. */
export interface ProbeJob extends OfRun, Pick<ProbeSettings, "questions" | "headQuestions"> {
  readonly kind: "probe";
  readonly step?: number;
}

/** A model of the Hugging Face hub. */
export interface DownloadChoice {
  /** `Qwen/Qwen2.5-0.5B`. */
  readonly repository: string;
  /** Branch, tag or commit; without it `main`. */
  readonly revision?: string;
  /** Folder to write to. */
  readonly out: string;
}

export interface Downloaded {
  readonly folder: string;
  readonly state: "finished" | "stopped";
  /** What the revision was. */
  readonly commit?: string;
  /** Of all files. */
  readonly bytes?: number;
}

/** What the child process can do. Paths are absolute. */
export type Job =
  | ProbeJob
  /** `dataset`: by its hash, of a curriculum that sweeps its data. */
  | ({ readonly kind: "generate"; readonly dataset?: string; readonly out?: string } & OfCurriculum)
  | { readonly kind: "audit"; readonly dataset: string }
  | ({ readonly kind: "export"; readonly dataset: string } & ExportChoice)
  | ({ readonly kind: "import" } & ImportChoice)
  | ({ readonly kind: "download" } & DownloadChoice)
  | ({ readonly kind: "train" } & OfRun)
  /** `step`: of a checkpoint, absent = the newest. */
  | ({ readonly kind: "evaluate"; readonly step?: number } & OfRun);

/** Newline-delimited JSON on the worker's standard input. */
export type WorkerRequest =
  | { readonly id: number; readonly type: "start"; readonly job: Job }
  /** Once: finish the step, write a checkpoint, end. Twice: end now. The signal SIGTERM means the same. */
  | { readonly id: number; readonly type: "cancel" };

/** Newline-delimited JSON on the worker's standard output. */
export type WorkerEvent = { readonly id: number } & (
  | {
      readonly type: "progress";
      /** What is being done, for people: "Training sft-comp". */
      readonly label: string;
      readonly done: number;
      readonly total: number;
      readonly unit: string;
      /** Estimated from the rate so far; absent until there is one. */
      readonly secondsLeft?: number;
    }
  /** Nothing goes on for now: "waiting for sft-comp (process 123) on cpu", "paused". */
  | { readonly type: "waiting"; readonly reason: string }
  | { readonly type: "metric"; readonly runId: string; readonly row: MetricRow }
  | { readonly type: "log"; readonly level: "info" | "warning" | "error"; readonly message: string }
  | { readonly type: "done"; readonly result: JobResult }
  /**
   * `message` is one sentence for the user; `detail` (a stack) goes to the log alone. `cause`: whether the user can mend
   * it, or the software failed. `refused`: where a field of the curriculum is what is wrong.
   */
  | {
      readonly type: "error";
      readonly cause: FailureCause;
      readonly message: string;
      readonly detail?: string;
      readonly refused?: RefusedField;
    }
);

export type FailureCause = "input" | "failure";

export type JobResult =
  | { readonly kind: "generate"; readonly folder: string; readonly created: boolean; readonly seconds: number }
  | { readonly kind: "audit"; readonly folder: string; readonly passed: boolean; readonly report: AuditReport }
  | {
      readonly kind: "export";
      readonly folder: string;
      readonly questions: number;
      readonly biographies: number;
      readonly seconds: number;
    }
  | ({ readonly kind: "import" } & Imported)
  | ({ readonly kind: "download" } & Downloaded)
  | { readonly kind: "train"; readonly folder: string; readonly state: "finished" | "stopped" }
  | { readonly kind: "probe"; readonly folder: string; readonly state: "finished" | "stopped" }
  | { readonly kind: "evaluate"; readonly folder: string; readonly state: "finished" | "stopped" };
