import assert from "node:assert/strict";
import type { Observation } from "../../../../../src/core/analysis/experiments/observe.ts";
import { castRuns } from "../../../../../src/core/analysis/experiments/parts.ts";
import { renderExperiment } from "../../../../../src/core/analysis/experiments/render.ts";
import { reportExperiment } from "../../../../../src/core/analysis/experiments/report.ts";
import {
  parts,
  type Experiment,
  type ExperimentReport,
  type Part,
} from "../../../../../src/core/analysis/experiments/types.ts";
import type { QuestionResult } from "../../../../../src/core/analysis/tallies.ts";
import { defaultThresholds } from "../../../../../src/core/analysis/thresholds.ts";
import { readCurriculum, type LoadedCurriculum } from "../../../../../src/core/curriculum/read.ts";
import type { ResolvedRun } from "../../../../../src/core/runs/resolve.ts";
import { levels, type Level } from "../../../../../src/core/dataset/types.ts";

const perLevel = 100;
const samples = 64;

/** Shares of right greedy answers by level, and how many of the 64 samples of each Zero-shot question are right. */
type Outcome = readonly [iid: number, composition: number, zeroShot: number, sampled: (i: number) => number];

function observation(run: ResolvedRun, [iid, composition, zeroShot, sampled]: Outcome): Observation {
  const shares: Readonly<Record<Level, number>> = { iid, composition, "zero-shot": zeroShot };
  const questions = levels.flatMap((level) =>
    Array.from({ length: perLevel }, (_, i): QuestionResult => {
      const correct = i < shares[level] * perLevel;
      const right = level === "zero-shot" ? sampled(i) : 0;
      return {
        ...{ question: `comp-test-${level}-${i}`, skill: "comp", level, path: "comp-1", place: [0, 0] },
        ...{ correct, chainCorrect: correct, sampled: { samples, correct: right, chainCorrect: right } },
      };
    }),
  );
  return { run, evaluation: { step: 1, paths: {}, questions } };
}

describe("experiments", () => {
  let loaded: LoadedCurriculum;
  before(async () => {
    loaded = await readCurriculum("test/fixtures/micro.curriculum.json", 3);
  });

  function report(experiment: Experiment, outcomes: Partial<Record<Part, Outcome>>): ExperimentReport {
    const cast = castRuns(loaded, experiment, new Map());
    const observed = new Map(
      [...cast].map(([part, runs]) => [part, runs.map((run) => observation(run, outcomes[part]!))]),
    );
    return reportExperiment(experiment, observed, defaultThresholds);
  }
  const statuses = ({ expectations }: ExperimentReport): object =>
    Object.fromEntries(expectations.flatMap(({ key, status }) => (status ? [[key, status]] : [])));
  const none = (): number => 0;

  it("finds who plays which part by how runs are made, one run a seed", () => {
    const cast = castRuns(loaded, "pass-at-k", new Map());
    assert.deepEqual([...cast.keys()].sort(), [...parts].sort());
    assert.deepEqual(
      cast.get("sft-mem-ctx-rl")!.map(({ name }) => name),
      ["rl-atomic@seed=7", "rl-atomic@seed=8", "rl-atomic@seed=9"],
    );
    assert.deepEqual([...castRuns(loaded, "baseline", new Map()).keys()], ["sft-comp"]);
  });

  it("does not guess between several runs, and takes the one that is given or has the part's name", async () => {
    const { curriculum, ...rest } = await readCurriculum("test/fixtures/micro.curriculum.json");
    const twin = { ...curriculum.runs["sft-comp"]!, steps: 5 };
    const named = { ...rest, curriculum: { ...curriculum, runs: { ...curriculum.runs, longer: twin } } };
    assert.deepEqual(
      castRuns(named, "baseline", new Map())
        .get("sft-comp")!
        .map(({ name }) => name),
      ["sft-comp"],
    );
    const { "sft-comp": first, "sft-atomic": atomic } = curriculum.runs;
    const unnamed = {
      ...rest,
      curriculum: { ...curriculum, runs: { first: first!, longer: twin, "sft-atomic": atomic! } },
    };
    assert.throws(
      () => castRuns(unnamed, "baseline", new Map()),
      /sft-comp \(.*\) may be first or longer; say which with --part sft-comp=first/,
    );
    const given = castRuns(unnamed, "baseline", new Map([["sft-comp", "longer"]]));
    assert.deepEqual(
      given.get("sft-comp")!.map(({ name }) => name),
      ["longer"],
    );
    assert.throws(
      () => castRuns(unnamed, "pass-at-k", new Map([["sft-comp", "longer"]])),
      /has no run that plays sft-comp-rl \(GRPO on COMP/,
    );
  });

  it("holds the baseline against the paper's", () => {
    const paradox = report("baseline", { "sft-comp": [0.95, 0.8, 0.1, none] });
    assert.deepEqual(statuses(paradox), {
      ...{
        "sft-comp-iid": "holds",
        "sft-comp-zero-shot": "holds",
        collapse: "holds",
        "sft-comp-zero-shot-chain": "holds",
      },
    });
    const [iid] = paradox.expectations;
    assert.deepEqual([iid!.paper, iid!.observed.value, iid!.observed.bySeed], [0.9, 0.95, [0.95, 0.95, 0.95]]);
    const { "sft-comp-iid": low, collapse } = statuses(
      report("baseline", { "sft-comp": [0.6, 0.6, 0.65, none] }),
    ) as Record<string, string>;
    assert.deepEqual([low, collapse], ["does-not-hold", "undecided"]);
  });

  it("holds RL from the atoms against RL from COMP", () => {
    const zeroShot = (share: number): Outcome => [0.9, 0.8, share, none];
    const paradox = report("atomic-prerequisite", {
      ...{ "sft-comp": zeroShot(0.17), "sft-comp-rl": zeroShot(0.17) },
      ...{ "sft-mem-ctx": zeroShot(0.3), "sft-mem-ctx-rl": zeroShot(0.5) },
    });
    assert.deepEqual(statuses(paradox), {
      "arms-zero-shot": "holds",
      "arms-zero-shot-chain": "holds",
      "sft-mem-ctx-gain": "holds",
      "sft-comp-gain": "holds",
    });
    assert.deepEqual(paradox.unlike, []);
  });

  it("reads pass@k of both arms, over all seeds and each by itself", () => {
    const half = (i: number): number => (i < 50 ? 4 : 0);
    const { verdicts, ...paradox } = report("pass-at-k", {
      ...{ "sft-comp": [0, 0, 0, half], "sft-comp-rl": [0, 0, 0, (i) => 8 * half(i)] },
      ...{ "sft-mem-ctx": [0, 0, 0, half], "sft-mem-ctx-rl": [0, 0, 0, (i) => (i < 90 ? 16 : 0)] },
    });
    assert.deepEqual(statuses({ verdicts, ...paradox }), {
      "sft-mem-ctx-gap-last": "holds",
      "sft-comp-gap-last": "holds",
    });
    assert.deepEqual(
      verdicts.map(({ arm, measure, verdict, bySeed, k }) => [arm, measure, verdict, bySeed.length, k]),
      [
        ["sft-mem-ctx", "answer", "synthesis", 3, 64],
        ["sft-mem-ctx", "chain", "synthesis", 3, 64],
        ["sft-comp", "answer", "amplification", 3, 64],
        ["sft-comp", "chain", "amplification", 3, 64],
      ],
    );
  });

  it("is read as a table, by seed where there are several", () => {
    const text = renderExperiment(report("baseline", { "sft-comp": [0.95, 0.8, 0.1, none] }));
    assert.match(text, /^sft-comp +sft-comp@seed=7, sft-comp@seed=8, sft-comp@seed=9\n/);
    assert.match(text, /SFT on COMP: Zero-shot +18 +10 \[\d+, \d+\] +10 10 10 +below 30 +holds/);
    assert.match(text, /less Zero-shot +\+72 +\+85 /);
  });
});
