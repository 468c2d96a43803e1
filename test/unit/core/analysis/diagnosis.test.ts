import assert from "node:assert/strict";
import { diagnose, type Diagnosed } from "../../../../src/core/analysis/diagnosis.ts";
import { errorProgress } from "../../../../src/core/analysis/error-progress.ts";
import { comparePassAtK } from "../../../../src/core/analysis/pass-at-k-compare.ts";
import type { ReadEvaluation } from "../../../../src/core/analysis/read-evaluation.ts";
import { defaultThresholds } from "../../../../src/core/analysis/thresholds.ts";
import type { Finding, QuestionTally, Signature, Thresholds } from "../../../../src/core/analysis/types.ts";
import type { Level } from "../../../../src/core/dataset/types.ts";
import type { EvaluationSample } from "../../../../src/core/runs/types.ts";
import { planted, sampleOf, source } from "./planted.ts";
import { readChains } from "../../../../src/core/analysis/chains.ts";
import { drawTallies } from "./tallies.ts";

const questions = 400;

function answers(level: Level, right: number, chains = right): EvaluationSample[] {
  return Array.from({ length: questions }, (_, i) => ({
    question_id: `${level}-${i}`,
    skill: "comp",
    level,
    sample: -1,
    completion: "",
    correct: i < right * questions,
    chain_correct: i < chains * questions,
  }));
}

const evaluation = (iid: number, zeroShot: number, chains?: number): ReadEvaluation => ({
  step: 1,
  greedy: [...answers("iid", iid, chains), ...answers("zero-shot", zeroShot, chains)],
  cells: [],
  atoms: [],
});

const noErrors = errorProgress([]);

function find(signature: Signature, diagnosed: Partial<Diagnosed>, thresholds: Partial<Thresholds> = {}): Finding {
  const all = diagnose(
    { isRl: false, evaluation: evaluation(0.5, 0.5), errors: noErrors, ...diagnosed },
    { ...defaultThresholds, ...thresholds },
  );
  return all.find((finding) => finding.signature === signature)!;
}

describe("diagnosis", () => {
  it("sees the memorization trap, by intervals wholly beyond its thresholds", () => {
    const trap = (iid: number, zeroShot: number, thresholds?: Partial<Thresholds>): Finding =>
      find("memorization-trap", { evaluation: evaluation(iid, zeroShot) }, thresholds);
    const caught = trap(0.9, 0.2);
    assert.equal(caught.status, "holds");
    assert.deepEqual(
      caught.evidence.slice(0, 2).map(({ value, limit }) => [value, limit?.threshold]),
      [
        [0.9, 0.85],
        [0.2, 0.3],
      ],
    );
    assert.match(caught.next!, /data\.comp/);
    assert.equal(trap(0.9, 0.5).status, "does-not-hold");
    assert.equal(trap(0.5, 0.2).status, "does-not-hold");
    assert.equal(trap(0.9, 0.5, { trapZeroShot: 0.6 }).status, "holds");
    const near = trap(0.86, 0.2);
    assert.equal(near.status, "undecided");
    assert.match(near.why!, /COMP I\.I\.D\.: 86 \[82–89\] lies across 85 %; about 4,898 would decide/);
  });

  it("sees missing prerequisites in a gain that is surely small", () => {
    const after = (zeroShot: number): Partial<Diagnosed> => ({
      isRl: true,
      before: evaluation(0.5, 0.4),
      evaluation: evaluation(0.5, zeroShot),
    });
    assert.equal(find("prerequisites-missing", after(0.41)).status, "holds");
    assert.equal(find("prerequisites-missing", after(0.6)).status, "does-not-hold");
    assert.equal(find("prerequisites-missing", after(0.45)).status, "undecided");
    assert.match(find("prerequisites-missing", {}).why!, /not of RL/);
    assert.match(find("prerequisites-missing", { isRl: true }).why!, /not evaluated/);
    assert.match(find("prerequisites-missing", after(0.41), { questions: 1000 }).why!, /too few/);
  });

  it("reads amplification off the pass@k curves", () => {
    const compared = (before: readonly number[], after: readonly number[], samples: number): Partial<Diagnosed> => ({
      isRl: true,
      before: evaluation(0, 0),
      passAtK: comparePassAtK(drawTallies(before, 60, samples, "before"), drawTallies(after, 60, samples, "after"))!,
    });
    assert.equal(find("amplification", compared([0.1, 0], [0.7, 0], 128)).status, "holds");
    assert.equal(find("amplification", compared([0.1, 0], [0.5, 0.5], 128)).status, "does-not-hold");
    const early = find("amplification", compared([0.1, 0], [0.5, 0.5], 8));
    assert.equal(early.status, "undecided");
    assert.match(early.why!, /120 questions with 64 samples/);
  });

  it("sees no bridge in early errors, more than were they spread evenly", () => {
    const failing = (early: number, late: number): Partial<Diagnosed> => {
      const texts = [
        ...Array<string>(early).fill(planted.relation.completion),
        ...Array<string>(late).fill(planted.malformed.completion),
      ];
      return {
        errors: errorProgress(
          readChains(
            texts.map((text) => sampleOf(text)),
            source,
          ),
        ),
      };
    };
    assert.equal(find("no-bridge", failing(95, 5)).status, "holds");
    assert.equal(find("no-bridge", failing(20, 80)).status, "does-not-hold");
    // Two hops of three begin below half: 60 % is what no bridge's absence gives too.
    assert.equal(find("no-bridge", failing(300, 200)).status, "does-not-hold");
    assert.match(find("no-bridge", {}).why!, /no chain/);
  });

  it("warns before RL where whole chains are hardly ever sampled", () => {
    const sampled = (chainCorrect: number): ReadEvaluation => {
      const tallies: QuestionTally[] = Array.from({ length: 200 }, (_, i) => ({
        question: `${i}`,
        samples: 16,
        correct: 4,
        chainCorrect: i % 2 === 0 ? chainCorrect : 0,
      }));
      return { ...evaluation(0.5, 0.5), cells: [{ skill: "comp", level: "iid", tallies }] };
    };
    assert.equal(find("nothing-to-reinforce", { evaluation: sampled(0) }).status, "holds");
    assert.equal(find("nothing-to-reinforce", { evaluation: sampled(4) }).status, "does-not-hold");
    const after: Partial<Diagnosed> = { isRl: true, evaluation: sampled(4), before: sampled(0) };
    assert.equal(find("nothing-to-reinforce", after).status, "holds");
    const greedy = find("nothing-to-reinforce", { evaluation: evaluation(0.5, 0.5, 0) });
    assert.deepEqual([greedy.status, greedy.evidence[0]?.value], ["holds", 0]);
  });
});
