import type { Level, Skill } from "../dataset/types.ts";
import type { Probe, ProbedAnswer, SilencedHead } from "../runs/probe.ts";
import { holm, mcNemar, pairedEstimate } from "./paired.ts";
import type { HeadEffect, HeadReport, HeadShift, HeadTable } from "./probe-types.ts";
import { sameShape } from "./representations.ts";
import type { Measure } from "./types.ts";

/** Which questions, and what counts as right. */
export interface HeadChoice {
  readonly skill: Skill;
  readonly level?: Level | undefined;
  readonly measure: Measure;
}

/** What each head is for; undefined where no head was silenced, or no such question was asked. */
export function headReport(after: Probe, before: Probe | undefined, choice: HeadChoice): HeadReport | undefined {
  const own = headTable(after, choice);
  if (!own) return undefined;
  const reference = before && headTable(before, choice);
  const shifts = before && reference && sameShape(after, before) ? headShifts(after, before, choice) : undefined;
  return { after: own, ...(reference && { before: reference }), ...(shifts && { shifts }) };
}

export function headTable(probe: Probe, choice: HeadChoice): HeadTable | undefined {
  const asked = askedAgain(probe, choice);
  if (asked.length === 0 || probe.heads.length === 0) return undefined;
  const { skill, level, measure } = choice;
  const rows = probe.heads.map((head) => {
    const right = asked.map(({ at }) => rightWithout(head, at, measure));
    const differences = right.map((isRight, i) => Number(isRight) - Number(isRightWith(asked[i]!.answer, measure)));
    return { head, right, differences, p: mcNemar(differences) };
  });
  const adjusted = holm(rows.map(({ p }) => p));
  return {
    skill,
    ...(level && { level }),
    measure,
    questions: asked.length,
    baseline: asked.filter(({ answer }) => isRightWith(answer, measure)).length / asked.length,
    effects: rows.map(({ head: { layer, head }, right, differences }, i): HeadEffect => ({
      layer,
      head,
      accuracy: right.filter(Boolean).length / right.length,
      change: pairedEstimate(differences),
      adjustedP: adjusted[i]!,
    })),
  };
}

/** Of each head, the change of its effect on the questions that both were asked. */
function headShifts(after: Probe, before: Probe, choice: HeadChoice): HeadShift[] | undefined {
  const earlier = new Map(askedAgain(before, choice).map((one) => [one.answer.question_id, one]));
  const common = askedAgain(after, choice).flatMap((one) => {
    const other = earlier.get(one.answer.question_id);
    return other ? [{ after: one, before: other }] : [];
  });
  if (common.length === 0 || after.heads.length !== before.heads.length) return undefined;
  const effect = (head: SilencedHead, { at, answer }: AskedAgain): number =>
    Number(rightWithout(head, at, choice.measure)) - Number(isRightWith(answer, choice.measure));
  return after.heads.map((head, i) => ({
    layer: head.layer,
    head: head.head,
    change: pairedEstimate(common.map((one) => effect(head, one.after) - effect(before.heads[i]!, one.before))),
  }));
}

/** A question asked with each head silenced, and its place among all of these. */
interface AskedAgain {
  readonly at: number;
  readonly answer: ProbedAnswer;
}

function askedAgain({ answers, summary }: Probe, { skill, level }: HeadChoice): AskedAgain[] {
  const counts = new Map<string, number>();
  const again = answers.filter((answer) => {
    const cell = `${answer.skill}/${answer.level}`;
    const count = (counts.get(cell) ?? 0) + 1;
    counts.set(cell, count);
    return count <= summary.headQuestions;
  });
  return again
    .map((answer, at) => ({ at, answer }))
    .filter(({ answer }) => answer.skill === skill && (level === undefined || answer.level === level));
}

const rightWithout = ({ correct, chain_correct: chain }: SilencedHead, at: number, measure: Measure): boolean =>
  (measure === "answer" ? correct : chain)[at] === "1";

const isRightWith = ({ correct, chain_correct: chain }: ProbedAnswer, measure: Measure): boolean =>
  measure === "answer" ? correct : chain;
