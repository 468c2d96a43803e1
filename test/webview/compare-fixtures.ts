import { metricCurve, metricNames } from "../../src/core/runs/curve.ts";
import type { RunSummary } from "../../src/core/runs/types.ts";
import type {
  AnswerDetail,
  AnsweredQuestion,
  AnswerPage,
  PairCurves,
  RunFindings,
} from "../../src/protocol/compare-panel.ts";
import { wilsonInterval } from "../../src/core/analysis/wilson.ts";
import { comparison, configs, runRecord } from "./fixtures.ts";

/** Made-up answers and findings for looking at the panel; they mean nothing. */
const [sftComp, sftCompRl, atomic, atomicRl] = comparison.runs.map(({ run }) => run.id) as [
  string,
  string,
  string,
  string,
];

export const comparedMetrics: readonly string[] = [
  ...new Set(comparison.runs.flatMap(({ metrics }) => metricNames(metrics))),
];

const question = (index: number): AnsweredQuestion => ({
  id: `comp-test-${index}`,
  skill: "comp",
  level: "zero-shot",
  text: `Who is the spouse of the boss of person ${index}?`,
  answer: "Eva Moss",
  states: { [sftComp]: "wrong", [sftCompRl]: "lucky", [atomic]: "right" },
});

export const answerPage: AnswerPage = {
  filter: { skill: "comp", wanted: {} },
  offset: 0,
  total: 70,
  questions: Array.from({ length: 50 }, (_, index) => question(index)),
  without: [atomicRl],
};

const boss = { subject: "Ada Reyes", relation: "boss", object: "Bo Lind" };
const spouse = { subject: "Bo Lind", relation: "spouse", object: "Eva Moss" };
const gold = [
  { ...boss, text: "Ada Reyes's boss is Bo Lind.", group: "parametric" },
  { ...spouse, text: "Bo Lind's spouse is Eva Moss.", group: "contextual" },
] as const;

export const answerDetail: AnswerDetail = {
  question: question(1),
  prompt: "Context: Bo Lind's spouse is Eva Moss.\nQuestion: …",
  answers: [
    {
      runId: sftComp,
      state: "wrong",
      completion: "Ada Reyes's boss is Bo Lind. Bo Lind's spouse is Kim Park. So, the answer is: Kim Park",
      hops: [
        { state: "right", gold: gold[0], stated: boss },
        { state: "wrong", gold: gold[1], stated: { ...spouse, object: "Kim Park" } },
      ],
      stated: "Kim Park",
    },
    {
      runId: atomic,
      state: "right",
      completion: "Ada Reyes's boss is Bo Lind. Bo Lind's spouse is Eva Moss. So, the answer is: Eva Moss",
      hops: [
        { state: "right", gold: gold[0], stated: boss },
        { state: "right", gold: gold[1], stated: spouse },
      ],
      stated: "Eva Moss",
    },
  ],
};

export const runFindings: readonly RunFindings[] = [
  {
    runId: sftComp,
    step: 700,
    findings: [
      {
        signature: "memorization-trap",
        status: "holds",
        evidence: [{ name: "comp-iid", kind: "share", value: 0.9, ...wilsonInterval(0.9, 200) }],
      },
    ],
  },
  { runId: atomic, problem: "This run has not been evaluated yet." },
];

/** Long runs, their loss merged as the host merges it. */
export function manyRuns(count: number, steps: number): { runs: RunSummary[]; pairs: PairCurves[] } {
  const config = { ...configs["sft-comp"]!, steps };
  const runs = Array.from({ length: count }, (_, index) => ({
    run: runRecord(`run-${index}`, config, { id: `fixture.run-${index}-000000` }),
  }));
  const rows = runs.map((_, index) =>
    Array.from({ length: steps }, (__, step) => ({
      step: step + 1,
      time: step,
      loss: (1 + index) * Math.exp(-step / 4000) + 0.2 + 0.1 * Math.sin(step * (1 + index)),
      entropy: 1 + Math.cos(step),
    })),
  );
  const pair = (x: string, y: string) => ({ x, y, curves: rows.map((own) => metricCurve(own, x, y)) });
  return { runs, pairs: [pair("step", "loss"), pair("entropy", "loss"), pair("loss", "entropy")] };
}
