import * as vscode from "vscode";
import { castRuns } from "../../core/analysis/experiments/parts.ts";
import { renderExperiment } from "../../core/analysis/experiments/render.ts";
import { experiments, type Experiment, type ExperimentReport } from "../../core/analysis/experiments/types.ts";
import { UserError } from "../../core/errors.ts";
import { planCurriculum } from "../../jobs/plan.ts";
import { documentUri } from "../documents/uri.ts";
import type { Host } from "../host.ts";
import { thresholds } from "../thresholds.ts";
import { loadCurriculum } from "./targets.ts";

const { t } = vscode.l10n;

/** Many runs at once: sweeps, and the experiments of the paper. */
export function sweepCommands(host: Host) {
  return {
    /** (curriculum?, path of a setting?) → file of the curriculum. */
    async openSweep(argument?: unknown, setting?: unknown): Promise<string | undefined> {
      const loaded = await loadCurriculum(host, argument);
      if (!loaded) return undefined;
      if (!loaded.curriculum.variants)
        throw new UserError(`${loaded.name} sweeps nothing: list values under "sweep", such as "seed": [0, 1, 2].`);
      host.panels.sweep(loaded.file, loaded.name, typeof setting === "string" ? setting : undefined);
      return loaded.file;
    },

    /** (curriculum?, experiment?) → its report, once what was missing is done. */
    async runExperiment(argument?: unknown, named?: unknown): Promise<ExperimentReport | undefined> {
      const loaded = await loadCurriculum(host, argument);
      const experiment = loaded && (experiments.find((one) => one === named) ?? (await pickExperiment()));
      if (!experiment) return undefined;
      const cast = castRuns(loaded, experiment, new Map());
      const names = [...cast.values()].flat().map(({ name }) => name);
      const tasks = await planCurriculum(loaded, { runs: names });
      const onStarted = (): void => void host.refresh();
      const outcomes = await host.jobs.run(tasks, { title: t("Running {0}", loaded.name), onStarted });
      await host.refresh();
      if (outcomes.some(({ state }) => state !== "finished")) return undefined;
      const playing = [...cast].map(
        ([part, runs]) =>
          [
            part,
            runs.map(({ id, name, seed, spec, folder, datasetFolder }) => ({
              ...{ id, name, seed, spec, folder, datasetFolder },
            })),
          ] as const,
      );
      const report = await host.reader.call("experiment", experiment, playing, thresholds());
      const text = renderExperiment(report);
      const uri = vscode.Uri.from(documentUri(t("Experiment of {0}", loaded.name), { kind: "report", text }));
      await vscode.window.showTextDocument(uri, { preview: true });
      return report;
    },
  };
}

async function pickExperiment(): Promise<Experiment | undefined> {
  const details: Readonly<Record<Experiment, string>> = {
    baseline: t("SFT on COMP: high on I.I.D., collapsed on Zero-shot?"),
    "atomic-prerequisite": t("RL on COMP from SFT on MEM+CTX and from SFT on COMP: which reaches Zero-shot?"),
    "pass-at-k": t("Both arms before and after RL: does the gap persist, or do the curves meet?"),
  };
  const items = experiments.map((label) => ({ label, detail: details[label] }));
  return (await vscode.window.showQuickPick(items, { placeHolder: t("Which of the paper's experiments?") }))?.label;
}
