import { Option, type Command } from "commander";
import { comparePassAtK } from "../../core/analysis/pass-at-k-compare.ts";
import { passAtKCurve } from "../../core/analysis/pass-at-k-curve.ts";
import { evaluationReader } from "../../core/analysis/read-run.ts";
import { analyzeRun } from "../../core/analysis/run.ts";
import { tallyFile } from "../../core/analysis/sample-file.ts";
import { seedGroups } from "../../core/analysis/seeds.ts";
import type { Thresholds } from "../../core/analysis/types.ts";
import { UserError } from "../../core/errors.ts";
import type { RunFolder } from "../../core/runs/folder.ts";
import { command, seedsOption, wholeNumber } from "../options.ts";
import { divisions, renderAnalysis, renderSeedGroup, type Division } from "../output/analysis.ts";
import { renderCurves, renderGaps } from "../output/pass-at-k.ts";
import { styleFor } from "../output/style.ts";
import { findRuns, runsArgument } from "../runs.ts";
import { thresholdHelp, thresholdsOption } from "../thresholds.ts";
import { analyzeSweepOf } from "./analyze-sweep.ts";
import { analyzeProbes, probeViews, type ProbeView } from "./analyze-probes.ts";

interface AnalyzeOptions {
  readonly step?: number;
  readonly seeds?: number;
  readonly by?: Division | ProbeView;
  readonly sweep?: string | true;
  readonly thresholds: Thresholds;
  readonly csv?: boolean;
  readonly json?: boolean;
}

export function analyzeCommand(): Command {
  return command("analyze", "accuracy by level, where chains fail, and the diagnosis of evaluated runs")
    .argument("<runs...>", runsArgument)
    .addOption(new Option("--step <n>", "the evaluation of this step (default: the newest)").argParser(wholeNumber))
    .addOption(
      new Option(
        "--by <division>",
        'what levels are divided by; or what a probe is asked for (default: "hops")',
      ).choices([...divisions, ...probeViews]),
    )
    .addOption(seedsOption())
    .option(
      "--sweep [setting]",
      "of a curriculum: answers over the values of a setting that it sweeps (default: the first)",
    )
    .option("--csv", "with --sweep: comma-separated values")
    .addOption(thresholdsOption())
    .addHelpText("after", thresholdHelp)
    .action(async (named: readonly string[], options: AnalyzeOptions) => {
      const { step, seeds, by, sweep, thresholds, csv = false, json = false } = options;
      if (sweep !== undefined) {
        for (const [option, value] of Object.entries({ step, by }))
          if (value !== undefined)
            throw new UserError(`--${option}: --sweep shows levels of the newest evaluations; drop one of the two.`);
        await analyzeSweepOf(named, { sweep, seeds, thresholds, read: evaluationReader(), csv, json });
        return;
      }
      if (csv) throw new UserError("--csv: there is a CSV of --sweep alone; add it, or take --json.");
      const found = await findRuns(named, seeds);
      if (by !== undefined && isProbeView(by)) {
        await analyzeProbes(found, by, { step, json }, styleFor(process.stdout));
        return;
      }
      const folders = await evaluated(found);
      const reading = { thresholds, read: evaluationReader(), ...(step !== undefined && { step }) };
      const runs = await Promise.all(folders.map((folder) => analyzeRun(folder, reading)));
      const bands = seedGroups(await Promise.all(folders.map((folder) => folder.read())), runs);
      if (json) {
        console.log(JSON.stringify({ type: "result", runs, bands }));
        return;
      }
      const style = styleFor(process.stdout);
      const parts = [
        ...runs.map((run) => renderAnalysis(run, by ?? "hops", style)),
        ...bands.map((group) => renderSeedGroup(group, style)),
      ];
      console.log(parts.join("\n\n\n"));
    })
    .addCommand(passAtKCommand());
}

const isProbeView = (by: Division | ProbeView): by is ProbeView => probeViews.some((view) => view === by);

interface PassAtKOptions {
  readonly thresholds: Thresholds;
  readonly json?: boolean;
}

function passAtKCommand(): Command {
  return command("pass-at-k", "pass@k of samples made elsewhere, one JSON object a line; of two files, their gap")
    .argument("<samples>", 'lines with "question_id" and "correct"; other fields are passed over')
    .argument("[other]", "samples to compare with, such as those after RL")
    .addOption(thresholdsOption())
    .addHelpText("after", thresholdHelp)
    .action(async (file: string, other: string | undefined, { thresholds, json = false }: PassAtKOptions) => {
      const files = other === undefined ? [file] : [file, other];
      const tallies = await Promise.all(files.map(tallyFile));
      const curves = files.map((name, i) => ({ name, curve: passAtKCurve(tallies[i]!) }));
      const comparison = tallies[1] && comparePassAtK(tallies[0]!, tallies[1], { thresholds });
      if (json) {
        const named = curves.map(({ name, curve }) => ({ file: name, ...curve }));
        console.log(JSON.stringify({ type: "result", curves: named, ...(comparison && { comparison, thresholds }) }));
        return;
      }
      const notes = curves.map(
        ({ name, curve: { questions, samples } }) =>
          `${name}: ${questions} questions, ${samples} samples each at least.`,
      );
      console.log(
        [
          renderCurves(curves),
          "",
          ...notes,
          "In %. [ ]: 95 %, bootstrap over questions.",
          ...(comparison ? ["", renderGaps(comparison, "first", "second")] : []),
        ].join("\n"),
      );
    });
}

/** Those that are evaluated; of a single one, its own word for what is missing. @throws UserError where none is. */
async function evaluated(folders: readonly RunFolder[]): Promise<readonly RunFolder[]> {
  if (folders.length === 1) return folders;
  const evaluations = await Promise.all(folders.map((folder) => folder.readEvaluations()));
  const found = folders.filter((_, i) => evaluations[i]!.length > 0);
  if (found.length === 0)
    throw new UserError("None of these runs is evaluated yet; start with `reasoning-curriculum evaluate`.");
  return found;
}
