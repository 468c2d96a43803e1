import { dirname } from "node:path";
import { placeFieldError, readCurriculum } from "../../core/curriculum/read.ts";
import { auditDataset } from "../../core/dataset/audit.ts";
import { exportDataset } from "../../core/dataset/export/export.ts";
import { generateDataset } from "../../core/dataset/generate.ts";
import { importData } from "../../core/dataset/import/import.ts";
import { openDataset } from "../../core/dataset/open.ts";
import { resolveDataset } from "../../core/dataset/resolve.ts";
import { FieldError, UserError } from "../../core/errors.ts";
import type { Job, JobResult, WorkerEvent } from "../../protocol/worker.ts";
import { explainFailure } from "../explain.ts";
import { downloadModel } from "../hub/download-model.ts";
import { byteProgress, datasetProgress, type JobContext } from "../training/context.ts";
import { evaluateRun } from "../training/evaluate.ts";
import { probeRun } from "../training/probe/probe.ts";
import { trainRun } from "../training/train.ts";

/** Does a job. @throws UserError where the user can mend what is wrong. */
export async function runJob(job: Job, context: JobContext): Promise<JobResult> {
  switch (job.kind) {
    case "generate":
      return generate(job, context);
    case "audit":
      return audit(job, context);
    case "export":
      return exportAs(job, context);
    case "import":
      return importAs(job, context);
    case "download":
      return { kind: "download", ...(await downloadModel(job, context)) };
    case "train":
      return trainRun(job, context);
    case "evaluate":
      return evaluateRun(job, context);
    case "probe":
      return probeRun(job, context);
  }
}

async function generate(job: Extract<Job, { kind: "generate" }>, { emit, cancelled }: JobContext): Promise<JobResult> {
  const started = performance.now();
  const loaded = await readCurriculum(job.curriculum, job.seeds);
  const { name, root } = loaded;
  const { curriculum } = resolveDataset(loaded, job.dataset);
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

async function exportAs(
  { kind, dataset, ...choice }: Extract<Job, { kind: "export" }>,
  { emit, cancelled }: JobContext,
): Promise<JobResult> {
  const started = performance.now();
  const opened = await openDataset(dataset);
  const onProgress = datasetProgress(emit, `Exporting ${opened.manifest.name}`);
  const written = await exportDataset(opened, { ...choice, onProgress, signal: cancelled });
  return { kind, folder: choice.out, ...written, seconds: (performance.now() - started) / 1000 };
}

async function importAs(job: Extract<Job, { kind: "import" }>, { emit, cancelled }: JobContext): Promise<JobResult> {
  const onProgress = byteProgress(emit, `Importing ${job.name}`);
  return { kind: "import", ...(await importData(job, { signal: cancelled, onProgress })) };
}

/** Where a job writes. */
function placeOf(job: Job): string {
  if ("out" in job) return job.out;
  return "curriculum" in job ? dirname(job.curriculum) : job.dataset;
}

/** One sentence for the user; the stack of what nobody foresaw goes to the log. */
export async function describeError(
  error: unknown,
  job: Job,
): Promise<Omit<Extract<WorkerEvent, { type: "error" }>, "id" | "type">> {
  const explained = explainFailure(error, placeOf(job));
  if (explained instanceof FieldError && "curriculum" in job) {
    const { field, message, remedies } = explained;
    const refused = { file: job.curriculum, field, message, remedies };
    return { cause: "input", message: (await placeFieldError(explained, job.curriculum)).message, refused };
  }
  if (explained instanceof UserError) return { cause: "input", message: explained.message };
  const { message, name, stack } = error instanceof Error ? error : new Error(String(error));
  if (name === "AbortError") {
    return { cause: "input", message: `The ${job.kind} job was stopped before it had anything to keep.` };
  }
  return { cause: "failure", message: `The ${job.kind} job failed: ${message}`, ...(stack && { detail: stack }) };
}
