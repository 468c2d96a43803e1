import type { Dataset } from "../../core/dataset/open.ts";
import type { Question, QuestionRecord, RelationPath } from "../../core/dataset/types.ts";
import { composeQuestion } from "../../core/language/compose.ts";
import { extractAnswer } from "../../core/language/prompt.ts";
import { instructions } from "../../core/language/question.ts";
import { nameOf, objectName } from "../../core/language/statement.ts";
import type { AtomAnswer, EvaluationSummary } from "../../core/runs/types.ts";
import type { Weights } from "../model/types.ts";
import { progressReporter, type JobContext } from "./context.ts";
import type { EvaluationFolder } from "./evaluation-folder.ts";
import type { Answerer } from "./questions.ts";
import { encodePrompt } from "./texts.ts";

/** A hop of a question as a question of its own. */
export interface Atom extends Pick<AtomAnswer, "question_id" | "hop" | "skill" | "relation"> {
  readonly record: Pick<QuestionRecord, "instruction" | "context" | "question" | "answer">;
}

/** Questions whose hops are asked at once, and the unit in which asking resumes. */
const chunkSize = 32;

/** Each hop asked alone, in the plainest trained wording: parametric ones by themselves, others with the same context. */
export function atomsOf(dataset: Dataset, question: Question): Atom[] {
  const { graph, paths, spec } = dataset;
  const { instruction, context } = dataset.record(question);
  const path: RelationPath = paths.get(question.path)!;
  return path.relations.map((name, hop) => {
    const relation = graph.relation(name);
    const subject = question.entities[hop]!;
    const isParametric = relation.group === "parametric";
    return {
      question_id: question.id,
      hop,
      skill: isParametric ? "mem" : "ctx",
      relation: name,
      record: {
        ...(isParametric ? { instruction: instructions.withoutContext, context: "" } : { instruction, context }),
        question: composeQuestion([relation], nameOf(graph, subject), 0, spec.questions),
        answer: objectName(graph, graph.object(subject, name, question.world)!),
      },
    };
  });
}

export interface AtomEvaluation {
  readonly run: string;
  readonly answerer: Answerer;
  readonly weights: Weights;
  /** COMP ones. */
  readonly questions: readonly Question[];
  readonly maxNewTokens: number;
  readonly folder: EvaluationFolder;
  readonly context: JobContext;
}

/**
 * Asks each hop of the questions alone, greedy, and goes on where it was left.
 * @returns how many were answered rightly; undefined where it was stopped.
 */
export async function evaluateAtoms(evaluation: AtomEvaluation): Promise<EvaluationSummary["atoms"] | undefined> {
  const { run, answerer, questions, folder, context } = evaluation;
  const hops = questions.map((question) => question.entities.length);
  const kept = await folder.openAtoms((found) => found.slice(0, wholeChunks(found.length, hops).atoms));
  const first = wholeChunks(kept.length, hops).questions;
  const answers = [...kept];
  const known: KnownCompletions = new Map();
  remember(
    known,
    questions.slice(0, first).flatMap((question) => atomsOf(answerer.dataset, question)),
    kept,
  );

  const report = progressReporter(
    context.emit,
    `Asking the facts of ${run} alone`,
    "questions",
    questions.length,
    first,
  );
  for (let start = first; start < questions.length; start += chunkSize) {
    if (context.cancelled.aborted) return undefined;
    const asked = questions.slice(start, start + chunkSize);
    const atoms = asked.flatMap((question) => atomsOf(answerer.dataset, question));
    const lines = await askAtoms(atoms, evaluation, known);
    await folder.appendAtoms(lines);
    answers.push(...lines);
    report(start + asked.length);
  }
  return { asked: answers.length, correct: answers.filter(({ correct }) => correct).length };
}

/** By question text: a parametric fact is asked the same way wherever it occurs, so once is enough. */
type KnownCompletions = Map<string, string>;

async function askAtoms(
  atoms: readonly Atom[],
  { answerer: { tokenizer, decoder }, weights, maxNewTokens }: AtomEvaluation,
  known: KnownCompletions,
): Promise<AtomAnswer[]> {
  const toAsk = atoms.filter(({ skill, record }, i) => {
    const sameAs = (other: Atom): boolean => other.skill === "mem" && other.record.question === record.question;
    return skill === "ctx" || (!known.has(record.question) && atoms.findIndex(sameAs) === i);
  });
  const prompts = toAsk.map(({ record }) => encodePrompt(tokenizer, record));
  const stopToken = tokenizer.endOfText;
  const greedy = { samplesPerPrompt: 1, temperature: 0, maxNewTokens, stopToken, random: () => 0 };
  const completions = prompts.length > 0 ? await decoder.generate(weights, prompts, greedy) : [];
  const texts = new Map(
    toAsk.map((atom, i) => [atom, tokenizer.decode(completions[i]![0]!.tokens.filter((token) => token !== stopToken))]),
  );
  for (const [{ skill, record }, text] of texts) if (skill === "mem") known.set(record.question, text);
  return atoms.map((atom) => {
    const { record, ...asked } = atom;
    const completion = texts.get(atom) ?? known.get(record.question)!;
    return { ...asked, completion, correct: extractAnswer(completion) === record.answer };
  });
}

function remember(known: KnownCompletions, atoms: readonly Atom[], answers: readonly AtomAnswer[]): void {
  atoms.forEach(({ skill, record }, i) => {
    if (skill === "mem") known.set(record.question, answers[i]!.completion);
  });
}

/** How many questions, and hops of theirs, are answered in whole chunks by so many lines. */
function wholeChunks(lines: number, hops: readonly number[]): { readonly questions: number; readonly atoms: number } {
  let whole = { questions: 0, atoms: 0 };
  let atoms = 0;
  hops.forEach((own, i) => {
    atoms += own;
    const isEnd = (i + 1) % chunkSize === 0 || i + 1 === hops.length;
    if (isEnd && atoms <= lines) whole = { questions: i + 1, atoms };
  });
  return whole;
}
