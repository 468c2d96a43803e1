import { dirname, join } from "node:path";
import { headReport } from "../../core/analysis/heads.ts";
import { probePair, type ProbePair } from "../../core/analysis/probe-analysis.ts";
import { representations } from "../../core/analysis/representations.ts";
import { uncertainty } from "../../core/analysis/uncertainty.ts";
import { skills } from "../../core/dataset/types.ts";
import { UserError } from "../../core/errors.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import { listProbes } from "../../core/runs/read-probe.ts";
import { probeTitle, renderHeads, renderRepresentations, renderUncertainty } from "../output/probe.ts";
import type { Style } from "../output/style.ts";

/** What probes are asked for. */
export const probeViews = ["representations", "uncertainty", "heads"] as const;
export type ProbeView = (typeof probeViews)[number];

interface ProbeOptions {
  readonly step?: number | undefined;
  readonly json: boolean;
}

/** Prints what probes show of runs, each beside the run it starts from where that was probed too. */
export async function analyzeProbes(
  folders: readonly RunFolder[],
  view: ProbeView,
  { step, json }: ProbeOptions,
  style: Style,
): Promise<void> {
  const probed = folders.length === 1 ? folders : await probedOnes(folders);
  const parts: { readonly result: object; readonly text: string }[] = [];
  for (const folder of probed.length > 0 ? probed : folders) {
    const pair = await besideParent(folder, step);
    const { after, before } = pair;
    const { result, text } = show(view, pair, style);
    parts.push({
      result: { run: after.model, ...(before && { reference: before.model }), [view]: result },
      text: `${probeTitle(after.model, before?.model, style)}\n\n${text}`,
    });
  }
  if (json) console.log(JSON.stringify({ type: "result", runs: parts.map(({ result }) => result) }));
  else console.log(parts.map(({ text }) => text).join("\n\n\n"));
}

/** @throws UserError where the run was not probed. */
async function besideParent(folder: RunFolder, step: number | undefined): Promise<ProbePair> {
  const { parent } = await folder.read();
  const reference = parent === undefined ? undefined : { folder: new RunFolder(join(dirname(folder.folder), parent)) };
  const pair = await probePair({ folder, ...(step !== undefined && { step }) }, reference);
  if (pair && (step === undefined || pair.after.model.step === step)) return pair;
  const which = step === undefined ? "" : ` at step ${step}`;
  throw new UserError(`${folder.folder}: this run was not probed${which}; start with \`reasoning-curriculum probe\`.`);
}

function show(view: ProbeView, { after, before }: ProbePair, style: Style) {
  switch (view) {
    case "representations": {
      const result = representations(after.probe, before?.probe);
      return { result, text: renderRepresentations(result, style) };
    }
    case "uncertainty": {
      const result = uncertainty(after.probe, before?.probe);
      return { result, text: renderUncertainty(result) };
    }
    case "heads": {
      const result = skills.flatMap(
        (skill) => headReport(after.probe, before?.probe, { skill, measure: "answer" }) ?? [],
      );
      return { result, text: renderHeads(result, style) };
    }
  }
}

async function probedOnes(folders: readonly RunFolder[]): Promise<readonly RunFolder[]> {
  const steps = await Promise.all(folders.map(({ folder }) => listProbes(folder)));
  return folders.filter((_, i) => steps[i]!.length > 0);
}
