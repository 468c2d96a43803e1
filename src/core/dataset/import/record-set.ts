import { FactCollector, type Conflict } from "../../graph/fact-collector.ts";
import type { Relation } from "../../graph/types.ts";
import type { RelationPath } from "../types.ts";
import type { ImportedRecord } from "./normalize.ts";
import type { PathSurvey, SurveyedPaths } from "./path-survey.ts";

/** The records that can stand in one dataset, in the order they come: what contradicts earlier ones is refused. */
export class RecordSet {
  readonly facts: FactCollector;
  readonly surveyed: SurveyedPaths;
  readonly #groups: ReadonlyMap<string, Relation["group"]>;
  /** `path/world/start` of every question. */
  readonly #asked = new Set<string>();

  constructor(survey: PathSurvey, table: readonly Relation[]) {
    this.surveyed = survey.resolve(table);
    const used = new Set(this.surveyed.paths.flatMap(({ relations }) => relations));
    this.facts = new FactCollector(
      table,
      table.filter(({ name }) => used.has(name)),
    );
    this.#groups = new Map(table.map(({ name, group }) => [name, group]));
  }

  /** Takes a record in and gives its path, or a phrase saying why it is refused. */
  add(record: ImportedRecord): RelationPath | string {
    const path = this.surveyed.of(record);
    if (typeof path === "string") return path;
    const problem = this.#textProblem(record) ?? this.#factProblem(record);
    if (problem !== undefined) return problem;
    const world = path.skill === "mem" ? 0 : (record.world ?? 0);
    const question = `${path.id}/${world}/${record.entities[0]!}`;
    if (this.#asked.has(question)) return "asks what another record asks";
    this.#asked.add(question);
    return path;
  }

  #textProblem({ entities, relation_path: relations, question, context, answer_cot, answer }: ImportedRecord) {
    if (!question.includes(entities[0]!)) return `does not ask about ${entities[0]!}`;
    const unnamed = entities.find((name) => !answer_cot.includes(name));
    if (unnamed !== undefined) return `has a chain that does not name ${unnamed}`;
    const hidden = relations.findIndex(
      (name, hop) =>
        this.#groups.get(name) === "contextual" &&
        !(context.includes(entities[hop]!) && context.includes(entities[hop + 1] ?? answer)),
    );
    return hidden < 0 ? undefined : `has a context without its ${relations[hidden]!}`;
  }

  #factProblem({ entities, relation_path: relations, answer, world }: ImportedRecord): string | undefined {
    const hops = relations.map((name, hop) => [entities[hop]!, name, entities[hop + 1] ?? answer, world] as const);
    const [known] = hops.flatMap((hop) => this.facts.conflict(...hop) ?? []);
    if (known) return contradiction(known);
    for (const hop of hops) {
      // Hops can contradict one another.
      const conflict = this.facts.conflict(...hop);
      if (conflict) return contradiction(conflict);
      this.facts.add(...hop);
    }
    return undefined;
  }
}

function contradiction({ subject, relation, object }: Conflict): string {
  return `contradicts (${subject}, ${relation}, ${object})`;
}
