import { t } from "@vscode/l10n";
import { levelNames, levels, skills, type Level, type Skill } from "../../../src/core/dataset/types.ts";
import { skillNames } from "../../shared/names.ts";
import { arrow, type PathRow } from "./paths.ts";

/** Relations that follow each other, at a hop (from 0) or anywhere. */
export interface Passage {
  readonly relations: readonly string[];
  readonly hop?: number;
}

/** What can be chosen by value. */
export interface Facets {
  readonly skills: Skill;
  readonly levels: Level;
  readonly hops: number;
  /** Whether training asks for the path. */
  readonly trained: boolean;
}

export type Facet = keyof Facets;

/** Values of each facet; no value lets all through. */
export type Choices = { readonly [F in Facet]: readonly Facets[F][] };

/** Which paths are looked at. */
export interface Filters extends Choices {
  readonly text: string;
  /** All of which a path contains. */
  readonly passages: readonly Passage[];
}

export const noFilters: Filters = { text: "", skills: [], levels: [], hops: [], trained: [], passages: [] };

const valueOf: { readonly [F in Facet]: (row: PathRow) => Facets[F] } = {
  skills: ({ skill }) => skill,
  levels: ({ level }) => level,
  hops: ({ relations }) => relations.length,
  trained: ({ questions }) => questions.train > 0,
};

type Predicate = (row: PathRow) => boolean;

function facetPredicate<F extends Facet>(facet: F, chosen: readonly Facets[F][]): Predicate[] {
  return chosen.length === 0 ? [] : [(row) => chosen.includes(valueOf[facet](row))];
}

const startsAt = (names: readonly string[], relations: readonly string[], hop: number): boolean =>
  relations.every((relation, offset) => names[hop + offset] === relation);

/** Whether a path goes along a passage. */
export function contains({ names }: PathRow, { relations, hop }: Passage): boolean {
  return hop === undefined
    ? names.some((_, start) => startsAt(names, relations, start))
    : startsAt(names, relations, hop);
}

/** Every word of the search occurs in the path's id or relations. */
function textPredicate(text: string): Predicate[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? [] : [(row) => words.every((word) => row.text.includes(word))];
}

function predicates({ text, skills, levels, hops, trained, passages }: Filters): Predicate[] {
  return [
    ...facetPredicate("skills", skills),
    ...facetPredicate("levels", levels),
    ...facetPredicate("hops", hops),
    ...facetPredicate("trained", trained),
    ...passages.map(
      (passage): Predicate =>
        (row) =>
          contains(row, passage),
    ),
    ...textPredicate(text),
  ];
}

/** The paths that all filters let through, in their order. */
export function filterPaths(rows: readonly PathRow[], filters: Filters): readonly PathRow[] {
  const all = predicates(filters);
  return all.length === 0 ? rows : rows.filter((row) => all.every((predicate) => predicate(row)));
}

/** How many paths each choice would show, the other filters as they are. */
export type FacetCounts = { readonly [F in Facet]: ReadonlyMap<Facets[F], number> };

/** @param longest hops of the dataset's longest path. */
export function facetCounts(rows: readonly PathRow[], filters: Filters, longest: number): FacetCounts {
  const count = <F extends Facet>(facet: F, options: readonly Facets[F][]): ReadonlyMap<Facets[F], number> => {
    const counts = new Map(options.map((option) => [option, 0]));
    for (const row of filterPaths(rows, { ...filters, [facet]: [] })) {
      const value = valueOf[facet](row);
      counts.set(value, counts.get(value)! + 1);
    }
    return counts;
  };
  return {
    skills: count("skills", skills),
    levels: count("levels", levels),
    hops: count(
      "hops",
      Array.from({ length: longest }, (_, index) => index + 1),
    ),
    trained: count("trained", [true, false]),
  };
}

const same = (a: Passage, b: Passage): boolean => a.hop === b.hop && a.relations.join() === b.relations.join();

/** Asks for a passage, or no longer where it was asked for already. A hop has one relation: a new one replaces it. */
export function togglePassage(filters: Filters, passage: Passage): Filters {
  if (filters.passages.some((one) => same(one, passage))) return withoutPassage(filters, passage);
  const rest = filters.passages.filter(({ hop }) => hop === undefined || hop !== passage.hop);
  return { ...filters, passages: [...rest, passage] };
}

export const withoutPassage = (filters: Filters, passage: Passage): Filters => ({
  ...filters,
  passages: filters.passages.filter((one) => !same(one, passage)),
});

/** A passage whose hop is fixed: what the flow is drilled into. */
export type FixedHop = Passage & { readonly hop: number };

/** First to last hop. */
export const fixedHops = ({ passages }: Filters): FixedHop[] =>
  passages
    .flatMap(({ hop, relations }) => (hop === undefined ? [] : [{ hop, relations }]))
    .sort((a, b) => a.hop - b.hop);

/** Adds a value to a list of choices or takes it out. */
export const toggle = <T>(chosen: readonly T[], value: T): T[] =>
  chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];

/** "boss at hop 2", "boss → spouse". */
export function passageLabel({ relations, hop }: Passage): string {
  const label = relations.join(arrow);
  return hop === undefined ? label : t("{0} at hop {1}", label, hop + 1);
}

export const facetLabels: { readonly [F in Facet]: (value: Facets[F]) => string } = {
  skills: (skill) => skillNames[skill],
  levels: (level) => levelNames[level],
  hops: (hops) => (hops === 1 ? t("1 hop") : t("{0} hops", hops)),
  trained: (trained) => (trained ? t("in training") : t("not in training")),
};

/** A filter that is set, and the filters without it. */
export interface ActiveFilter {
  readonly label: string;
  readonly without: Filters;
}

export function activeFilters(filters: Filters): ActiveFilter[] {
  const choices = <F extends Facet>(facet: F, chosen: readonly Facets[F][]): ActiveFilter[] =>
    chosen.map((value) => ({
      label: facetLabels[facet](value),
      without: { ...filters, [facet]: chosen.filter((one) => one !== value) },
    }));
  return [
    ...(filters.text.trim() === "" ? [] : [{ label: `“${filters.text.trim()}”`, without: { ...filters, text: "" } }]),
    ...choices("skills", filters.skills),
    ...choices("levels", filters.levels),
    ...choices("hops", filters.hops),
    ...choices("trained", filters.trained),
    ...filters.passages.map((passage) => ({
      label: passageLabel(passage),
      without: withoutPassage(filters, passage),
    })),
  ];
}
