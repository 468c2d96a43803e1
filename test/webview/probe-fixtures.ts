import { headReport } from "../../src/core/analysis/heads.ts";
import type { ProbedModel } from "../../src/core/analysis/probe-types.ts";
import { representations } from "../../src/core/analysis/representations.ts";
import { statePicture } from "../../src/core/analysis/state-picture.ts";
import { answerTokens, uncertainty } from "../../src/core/analysis/uncertainty.ts";
import type { Measure } from "../../src/core/analysis/types.ts";
import type { Skill } from "../../src/core/dataset/types.ts";
import type { StatePlace } from "../../src/core/runs/probe.ts";
import type { PanelHeads, PanelProbe, ProbeAnswer, TokenStrips } from "../../src/protocol/probe.ts";
import { plantedProbe } from "../unit/core/analysis/probes.ts";

/** A made-up probe before and after RL: CTX and MEM part, COMP becomes surer, head 2 of layer 1 carries CTX. */
const corners: Readonly<Record<Skill, readonly number[]>> = { mem: [-1, 0, 0.5], ctx: [3, 0, 1], comp: [2, 2, 0] };
const model = (name: string, step: number): ProbedModel => ({
  id: `fixture.${name}`,
  name,
  step,
  questions: 20,
  headQuestions: 20,
  layers: 2,
  heads: 2,
  hiddenSize: 3,
});

const before = plantedProbe({
  center: (skill, layer) => corners[skill].map((x) => x * layer),
  noise: 0.8,
  entropies: ({ skill, number }) => [skill === "comp" ? 1.5 : 0.4, 0.02 * number],
  correct: ({ number }) => number % 3 !== 0,
});
const after = plantedProbe({
  center: (skill, layer) => corners[skill].map((x) => 1.5 * x * layer),
  noise: 0.8,
  entropies: ({ number }) => [0.3, 0.02 * number],
  without: ({ layer, head }, answer) => !(layer === 0 && head === 1 && answer.skill === "ctx"),
});

const panelProbe: PanelProbe = {
  run: model("rl", 40),
  reference: model("sft", 400),
  representations: representations(after, before),
  uncertainty: uncertainty(after, before),
  questions: after.answers
    .map(({ question_id: id, skill, level, correct, entropies }) => {
      return { id, skill, level, correct, entropy: entropies.reduce((sum, entropy) => sum + entropy, 0) };
    })
    .sort((a, b) => b.entropy - a.entropy),
};

/** What the host would answer. */
export const probeAnswers = {
  probe: { type: "probe", probe: panelProbe },
  states: (place: StatePlace, layer: number) => ({
    type: "states",
    picture: statePicture(after, before, place, layer),
  }),
  tokens(question: string): ProbeAnswer {
    const [run, reference] = [answerTokens(after, question)!, answerTokens(before, question)!];
    const strips: TokenStrips = { question, text: `Who is the boss of ${question}?`, run, reference };
    return { type: "tokens", strips };
  },
  heads(skill: Skill, measure: Measure): ProbeAnswer {
    const reports = ([undefined, "iid", "zero-shot"] as const).map((level) =>
      headReport(after, before, { skill, level, measure })!,
    );
    const heads: PanelHeads = { skill, measure, reports };
    return { type: "heads", heads };
  },
} as const;
