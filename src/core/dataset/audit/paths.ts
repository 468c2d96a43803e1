import { composeQuestion } from "../../language/compose.ts";
import type { WordingSpec } from "../../language/wording.ts";
import type { Level, Skill, Split } from "../types.ts";
import { Check } from "./check.ts";
import type { PathRecord, RelationRecord } from "./records.ts";
import type { WrittenGraph } from "./world.ts";

/** A path whose relations exist, with what is looked up of it for each of its questions. */
export interface AuditedPath {
  readonly record: PathRecord;
  /** Its line in `paths.jsonl`, from 0. */
  readonly position: number;
  /** Numbers of its relations. */
  readonly relations: readonly number[];
  /** The hops that must stand in the prompt. */
  readonly contextual: readonly number[];
  /** The hops that must not, each with the contextual relation, if there is one, that would state it from its other end. */
  readonly parametric: readonly { readonly hop: number; readonly inverse?: string }[];
  /** The question in each wording, with `startSlot` where the first person's name stands. */
  readonly questions: readonly string[];
}

/** No name holds it. */
export const startSlot = "\n";

const groups: Readonly<Record<Skill, string>> = {
  mem: "parametric",
  ctx: "contextual",
  comp: "contextual parametric",
};

/** Looks at every path by itself and at all of them together. */
export class PathAudit {
  readonly #rules = new Check("Every relation path keeps the rules of its skill");
  readonly #leveled = new Check("Every path has the level and the splits that follow from its relations");
  readonly #known = new Check("Zero-shot relations of COMP are not zero-shot in atomic training");
  readonly #distinct = new Check("No relation path occurs twice");
  readonly #unambiguous = new Check("No two relation paths ask in the same words");
  readonly #graph: WrittenGraph;
  readonly #spec: WordingSpec;
  readonly #apart: Check;
  readonly byId = new Map<string, AuditedPath>();
  /** The number of hops of the path on each line, 0 where the line cannot be read. */
  readonly hops: number[] = [];
  readonly #sequences = new Set<string>();
  readonly #askedBy = new Map<string, string>();

  /** @param apart that held-out wordings differ from those in training */
  constructor(graph: WrittenGraph, spec: WordingSpec, apart: Check) {
    this.#graph = graph;
    this.#spec = spec;
    this.#apart = apart;
  }

  get checks(): Check[] {
    return [this.#rules, this.#leveled, this.#known, this.#distinct, this.#unambiguous];
  }

  add(record: PathRecord, line: number): void {
    while (this.hops.length < line) this.hops.push(0);
    this.hops.push(record.relations.length);
    const hops = record.relations.map((name) => this.#graph.named(name));
    const offence = (what: string) => () => `paths.jsonl: ${record.id} ${what}.`;
    const isKnown = hops.every((hop) => hop !== undefined);
    this.#rules.expect(isKnown, offence("has an unknown relation"));
    const sequence = `${record.skill} ${record.relations.join(" ")}`;
    const isNew = !this.#sequences.has(sequence) && !this.byId.has(record.id);
    this.#distinct.expect(isNew, offence("occurs twice"));
    this.#sequences.add(sequence);
    if (!isKnown || !isNew) return;
    checkPath(record, hops, this.#rules, offence);
    checkLevel(record, hops, this.#leveled, offence);
    this.byId.set(record.id, this.#audited(record, hops, line));
  }

  #audited(record: PathRecord, hops: readonly RelationRecord[], position: number): AuditedPath {
    const numbered = hops.map(({ group, inverse }, hop) => {
      const isStated = inverse !== undefined && this.#graph.named(inverse)?.group === "contextual";
      return { group, hop, ...(isStated && { inverse }) };
    });
    return {
      record,
      position,
      relations: record.relations.map((name) => this.#graph.numberOf(name)!),
      contextual: numbered.flatMap(({ group, hop }) => (group === "contextual" ? [hop] : [])),
      parametric: numbered.filter(({ group }) => group === "parametric"),
      questions: this.#questions(record, hops),
    };
  }

  #questions({ id }: PathRecord, hops: readonly RelationRecord[]): string[] {
    const { wordings, heldOutWordings } = this.#spec;
    let questions: string[];
    try {
      questions = Array.from({ length: wordings }, (_, wording) =>
        composeQuestion(hops, startSlot, wording, this.#spec),
      );
    } catch (error) {
      this.#rules.expect(
        false,
        () => `paths.jsonl: ${id} cannot be asked (${error instanceof Error ? error.message : String(error)}).`,
      );
      return [];
    }
    for (const question of new Set(questions)) {
      const other = this.#askedBy.get(question);
      this.#unambiguous.expect(other === undefined, () => `paths.jsonl: ${id} asks in the words of ${other ?? ""}.`);
      this.#askedBy.set(question, id);
    }
    if (heldOutWordings > 0 && hops.at(-1)!.questions.length > 1) {
      const trained = questions.slice(0, wordings - heldOutWordings);
      const both = questions.slice(wordings - heldOutWordings).find((question) => trained.includes(question));
      this.#apart.expect(
        both === undefined,
        () => `paths.jsonl: ${id} asks "${both?.replace(startSlot, "…") ?? ""}" in training too.`,
      );
    }
    return questions;
  }

  /** After the last path. */
  finish(isDrawn: boolean): void {
    for (const relation of this.#graph.relations) checkKnown(relation, this.#known);
    if (isDrawn) checkHalves([...this.byId.values()], this.#leveled);
  }
}

type Offence = (what: string) => () => string;

/** Its groups, its person hops, no relation twice, no hop that undoes the one before. */
function checkPath(path: PathRecord, hops: readonly RelationRecord[], check: Check, offence: Offence): void {
  const present = [...new Set(hops.map(({ group }) => group))].sort().join(" ");
  check.expect(present === groups[path.skill], offence(`is ${path.skill} but has ${present} hops`));
  check.expect(
    hops.slice(0, -1).every(({ object }) => object === "person"),
    offence("goes on from a hop that leads to no person"),
  );
  check.expect(new Set(path.relations).size === hops.length, offence("has a relation twice"));
  check.expect(
    hops.every(({ inverse }, i) => inverse === undefined || i === 0 || inverse !== path.relations[i - 1]),
    offence("goes back on its own hop"),
  );
}

/** A single hop is the atomic fact itself: always I.I.D. */
function checkLevel(path: PathRecord, hops: readonly RelationRecord[], check: Check, offence: Offence): void {
  const present = hops.map(({ levels }) => levels[path.skill]);
  const composed = hops.length > 1;
  const level: Level =
    composed && present.includes("zero-shot")
      ? "zero-shot"
      : composed && !present.includes("iid")
        ? "composition"
        : "iid";
  const splits = path.splits.join(" ");
  const allowed: Readonly<Record<Level, readonly string[]>> = {
    iid: ["train test"],
    composition: ["train", "test"],
    "zero-shot": ["test"],
  };
  check.expect(present.every(Boolean), offence(`has a relation without a ${path.skill} level`));
  check.expect(path.level === level, offence(`is ${path.level}, its relations make it ${level}`));
  check.expect(allowed[level].includes(splits), offence(`is ${level} and in ${splits}`));
}

/** What is new in COMP must not be new in atomic training. */
function checkKnown({ name, levels }: RelationRecord, check: Check): void {
  const atomic = levels.mem ?? levels.ctx;
  check.expect(
    levels.comp !== "zero-shot" || atomic !== "zero-shot",
    () => `relations.jsonl: ${name} is zero-shot in COMP and in atomic training.`,
  );
}

/** Composition paths are halved. */
function checkHalves(paths: readonly AuditedPath[], check: Check): void {
  const counts = new Map<Skill, Record<Split, number>>();
  for (const { skill, level, splits } of paths.map(({ record }) => record)) {
    if (level !== "composition") continue;
    const count = counts.get(skill) ?? { train: 0, test: 0 };
    for (const split of splits) count[split]++;
    counts.set(skill, count);
  }
  for (const [skill, { train, test }] of counts) {
    check.expect(
      Math.abs(train - test) <= 1,
      () => `paths.jsonl: ${train} ${skill} composition paths are for training and ${test} for testing.`,
    );
  }
}
