import type { KnowledgeGraph, ObjectKind, Relation } from "../graph/types.ts";
import { foldText } from "./fold.ts";
import { Lexicon } from "./lexicon.ts";
import { linksOf, statementTemplate } from "./template.ts";

/** What stands between subject and object, and what it says. */
export interface Link {
  readonly relation: string;
  readonly inverse: string | undefined;
  readonly object: ObjectKind;
  /** Behind the object, but for the mark that ends the sentence. */
  readonly after: string;
  /** That mark, mostly a full stop. */
  readonly mark: string;
}

/** All that the statements of a graph are made of, folded. */
export interface Grammar {
  /** By what stands before the subject, mostly nothing. */
  readonly openings: readonly { readonly before: string; readonly links: Lexicon<Link> }[];
  readonly people: Lexicon<string>;
  /** By kind of object, people among them. */
  readonly known: ReadonlyMap<ObjectKind, Lexicon<string>>;
}

const grammars = new WeakMap<KnowledgeGraph, Grammar>();

export function grammarOf(graph: KnowledgeGraph): Grammar {
  let grammar = grammars.get(graph);
  if (!grammar) {
    grammar = createGrammar(graph);
    grammars.set(graph, grammar);
  }
  return grammar;
}

function createGrammar({ relations, people, values }: KnowledgeGraph): Grammar {
  const openings = new Map<string, [string, Link][]>();
  for (const relation of relations) {
    for (const wording of relation.statements) {
      const before = fold(statementTemplate(wording).before);
      openings.set(before, [...(openings.get(before) ?? []), ...linksOfWording(relation, wording)]);
    }
  }
  const names = lexiconOf(people.map(({ name }) => name));
  const known = Object.entries(values).map(([kind, all]) => [kind, lexiconOf(all)] as const);
  return {
    openings: [...openings].map(([before, links]) => ({ before, links: new Lexicon(links) })),
    people: names,
    known: new Map([...known, ["person", names]]),
  };
}

/** With both "James's boss" and "James' boss". */
function linksOfWording({ name, inverse, object }: Relation, wording: string): [string, Link][] {
  const template = statementTemplate(wording);
  const [, after, mark] = /^(.*?)([.!?]?)$/s.exec(fold(template.after))!;
  const link: Link = { relation: name, inverse, object, after: after!, mark: mark! };
  return linksOf(template)
    .map(fold)
    .flatMap((text) => (text.startsWith("'s") ? [text, `'${text.slice(2)}`] : [text]))
    .map((text) => [text, link]);
}

const fold = (text: string): string => foldText(text).text;

const lexiconOf = (texts: readonly string[]): Lexicon<string> =>
  new Lexicon(texts.map((text) => [fold(text), text] as const));
