/** Prefix of everything this extension contributes. */
export const prefix = "reasoningCurriculum";

export type CommandName =
  | "createCurriculum"
  | "openCurriculum"
  | "generateDataset"
  | "auditDataset"
  | "exportDataset"
  | "importData"
  | "downloadModel"
  | "runCurriculum"
  | "trainRun"
  | "evaluateRun"
  | "probeRun"
  | "stopRun"
  | "pauseRun"
  | "resumeRun"
  | "openRunPanel"
  | "compareRuns"
  | "openAnalysis"
  | "exportReport"
  | "openSweep"
  | "runExperiment"
  | "openRollouts"
  | "revealRun"
  | "openRunLog"
  | "deleteRun"
  | "openBiography"
  | "findQuestion"
  | "openExplorer"
  | "chooseVersion"
  | "chooseWorld"
  | "diffDatasets"
  | "listQuestions"
  | "openDatasetFile"
  | "doctor"
  | "installTensorflow"
  | "installCuda"
  | "showLog"
  | "refresh";

export function commandId(name: CommandName): string {
  return `${prefix}.${name}`;
}

/** Contributed colours of the three skills; parametric facts wear MEM's, contextual facts CTX's. */
export const skillColors = { mem: `${prefix}.mem`, ctx: `${prefix}.ctx`, comp: `${prefix}.comp` } as const;
export const groupSkills = { parametric: "mem", contextual: "ctx" } as const;
