import { open } from "node:fs/promises";
import { join } from "node:path";
import { nearest } from "../core/curriculum/suggest.ts";
import { contextualBiographyOf } from "../core/dataset/biography.ts";
import { questionFile } from "../core/dataset/folder.ts";
import type { Dataset } from "../core/dataset/open.ts";
import {
  skills,
  splits,
  type ContextRole,
  type Question,
  type QuestionRecord,
  type Skill,
  type Split,
} from "../core/dataset/types.ts";
import { UserError } from "../core/errors.ts";
import type { Person, PersonId } from "../core/graph/types.ts";
import { completionOf, promptOf } from "../core/language/prompt.ts";
import { renderChain, renderContext } from "../core/language/question.ts";
import { nameOf, type Statement } from "../core/language/statement.ts";
import { isNewWording } from "../core/language/wording.ts";

/** A person with what is said about them. */
export interface ShownPerson {
  readonly kind: "person";
  readonly person: Person;
  /** As in training; empty for a contextual person. */
  readonly parametric: readonly Statement[];
  /** Whose contextual facts are stated. */
  readonly world: number;
  /** Empty for a parametric person. */
  readonly contextual: readonly Statement[];
}

/** A question with all that a model sees and is to write. */
export interface ShownQuestion {
  readonly kind: "question";
  readonly record: QuestionRecord;
  readonly path: string;
  readonly hops: readonly { readonly relation: string; readonly skill: "mem" | "ctx" }[];
  readonly world: number;
  readonly newWording: boolean;
  readonly prompt: string;
  readonly completion: string;
  /** Empty where the question is imported: its texts are then in the record alone. */
  readonly context: readonly {
    readonly person: string;
    readonly role: ContextRole;
    readonly statements: readonly Statement[];
  }[];
  readonly chain: readonly Statement[];
}

export type Shown = ShownPerson | ShownQuestion;

const questionId = new RegExp(`^(${skills.join("|")})-(${splits.join("|")})-(\\d+)$`);

/**
 * A person by name or number, or a question by id.
 * @param world of a person's contextual facts
 * @throws UserError with a suggestion where there is no such thing.
 */
export async function findShown(dataset: Dataset, id: string, world: number): Promise<Shown> {
  const [, skill, split, number] = questionId.exec(id) ?? [];
  if (number !== undefined) {
    return showQuestion(dataset, await readQuestion(dataset, skill as Skill, split as Split, Number(number)));
  }
  const { worlds } = dataset.graph;
  if (world >= worlds)
    throw new UserError(`--world: there is no world ${world}; they are numbered 0 to ${worlds - 1}.`);
  return showPerson(dataset, findPerson(dataset, id), world);
}

function showPerson({ graph, spec, ...dataset }: Dataset, person: Person, world: number): ShownPerson {
  const { id, parametric, contextual } = person;
  return {
    kind: "person",
    person,
    parametric: parametric ? dataset.biography(id) : [],
    world,
    contextual: contextual ? contextualBiographyOf(graph, id, world, spec) : [],
  };
}

function showQuestion(dataset: Dataset, question: Question): ShownQuestion {
  const { graph, spec } = dataset;
  const path = dataset.paths.get(question.path)!;
  const record = dataset.record(question);
  const contexts = question.verbatim ? [] : renderContext(graph, question, spec.questions);
  return {
    kind: "question",
    record,
    path: path.id,
    hops: path.relations.map((relation) => ({
      relation,
      skill: graph.relation(relation).group === "parametric" ? "mem" : "ctx",
    })),
    world: question.world,
    newWording: isNewWording(question, spec.questions),
    prompt: promptOf(record),
    completion: completionOf(record),
    context: contexts.map((statements, i) => {
      const { person, role } = question.context[i]!;
      return { person: nameOf(graph, person), role, statements };
    }),
    chain: question.verbatim ? [] : renderChain(graph, path, question, spec.questions),
  };
}

async function readQuestion(dataset: Dataset, skill: Skill, split: Split, number: number): Promise<Question> {
  const index = await dataset.index(skill, split);
  if (number >= index.count) {
    const found = `${index.count} ${skill.toUpperCase()} ${split} questions, numbered from 0`;
    throw new UserError(`There is no question ${skill}-${split}-${number}: ${dataset.manifest.name} has ${found}.`);
  }
  const file = await open(join(dataset.folder, questionFile(skill, split, "jsonl")));
  try {
    const line = Buffer.alloc(index.bytes(number));
    await file.read(line, 0, line.length, index.offset(number));
    return JSON.parse(line.toString("utf8")) as Question;
  } finally {
    await file.close();
  }
}

function findPerson({ graph: { people }, manifest }: Dataset, id: string): Person {
  if (/^\d+$/.test(id)) {
    const person = people[Number(id) satisfies PersonId];
    if (person) return person;
    throw new UserError(`There is no person ${id}: they are numbered 0 to ${people.length - 1}.`);
  }
  const wanted = id.toLowerCase();
  const named = people.find(({ name }) => name.toLowerCase() === wanted);
  if (named) return named;
  const names = people.map(({ name }) => name);
  const like = nearest(id, names) ?? names.find((name) => name.toLowerCase().includes(wanted));
  const hint = like === undefined ? "name a person, or a question as comp-test-000000." : `did you mean "${like}"?`;
  throw new UserError(`"${id}" is neither a person nor a question of ${manifest.name}: ${hint}`);
}
