import { readCurriculum } from "../../core/curriculum/read.ts";
import { auditDataset } from "../../core/dataset/audit.ts";
import { generateDataset } from "../../core/dataset/generate.ts";
import { UserError } from "../../core/errors.ts";
import type { Job, JobResult } from "../../protocol/worker.ts";
import { datasetProgress, type JobContext } from "../training/context.ts";
import { evaluateRun } from "../training/evaluate.ts";
import { trainRun } from "../training/train.ts";

/** Does a job. @throws UserError where the user can mend what is wrong. */
export async function runJob(job: Job, context: JobContext): Promise<JobResult> {
  switch (job.kind) {
    case "generate":
      return generate(job, context);
    case "audit":
      return audit(job, context);
    case "train":
      return trainRun(job, context);
    case "evaluate":
      return evaluateRun(job, context);
  }
}

async function generate(job: Extract<Job, { kind: "generate" }>, { emit, cancelled }: JobContext): Promise<JobResult> {
  const started = performance.now();
  const { curriculum, name, root } = await readCurriculum(job.curriculum);
  const { folder, created } = await generateDataset(curriculum, name, root, {
    onProgress: datasetProgress(emit, `Generating ${name}`),
    signal: cancelled,
    ...(job.out !== undefined && { out: job.out }),
  });
  return { kind: "generate", folder, created, seconds: (performance.now() - started) / 1000 };
}

async function audit(job: Extract<Job, { kind: "audit" }>, { emit, cancelled }: JobContext): Promise<JobResult> {
  const report = await auditDataset(job.dataset, { onProgress: datasetProgress(emit, "Auditing"), signal: cancelled });
  const passed = report.checks.every(({ violations }) => violations === 0);
  return { kind: "audit", folder: job.dataset, passed, report };
}

/** One sentence for the user; the stack of what nobody foresaw goes to the log. */
export function describeError(error: unknown, job: Job): { readonly message: string; readonly detail?: string } {
  if (error instanceof UserError) return { message: error.message };
  if (!(error instanceof Error)) return { message: `The ${job.kind} job failed: ${String(error)}` };
  if (error.name === "AbortError")
    return { message: `The ${job.kind} job was stopped before it had anything to keep.` };
  return {
    message: `The ${job.kind} job failed: ${error.message}`,
    ...(error.stack !== undefined && { detail: error.stack }),
  };
}
