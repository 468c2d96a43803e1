import { Check } from "./check.ts";
import type { StoredQuestion } from "./records.ts";
import { offence, type Asked, type QuestionRules } from "./rule.ts";
import { NONE, type WrittenGraph } from "./world.ts";

type Entry = StoredQuestion["context"][number];

/** What a context must state, may state, and must not. */
export class ContextRules implements QuestionRules {
  readonly #sufficient = new Check("Every context states the contextual facts its question needs");
  readonly #silent = new Check("No context states a fact that its question asks from memory, from either end");
  readonly #true = new Check("Every context states contextual facts that hold in its world, each once");
  readonly #roles = new Check("Everybody in a context is there in the role it says");
  readonly #memory = new Check("No MEM question needs a contextual fact, or has one about its people beside it");
  readonly #graph: WrittenGraph;
  /** Whether connected people are distractors of their own, so that disconnected ones have no connection at all. */
  readonly #isConnectionTold: boolean;
  readonly #personRelations: readonly number[];
  /** By relation, the number of the last entry that stated it. */
  readonly #statedIn: Uint32Array;
  #entries = 0;

  constructor(graph: WrittenGraph, isConnectionTold: boolean) {
    this.#graph = graph;
    this.#isConnectionTold = isConnectionTold;
    this.#personRelations = [...graph.relations.keys()].filter((i) => graph.relations[i]!.object === "person");
    this.#statedIn = new Uint32Array(graph.relations.length);
  }

  get checks(): Check[] {
    return [this.#sufficient, this.#silent, this.#true, this.#roles, this.#memory];
  }

  add(asked: Asked): void {
    const { question } = asked;
    this.#checkSufficient(asked);
    if (question.skill === "mem") this.#checkMemory(asked);
    if (question.context.length === 0) return;
    this.#checkSilent(asked);
    const people = question.context.map(({ person }) => person);
    this.#true.expect(new Set(people).size === people.length, () => offence(asked, "shows a person twice"));
    for (const entry of question.context) {
      this.#checkTrue(asked, entry);
      this.#checkRole(asked, entry);
    }
  }

  #checkSufficient(asked: Asked): void {
    const { path, question } = asked;
    if (path.contextual.length === 0) return;
    const missing = path.contextual.find(
      (hop) => !states(question, question.entities[hop]!, path.record.relations[hop]!),
    );
    this.#sufficient.expect(missing === undefined, () =>
      offence(asked, `lacks ${path.record.relations[missing!]!} of person ${question.entities[missing!]!}`),
    );
  }

  /** Contexts state contextual facts alone, so a parametric one can stand there from its other end only. */
  #checkSilent(asked: Asked): void {
    const { path, question, objects } = asked;
    const { entities, world } = question;
    if (path.parametric.length === 0) return;
    const told = path.parametric.find(
      ({ hop, inverse }) =>
        inverse !== undefined &&
        states(question, objects[hop]!, inverse) &&
        this.#graph.object(objects[hop]!, inverse, world) === entities[hop],
    );
    this.#silent.expect(told === undefined, () =>
      offence(asked, `states ${told!.inverse!} of person ${objects[told!.hop]!}, which gives a parametric hop away`),
    );
  }

  #checkTrue(asked: Asked, { person, relations }: Entry): void {
    const rows = this.#graph.contextualRows(asked.question.world);
    const entry = ++this.#entries;
    let [wrong, twice]: (string | undefined)[] = [];
    for (const name of relations) {
      const number = this.#graph.numberOf(name);
      if (number === undefined || (rows[number]?.[person] ?? NONE) === NONE) {
        wrong = name;
      } else {
        if (this.#statedIn[number] === entry) twice = name;
        this.#statedIn[number] = entry;
      }
    }
    this.#true.expect(wrong === undefined, () =>
      offence(asked, `states ${wrong!} of person ${person}, which is no contextual fact`),
    );
    this.#true.expect(twice === undefined, () => offence(asked, `states ${twice!} of person ${person} twice`));
  }

  #checkRole(asked: Asked, entry: Entry): void {
    const wrong = this.#wrongRole(asked, entry);
    this.#roles.expect(wrong === undefined, () =>
      offence(asked, `shows person ${entry.person} as ${entry.role}, who ${wrong!}`),
    );
  }

  /** What speaks against the role, if anything does. */
  #wrongRole(asked: Asked, { person, role, relations }: Entry): string | undefined {
    const { path, question } = asked;
    const isNeeded = path.contextual.some((hop) => question.entities[hop] === person);
    if (role === "needed") return isNeeded ? undefined : "has none of the facts that the question needs";
    if (isNeeded) return "has a fact that the question needs";
    if (role === "supporting") {
      return this.#supports(asked, person, relations) ? undefined : "states no needed fact from its other end";
    }
    const involved = involvedIn(asked, this.#graph);
    if (involved.has(person)) return "is on the question's path";
    const isToldApart = role === "irrelevant" || (this.#isConnectionTold && question.skill !== "mem");
    if (!isToldApart) return undefined;
    const isConnected = this.#isConnected(person, involved, question.world);
    if (role === "irrelevant") return isConnected ? undefined : "is connected to nobody in the question";
    return isConnected ? "is connected to somebody in the question" : undefined;
  }

  /** Whether the entry states a needed fact from its other end. */
  #supports({ path, question, objects }: Asked, person: number, stated: readonly string[]): boolean {
    return path.contextual.some((hop) => {
      const { object, inverse } = this.#graph.relations[path.relations[hop]!]!;
      if (object !== "person" || objects[hop] !== person || inverse === undefined) return false;
      return stated.includes(inverse) && this.#graph.object(person, inverse, question.world) === question.entities[hop];
    });
  }

  /** Whether any relation leads from the person to the others or back. */
  #isConnected(person: number, others: ReadonlySet<number>, world: number): boolean {
    return this.#personRelations.some((relation) => {
      const row = this.#graph.row(relation, world);
      return row !== undefined && (others.has(row[person]!) || [...others].some((other) => row[other] === person));
    });
  }

  #checkMemory(asked: Asked): void {
    const { context, split } = asked.question;
    this.#memory.expect(asked.path.contextual.length === 0, () => offence(asked, "needs a contextual fact"));
    this.#memory.expect(
      context.every(({ role }) => role === "disconnected") && (split === "train" || context.length === 0),
      () => offence(asked, "has a context that is not there to be ignored in training"),
    );
  }
}

function states({ context }: StoredQuestion, person: number, relation: string): boolean {
  return context.some((entry) => entry.person === person && entry.relations.includes(relation));
}

/** The people on the path, the answer included where it is one. */
function involvedIn({ question, path, objects }: Asked, { relations }: WrittenGraph): ReadonlySet<number> {
  const involved = new Set(question.entities);
  if (relations[path.relations.at(-1)!]!.object === "person") involved.add(objects.at(-1)!);
  return involved;
}
