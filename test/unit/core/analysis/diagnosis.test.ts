import assert from "node:assert/strict";
import { diagnose, type Diagnosed } from "../../../../src/core/analysis/diagnosis.ts";
import { errorProgress } from "../../../../src/core/analysis/error-progress.ts";
import { comparePassAtK } from "../../../../src/core/analysis/pass-at-k-compare.ts";
import { findingTexts } from "../../../../src/core/analysis/finding-texts.ts";
import type { EvaluationTallies, QuestionResult } from "../../../../src/core/analysis/tallies.ts";
import { defaultThresholds } from "../../../../src/core/analysis/thresholds.ts";
import type { Finding, Signature, Thresholds } from "../../../../src/core/analysis/types.ts";
import type { Level } from "../../../../src/core/dataset/types.ts";
import { chainsOf, planted, resultOf } from "./planted.ts";
import { drawTallies } from "./tallies.ts";

const questions = 400;

const none = { samples: 0, correct: 0, chainCorrect: 0 };

function answers(level: Level, right: number, chains = right, sampled: Sampled = () => none): QuestionResult[] {
  return Array.from({ length: questions }, (_, i) => ({
    question: `${level}-${i}`,
    skill: "comp",
    level,
    path: "comp-0000",
    correct: i < right * questions,
    chainCorrect: i < chains * questions,
    sampled: sampled(i),
    place: [0, 0],
  }));
}

type Sampled = (i: number) => QuestionResult["sampled"];

const evaluation = (iid: number, zeroShot: number, chains?: number, sampled?: Sampled): EvaluationTallies => ({
  step: 1,
  paths: {},
  questions: [...answers("iid", iid, chains, sampled), ...answers("zero-shot", zeroShot, chains)],
});

const noErrors = errorProgress([]);

function find(signature: Signature, diagnosed: Partial<Diagnosed>, thresholds: Partial<Thresholds> = {}): Finding {
  const all = diagnose(
    { isRl: false, evaluation: evaluation(0.5, 0.5), errors: noErrors, ...diagnosed },
    { ...defaultThresholds, ...thresholds },
  );
  return all.find((finding) => finding.signature === signature)!;
}

const whyOf = (finding: Finding): string => findingTexts(finding).why!;

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
    assert.match(findingTexts(caught).next!, /data\.comp/);
    assert.equal(trap(0.9, 0.5).status, "does-not-hold");
    assert.equal(trap(0.5, 0.2).status, "does-not-hold");
    assert.equal(trap(0.9, 0.5, { trapZeroShot: 0.6 }).status, "holds");
    const near = trap(0.86, 0.2);
    assert.equal(near.status, "undecided");
    assert.match(whyOf(near), /COMP I\.I\.D\.: 86 \[82–89\] lies across 85 %; about 4,898 would decide/);
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
    assert.match(whyOf(find("prerequisites-missing", {})), /not of RL/);
    assert.match(whyOf(find("prerequisites-missing", { isRl: true })), /not evaluated/);
    assert.match(whyOf(find("prerequisites-missing", after(0.41), { questions: 1000 })), /too few/);
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
    assert.match(whyOf(early), /120 questions with 64 samples/);
  });

  it("sees no bridge in early errors, more than were they spread evenly", () => {
    const failing = (early: number, late: number): Partial<Diagnosed> => {
      const texts = [
        ...Array<string>(early).fill(planted.relation.completion),
        ...Array<string>(late).fill(planted.malformed.completion),
      ];
      return {
        errors: errorProgress(chainsOf(texts.map((text) => resultOf(text)))),
      };
    };
    assert.equal(find("no-bridge", failing(95, 5)).status, "holds");
    assert.equal(find("no-bridge", failing(20, 80)).status, "does-not-hold");
    // Two hops of three begin below half: 60 % is what no bridge's absence gives too.
    assert.equal(find("no-bridge", failing(300, 200)).status, "does-not-hold");
    assert.match(whyOf(find("no-bridge", {})), /no chain/);
  });

  it("warns before RL where whole chains are hardly ever sampled", () => {
    const sampled = (chainCorrect: number): EvaluationTallies =>
      evaluation(0.5, 0.5, 0.5, (i) => ({ samples: 16, correct: 4, chainCorrect: i % 2 === 0 ? chainCorrect : 0 }));
    assert.equal(find("nothing-to-reinforce", { evaluation: sampled(0) }).status, "holds");
    assert.equal(find("nothing-to-reinforce", { evaluation: sampled(4) }).status, "does-not-hold");
    const after: Partial<Diagnosed> = { isRl: true, evaluation: sampled(4), before: sampled(0) };
    assert.equal(find("nothing-to-reinforce", after).status, "holds");
    const greedy = find("nothing-to-reinforce", { evaluation: evaluation(0.5, 0.5, 0) });
    assert.deepEqual([greedy.status, greedy.evidence[0]?.value], ["holds", 0]);
  });
});
