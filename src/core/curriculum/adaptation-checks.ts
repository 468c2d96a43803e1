import type { Problem } from "./problems.ts";
import type { Curriculum, RunSpec } from "./schema.ts";

/** How what makes a run fit into memory fits with its other fields. */
export function adaptationProblems(name: string, run: RunSpec, { model }: Curriculum): Problem[] {
  const problems: Problem[] = [];
  const { lora, gradientAccumulation = 1, from } = run;
  if (lora !== undefined && from === "base" && model.pretrained === undefined) {
    problems.push({
      path: ["runs", name, "lora"],
      message: `runs.${name}.lora adapts a new model, whose own weights stay at random: start the run from another one, or leave lora out.`,
      severity: "warning",
    });
  }
  (lora?.targets ?? []).forEach((target, index, all) => {
    if (all.indexOf(target) === index) return;
    problems.push({
      path: ["runs", name, "lora", "targets", index],
      message: `runs.${name}.lora.targets lists ${target} twice: keep one.`,
    });
  });
  const [sequences, what] =
    run.method === "sft"
      ? [run.batchSize, "batchSize"]
      : [run.promptsPerStep * run.groupSize, "promptsPerStep × groupSize"];
  if (gradientAccumulation > sequences) {
    problems.push({
      path: ["runs", name, "gradientAccumulation"],
      message: `runs.${name}.gradientAccumulation is ${gradientAccumulation}, but a batch of ${sequences} (${what}) has no more parts than that: lower it.`,
    });
  }
  return problems;
}
