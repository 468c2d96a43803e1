import { Option } from "commander";
import { withThreshold } from "../core/analysis/parse-threshold.ts";
import { defaultThresholds, thresholdTexts } from "../core/analysis/thresholds.ts";
import type { Thresholds } from "../core/analysis/types.ts";

/** `--thresholds`, of commands that judge. */
export const thresholdsOption = (): Option =>
  new Option("--thresholds <key=value>", "other thresholds than those below; several by comma, or again")
    .argParser((text, before: Thresholds) => text.split(",").reduce(withThreshold, before))
    .default(defaultThresholds, "those below");

export const thresholdHelp = `
Thresholds:
${Object.entries(thresholdTexts)
  .map(([key, text]) => `  ${`${key}=${defaultThresholds[key as keyof Thresholds]}`.padEnd(18)}  ${text}`)
  .join("\n")}
`;
