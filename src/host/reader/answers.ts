import { extractAnswer, promptOf } from "../../core/language/prompt.ts";
import type { EvaluationSample } from "../../core/runs/types.ts";
import {
  answersOnPage,
  type AnswerDetail,
  type AnsweredQuestion,
  type AnswerFilter,
  type AnswerPage,
  type AnswerState,
} from "../../protocol/compare-panel.ts";
import { textOf } from "./explorer.ts";
import type { AnswersById } from "./greedy-answers.ts";
import { wordsOf } from "./match.ts";
import type { OpenedDataset } from "./opened-dataset.ts";
import { alignedHops } from "./sample-detail.ts";

/** The greedy answers of runs that were trained on one dataset, by run id. */
export type AnswersByRun = ReadonlyMap<string, AnswersById>;

export type FoundAnswers = Pick<AnswerPage, "total" | "questions">;

/** A page of the questions that were asked of any of the runs, in the order in which they were asked. */
export async function answerPage(
  opened: OpenedDataset,
  answers: AnswersByRun,
  filter: AnswerFilter,
  offset: number,
): Promise<FoundAnswers> {
  const ids = [...new Set([...answers.values()].flatMap((byId) => [...byId.keys()]))];
  const lettingThrough = ids.filter((id) => isWanted(id, answers, filter));
  const found = await havingWords(opened, lettingThrough, wordsOf(filter.query ?? ""));
  const page = found.slice(offset, offset + answersOnPage);
  return { total: found.length, questions: await Promise.all(page.map((id) => answered(opened, id, answers))) };
}

/** What each run answered to one of them, hop by hop. @throws UserError if there is no such question. */
export async function answerDetail(
  opened: OpenedDataset,
  answers: AnswersByRun,
  question: string,
): Promise<AnswerDetail> {
  const asked = await opened.question(question);
  const { dataset } = opened;
  return {
    question: await answered(opened, question, answers),
    prompt: promptOf(dataset.record(asked)),
    answers: [...answers].flatMap(([runId, byId]) => {
      const answer = byId.get(question);
      if (!answer) return [];
      const stated = extractAnswer(answer.completion);
      return {
        runId,
        state: stateOf(answer),
        completion: answer.completion.trim(),
        hops: alignedHops(dataset, asked, answer.completion),
        ...(stated !== undefined && { stated }),
      };
    }),
  };
}

async function answered(opened: OpenedDataset, id: string, answers: AnswersByRun): Promise<AnsweredQuestion> {
  const question = await opened.question(id);
  const states = [...answers].flatMap(([runId, byId]) => {
    const answer = byId.get(id);
    return answer ? [[runId, stateOf(answer)] as const] : [];
  });
  const { skill, level, answer } = question;
  return { id, skill, level, text: textOf(question, opened.dataset), answer, states: Object.fromEntries(states) };
}

const stateOf = ({ correct, chain_correct: chain }: EvaluationSample): AnswerState =>
  correct ? (chain ? "right" : "lucky") : "wrong";

function isWanted(id: string, answers: AnswersByRun, { skill, level, strict, wanted }: AnswerFilter): boolean {
  const own = [...answers.values()].flatMap((byId) => byId.get(id) ?? []);
  if (!own.some((one) => (skill ?? one.skill) === one.skill && (level ?? one.level) === one.level)) return false;
  return Object.entries(wanted).every(([runId, state]) => {
    const answer = answers.get(runId)?.get(id);
    if (!answer) return false;
    const isRight = strict === true ? answer.correct && answer.chain_correct : answer.correct;
    return isRight === (state === "right");
  });
}

async function havingWords(
  opened: OpenedDataset,
  ids: readonly string[],
  words: readonly string[],
): Promise<readonly string[]> {
  if (words.length === 0) return ids;
  const texts = await Promise.all(
    ids.map(async (id) => {
      const question = await opened.question(id);
      return `${id} ${question.path} ${textOf(question, opened.dataset)} ${question.answer}`.toLowerCase();
    }),
  );
  return ids.filter((_, index) => words.every((word) => texts[index]!.includes(word)));
}
