import type { Relation } from "../../graph/types.ts";
import type { ImportedRecord } from "./normalize.ts";
import { draftRelation } from "./draft-relation.ts";
import { WordingSurvey } from "./wordings.ts";

interface Evidence {
  /** Hops, and those among them whose subject and object stand in the context. */
  hops: number;
  shown: number;
  /** Objects seen, the first few. */
  readonly objects: Set<string>;
}

const fewObjects = 100;
/** Contexts show all contextual facts that a question needs, and a parametric one by chance. */
const nearlyAll = 0.95;

/** What the records say of their relations; those that nobody described show what they are. */
export class RelationSurvey {
  readonly wordings = new WordingSurvey();
  readonly #evidence = new Map<string, Evidence>();
  /** Everybody a hop starts from. */
  readonly #subjects = new Set<string>();

  add(record: ImportedRecord): void {
    const { relation_path: relations, entities, context, answer } = record;
    this.wordings.add(record);
    relations.forEach((name, hop) => {
      const object = entities[hop + 1] ?? answer;
      let evidence = this.#evidence.get(name);
      if (!evidence) this.#evidence.set(name, (evidence = { hops: 0, shown: 0, objects: new Set() }));
      evidence.hops++;
      if (context.includes(entities[hop]!) && context.includes(object)) evidence.shown++;
      if (evidence.objects.size < fewObjects) evidence.objects.add(object);
      this.#subjects.add(entities[hop]!);
    });
  }

  /** The relations of the records: known ones in their order, then others as they came, in the wordings of the chains. */
  table(all: readonly Relation[]): Relation[] {
    const known = all.filter(({ name }) => this.#evidence.has(name));
    const names = new Set(known.map(({ name }) => name));
    const others = [...this.#evidence].filter(([name]) => !names.has(name));
    const taken = new Set<string>();
    return [...known, ...others.map(([name, evidence]) => this.#relationOf(name, evidence))].map((relation) => {
      // What two relations say alike could not be read back.
      const statements = this.wordings.of(relation.name).filter((wording) => !taken.has(wording));
      for (const wording of statements) taken.add(wording);
      return statements.length > 0 ? { ...relation, statements } : relation;
    });
  }

  #relationOf(name: string, { hops, shown, objects }: Evidence): Relation {
    const toPeople = [...objects].filter((object) => this.#subjects.has(object)).length * 2 > objects.size;
    return draftRelation(name, shown > hops * nearlyAll ? "contextual" : "parametric", toPeople);
  }
}
