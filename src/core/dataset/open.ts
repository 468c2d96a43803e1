import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { UserError } from "../errors.ts";
import { CompactGraph, NO_FACT, type FactTable } from "../graph/compact.ts";
import type { AttributeKind, Person, PersonId, Relation } from "../graph/types.ts";
import { renderQuestion } from "../language/question.ts";
import type { Statement } from "../language/statement.ts";
import type { RelationLevels } from "../paths/levels.ts";
import { biographyOf } from "./biography.ts";
import { questionFile, type DataSpec } from "./folder.ts";
import { readRecords } from "./lines.ts";
import { checkFiles, readManifest } from "./manifest.ts";
import { QuestionIndex } from "./question-index.ts";
import { skills } from "./types.ts";
import type { DatasetManifest, Level, Question, QuestionRecord, RelationPath, Skill, Split } from "./types.ts";

/** A generated dataset; facts and questions are read on first use. */
export interface Dataset {
  readonly folder: string;
  readonly manifest: DatasetManifest;
  readonly spec: DataSpec;
  readonly graph: CompactGraph;
  /** The level of each relation, by skill. */
  readonly levels: RelationLevels;
  /** By id, in the order of sampling. */
  readonly paths: ReadonlyMap<string, RelationPath>;
  questions(skill: Skill, split: Split): Promise<readonly Question[]>;
  /** What can be asked of a file of questions without reading it. */
  index(skill: Skill, split: Split): Promise<QuestionIndex>;
  /** A question written out whole. */
  record(question: Question): QuestionRecord;
  /** A person's parametric facts, as in training. @param version of the `biographies.versions` there are, from 0 */
  biography(person: PersonId, version?: number): Statement[];
}

/** Questions read before others get a turn. */
const STRIDE = 5000;

/** @throws UserError naming the file that is missing, cut short or damaged. */
export async function openDataset(folder: string): Promise<Dataset> {
  const manifest = await readManifest(folder);
  await checkFiles(folder, manifest);
  const spec = manifest.spec as DataSpec;
  const lines = <T>(path: string): T[] => [...readRecords(join(folder, path))] as T[];
  const relations = lines<Relation & { levels: Partial<Record<Skill, Level>> }>("relations.jsonl");
  const values = lines<{ kind: AttributeKind; values: readonly string[] }>("values.jsonl");
  const graph = new CompactGraph({
    relations,
    people: lines<Person>("people.jsonl"),
    worlds: manifest.counts.worlds,
    values: Object.fromEntries(values.map(({ kind, values: list }) => [kind, list])),
    loadFacts: () => readFacts(join(folder, "facts.jsonl")),
  });
  const paths = new Map(lines<RelationPath>("paths.jsonl").map((path) => [path.id, path]));
  const levelsOf = (skill: Skill): ReadonlyMap<string, Level> =>
    new Map(relations.flatMap(({ name, levels }) => (levels[skill] ? [[name, levels[skill]]] : [])));
  const hops = [...paths.values()].map(({ relations: { length } }) => length);
  return {
    folder,
    manifest,
    spec,
    graph,
    levels: Object.fromEntries(skills.map((skill) => [skill, levelsOf(skill)])) as unknown as RelationLevels,
    paths,
    questions: once((skill, split) => readQuestions(join(folder, questionFile(skill, split, "jsonl")), graph)),
    index: once(async (skill, split) => {
      const file = join(folder, questionFile(skill, split, "index"));
      const lines = manifest.files.find(({ path }) => path === questionFile(skill, split, "jsonl"));
      return readIndex(file, hops, lines?.bytes ?? 0);
    }),
    record: (question) => ({
      ...renderQuestion(graph, paths.get(question.path)!, question, spec.questions),
      ...(graph.worlds > 1 && { world: question.world }),
    }),
    biography: (person, version = 0) => biographyOf(graph, person, version, spec),
  };
}

type Load<T> = (skill: Skill, split: Split) => Promise<T>;

function once<T>(load: Load<T>): Load<T> {
  const loaded = new Map<string, Promise<T>>();
  return (skill, split) => {
    const key = `${skill}.${split}`;
    const value = loaded.get(key) ?? load(skill, split);
    loaded.set(key, value);
    return value;
  };
}

function readFacts(file: string): FactTable {
  const facts = new Map<string, Int32Array[]>();
  for (const line of readRecords(file)) {
    const { relation, objects } = line as { relation: string; objects: readonly (number | null)[] };
    const rows = facts.get(relation) ?? [];
    rows.push(Int32Array.from(objects, (object) => object ?? NO_FACT));
    facts.set(relation, rows);
  }
  return facts;
}

async function readQuestions(file: string, graph: CompactGraph): Promise<readonly Question[]> {
  const questions: Question[] = [];
  for (const line of readRecords(file)) {
    questions.push(sharingNames(line as Question, graph));
    if (questions.length % STRIDE === 0) await setImmediate();
  }
  return questions;
}

/** @param bytes of all the lines that the index stands beside */
async function readIndex(file: string, hops: readonly number[], bytes: number): Promise<QuestionIndex> {
  const data = await readFile(file);
  try {
    const index = new QuestionIndex(data, hops);
    if (index.offset(index.count) === bytes) return index;
    throw new RangeError("The questions have another size.");
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `${file}: not the index of the questions beside it; delete the dataset's folder and generate it again.`,
    );
  }
}

/** JSON.parse makes a new string of every name; 180,000 contexts share those of the graph instead. */
function sharingNames(question: Question, graph: CompactGraph): Question {
  const context = question.context.map((entry) => ({
    ...entry,
    relations: entry.relations.map((name) => graph.relation(name).name),
  }));
  return { ...question, context };
}
