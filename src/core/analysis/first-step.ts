import type { RunSpec } from "../curriculum/schema.ts";
import type { MetricRow } from "../runs/types.ts";
import { judge } from "./finding.ts";
import { defaultThresholds } from "./thresholds.ts";
import type { Finding, Thresholds } from "./types.ts";
import { wilsonInterval } from "./wilson.ts";

/**
 * Whether the run has anything to reinforce, by its first step, whose completions are those of the weights it starts
 * from: known long before the run is evaluated. Undefined without RL, and before the first step.
 */
export function firstStepFinding(
  config: RunSpec,
  rows: readonly MetricRow[],
  thresholds: Thresholds = defaultThresholds,
): Finding | undefined {
  const value = rows[0]?.["chain_accuracy"];
  if (config.method === "sft" || value === undefined || rows[0]?.step !== 1) return undefined;
  const completions = config.promptsPerStep * config.groupSize;
  return judge("nothing-to-reinforce", [
    {
      name: "chains-before-rl",
      kind: "share",
      value,
      ...wilsonInterval(value, completions),
      limit: { side: "below", threshold: thresholds.exactChains, key: "exactChains" },
    },
  ]);
}
