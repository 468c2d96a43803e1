import type { PersonId } from "../../core/graph/types.ts";
import type { QuestionFilter } from "../reader/question-files.ts";

export const documentScheme = "reasoning-curriculum";

/** A document read from a dataset; `dataset` is its folder. */
export type DatasetTarget = { readonly dataset: string } & (
  | { readonly kind: "biography"; readonly person: PersonId; readonly world: number; readonly version: number }
  | { readonly kind: "question"; readonly question: string }
  /** A page, counted from 0, of the questions that the filter lets through. */
  | { readonly kind: "questions"; readonly filter: QuestionFilter; readonly page: number }
  | { readonly kind: "people" | "paths" | "dataset" }
);

/** What a read-only document shows; stands in its URI, so that a link opens it whatever else is open. */
export type DocumentTarget =
  | DatasetTarget
  | { readonly kind: "rollouts"; readonly run: string; readonly step: number }
  /** Of an evaluation; `run` is the run's folder. */
  | { readonly kind: "chain"; readonly run: string; readonly step: number; readonly question: string }
  | { readonly kind: "report"; readonly text: string };

/** The parts of a document's URI; `name` is what the editor's tab shows, the folder tells VS Code the language. */
export function documentUri(name: string, target: DocumentTarget) {
  return {
    scheme: documentScheme,
    path: `/.curriculum/${name.replaceAll("/", "-")}.${target.kind}`,
    query: JSON.stringify(target),
  };
}

/** Undefined for documents of others, and for URIs without a target, such as those of the folders that documents seem to be in. */
export function documentTarget(uri: { readonly scheme: string; readonly query: string }): DocumentTarget | undefined {
  return uri.scheme === documentScheme && uri.query !== "" ? (JSON.parse(uri.query) as DocumentTarget) : undefined;
}
