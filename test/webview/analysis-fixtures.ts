import { comparePassAtK } from "../../src/core/analysis/pass-at-k-compare.ts";
import { passAtKCurve } from "../../src/core/analysis/pass-at-k-curve.ts";
import { defaultThresholds } from "../../src/core/analysis/thresholds.ts";
import type {
  AccuracyRow,
  ErrorProgress,
  FailureKind,
  Finding,
  LevelComparison,
  Measure,
  QuestionTally,
  RunAnalysis,
} from "../../src/core/analysis/types.ts";
import { wilsonInterval } from "../../src/core/analysis/wilson.ts";
import { levels, skills, type Level, type Skill } from "../../src/core/dataset/types.ts";
import { createRandom } from "../../src/core/random.ts";
import type {
  AnalysisChoice,
  AnalysisSubject,
  ErrorFilter,
  ErrorPage,
  ErrorSample,
  PanelAnalysis,
  SampleDetail,
} from "../../src/protocol/analysis-panel.ts";

/** Made-up analyses for looking at the panel; their numbers mean nothing. */
const questions = 60;
const samples = 64;
const measures: readonly Measure[] = ["answer", "chain"];

const share = (right: number, of: number) => ({ value: right / of, ...wilsonInterval(right / of, of) });

const row = (key: string, right: number, of = questions): AccuracyRow => ({
  key,
  questions: of,
  lenient: share(right, of),
  strict: share(Math.floor(0.8 * right), of),
});

/** A question in `solvable` of them is answered rightly now and then, the others never. */
function tallies(name: string, level: Level, solvable: number, chance: number): QuestionTally[] {
  const random = createRandom(3, name, level);
  return Array.from({ length: questions }, (_, index) => {
    const draws = Array.from({ length: samples }, () => index < solvable && random.float() < chance);
    const correct = draws.filter(Boolean).length;
    return { question: `comp-test-${index}`, samples, correct, chainCorrect: Math.floor(correct / 2) };
  });
}

const drawn = {
  sft: (level: Level) => tallies("sft", level, level === "iid" ? 55 : 25, 0.3),
  rl: (level: Level) => tallies("rl", level, 55, 0.7),
} as const;

const right: Readonly<Record<Skill, number>> = { mem: 50, ctx: 40, comp: 30 };

function errors(wrong: number, kinds: readonly FailureKind[]): ErrorProgress {
  const firstWrong = [wrong - 4, 3, 1];
  return {
    chains: questions,
    wrong,
    rightAnswers: 2,
    early: share(wrong - 4, wrong),
    byHops: [{ hops: 2, chains: questions, firstWrong }],
    bySkill: [
      { key: "mem", reached: questions, wrong: 4, rate: share(4, questions) },
      { key: "ctx", reached: questions, wrong: wrong - 4, rate: share(wrong - 4, questions) },
    ],
    byBoundary: [{ key: "mem-ctx", reached: questions, wrong, rate: share(wrong, questions) }],
    kinds: kinds.map((kind, index) => {
      const count = index === 0 ? wrong - kinds.length + 1 : 1;
      return { kind, count, byAtom: { known: count, missing: 0, "not-asked": 0 }, rightAnswers: 0 };
    }),
  };
}

const findings: readonly Finding[] = [
  {
    signature: "memorization-trap",
    status: "does-not-hold",
    evidence: [{ name: "comp-iid", kind: "share", ...share(40, questions) }],
  },
  {
    signature: "no-bridge",
    status: "holds",
    evidence: [
      {
        name: "early-errors",
        kind: "share",
        ...share(16, 20),
        limit: { side: "above", threshold: 0.5, key: "earlyErrors" },
      },
    ],
  },
];

function analysis(name: "sft" | "rl", wrong: number, kinds: readonly FailureKind[]): RunAnalysis {
  const bonus = name === "rl" ? 8 : 0;
  return {
    run: { id: `fixture.${name}-1`, name, method: name === "rl" ? "grpo" : "sft", seed: 0 },
    step: name === "rl" ? 40 : 400,
    levels: skills.flatMap((skill) =>
      levels.map((level) => ({ skill, level, ...row(`${skill}/${level}`, right[skill] + bonus) })),
    ),
    tables: [
      {
        skill: "comp",
        hops: [row("3", 20 + bonus), row("2", 35 + bonus)],
        paths: Array.from({ length: 50 }, (_, index) => row(`comp-${String(index).padStart(4, "0")}`, index, 50)),
        relations: [row("spouse", 30), row("boss", 10 + bonus)],
        boundaries: [row("mem-ctx", 25 + bonus)],
      },
    ],
    passAtK: levels.flatMap((level) =>
      measures.map((measure) => ({ skill: "comp" as const, level, ...passAtKCurve(drawn[name](level), measure) })),
    ),
    errors: [errors(wrong, kinds), { level: "iid", ...errors(wrong - 5, kinds) }],
    atoms: { bySkill: [], known: row("known", 20, 40), missing: row("missing", 2, 20) },
    errorsOfKnown: [errors(wrong - 8, kinds)],
    findings,
    thresholds: defaultThresholds,
  };
}

const comparisons = levels.flatMap((level) =>
  measures.map((measure): LevelComparison => ({
    skill: "comp",
    level,
    ...comparePassAtK(drawn.sft(level), drawn.rl(level), { measure })!,
  })),
);

export const panelAnalysis: PanelAnalysis = {
  run: analysis("rl", 20, ["object", "relation"]),
  reference: analysis("sft", 40, ["relation", "malformed"]),
  comparisons,
};

export const choice: AnalysisChoice = { step: 40, reference: { runId: "fixture.sft-1", step: 400 } };

export const subject: AnalysisSubject = {
  run: { id: "fixture.rl-1", name: "rl", method: "grpo", curriculum: "fixture" },
  steps: [20, 40],
  references: [
    { runId: "fixture.sft-1", name: "sft", step: 400, isParent: true },
    { runId: "fixture.rl-1", name: "rl", step: 20, isParent: false },
  ],
};

const wrongChain = (index: number): ErrorSample => ({
  question: `comp-test-${index}`,
  sample: -1,
  skill: "comp",
  level: "zero-shot",
  hops: 2,
  hop: 1,
  progress: 0.5,
  hopSkill: "ctx",
  boundary: "mem-ctx",
  kind: "object",
  atom: "known",
  rightAnswer: false,
  text: `Who is the spouse of the boss of person ${index}?`,
});

export function errorPage(filter: ErrorFilter, offset: number): ErrorPage {
  const total = 70;
  const length = Math.min(50, total - offset);
  return { filter, samples: Array.from({ length }, (_, index) => wrongChain(offset + index)), offset, total };
}

const boss = { subject: "Ada Reyes", relation: "boss", object: "Bo Lind" };
const spouse = { subject: "Bo Lind", relation: "spouse", object: "Eva Moss" };

export const sampleDetail = (question: string): SampleDetail => ({
  error: { ...wrongChain(0), question },
  path: "comp-0001",
  prompt: "Context: Bo Lind's spouse is Eva Moss.\nQuestion: …",
  completion: "Ada Reyes's boss is Bo Lind. Bo Lind's spouse is Kim Park. So, the answer is: Kim Park",
  hops: [
    { state: "right", gold: { ...boss, text: "Ada Reyes's boss is Bo Lind.", group: "parametric" }, stated: boss },
    {
      state: "wrong",
      gold: { ...spouse, text: "Bo Lind's spouse is Eva Moss.", group: "contextual" },
      stated: { ...spouse, object: "Kim Park" },
    },
  ],
  answer: { gold: "Eva Moss", stated: "Kim Park" },
});
