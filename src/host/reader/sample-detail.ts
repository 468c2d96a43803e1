import { alignChain, type AlignedHop as CoreHop } from "../../core/analysis/align.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import type { Question } from "../../core/dataset/types.ts";
import { hopOf, parseParts } from "../../core/language/parse.ts";
import { extractAnswer, promptOf } from "../../core/language/prompt.ts";
import { renderChain } from "../../core/language/question.ts";
import type { AlignedHop, ErrorSample, SampleDetail, StatedFact } from "../../protocol/analysis-panel.ts";

/** A wrong chain beside the gold one, hop by hop, and the prompt it was written for. */
export function sampleDetail(
  dataset: Dataset,
  question: Question,
  error: ErrorSample,
  completion: string,
): SampleDetail {
  const stated = extractAnswer(completion);
  return {
    error,
    path: question.path,
    prompt: promptOf(dataset.record(question)),
    completion: completion.trim(),
    hops: alignedHops(dataset, question, completion),
    answer: { gold: question.answer, ...(stated !== undefined && { stated }) },
  };
}

/** A completion beside the gold chain, hop by hop. */
export function alignedHops({ graph, paths, spec }: Dataset, question: Question, completion: string): AlignedHop[] {
  const gold = renderChain(graph, paths.get(question.path)!, question, spec.questions);
  return alignChain(parseParts(completion, graph), gold).map(alignedHop);
}

function alignedHop({ gold, stated, right }: CoreHop): AlignedHop {
  const state = right ? "right" : gold === undefined ? "extra" : stated === undefined ? "missing" : "wrong";
  return {
    state,
    ...(gold && { gold: { ...hopOf(gold), text: gold.text, group: gold.group } }),
    ...(stated !== undefined && { stated: typeof stated === "string" ? stated : hopFields(stated) }),
  };
}

const hopFields = ({ subject, relation, object }: StatedFact): StatedFact => ({ subject, relation, object });
