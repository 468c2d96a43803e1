import type { Signature } from "./types.ts";

export const titles: Readonly<Record<Signature, string>> = {
  "memorization-trap": "Memorization trap: seen relations are answered, unseen ones are not",
  "prerequisites-missing": "Atomic prerequisites missing: RL gains next to nothing",
  amplification: "Amplification: pass@k curves before and after RL meet",
  "no-bridge": "No bridge: chains break in their first half",
  "nothing-to-reinforce": "Nothing to reinforce: hardly a sample before RL has the whole chain",
};

/** The next experiment, in fields of the curriculum. */
export const next: Readonly<Record<Signature, string>> = {
  "memorization-trap":
    "Train the atoms first: an sft run with data.biographies, data.mem and data.ctx but no data.comp, then a grpo run `from` it with data.comp on the same questions; compare Zero-shot.",
  "prerequisites-missing":
    "Look at MEM and CTX of the starting run: raise its `steps`, or questions.train.mem and questions.train.ctx, until both are near 100 %, and start the grpo run `from` it again.",
  amplification:
    "Start the same grpo run `from` a run on data.biographies, data.mem and data.ctx alone; if this is that run, raise its `steps` and questions.train.comp, and widen graph.attributeValues so that guessing does not lift pass@k.",
  "no-bridge":
    "Raise questions.irrelevantContext, the share of MEM questions that carry a context to be ignored (0.05 to 0.15), and train the starting run again; or set reward.process above 0 in the grpo run.",
  "nothing-to-reinforce":
    "Before any RL, raise questions.irrelevantContext (0.05 to 0.15) and train the starting run again; or give it a few whole chains (data.comp above 0 with data.portion.comp at 0.05); or set reward.process above 0 in the grpo run.",
};
