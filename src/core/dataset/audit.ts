import { Check } from "./audit/check.ts";
import { Counts } from "./audit/counts.ts";
import { auditGraph, isDrawn } from "./audit/graph.ts";
import { PathAudit } from "./audit/paths.ts";
import { auditQuestions } from "./audit/questions.ts";
import { AuditReader } from "./audit/reader.ts";
import { pathRecord } from "./audit/records.ts";
import type { DataSpec } from "./folder.ts";
import type { OnProgress } from "./generate.ts";
import { readManifest } from "./manifest.ts";
import type { AuditReport } from "./types.ts";

/** Lines between two reports of progress. */
const STRIDE = 2000;

/**
 * Checks the written files of a dataset against what they must hold, with nothing taken over from the generator.
 * @throws UserError where there is no dataset; everything else that is wrong is in the report.
 */
export async function auditDataset(
  folder: string,
  { onProgress, signal }: { readonly onProgress?: OnProgress; readonly signal?: AbortSignal } = {},
): Promise<AuditReport> {
  const manifest = await readManifest(folder);
  const spec = manifest.spec as DataSpec;
  const total = manifest.files.reduce((sum, { records }) => sum + records, 0);
  let done = 0;
  const reader = new AuditReader(folder, manifest, (path) => {
    if (done++ % STRIDE > 0) return;
    signal?.throwIfAborted();
    onProgress?.(Math.min(done, total), total, `Auditing ${path}`);
  });
  const counts = new Counts(manifest);
  const apart = new Check("Wordings held out of training differ from those in training");
  const { graph, checks: graphChecks } = await auditGraph(reader, spec, counts, apart);
  const paths = new PathAudit(graph, spec.questions, apart);
  await reader.read("paths.jsonl", pathRecord, (path, line) => {
    paths.add(path, line);
  });
  paths.finish(isDrawn(spec));
  counts.expectPaths([...paths.byId.values()].map(({ record }) => record));
  const { checks, baselines } = await auditQuestions(reader, graph, paths, spec, counts);
  await reader.readRest();
  onProgress?.(total, total, "Audited");
  const heldOut = spec.questions.heldOutWordings > 0 ? [apart] : [];
  const all = [reader.whole, reader.formed, counts.check, ...graphChecks, ...paths.checks, ...heldOut, ...checks];
  return { checks: all.map((check) => check.result()), baselines };
}
