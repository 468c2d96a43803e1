import type { Dataset } from "../../core/dataset/open.ts";
import { skills, type RelationPath, type Skill } from "../../core/dataset/types.ts";
import type { PersonId } from "../../core/graph/types.ts";
import { keyed } from "./keyed.ts";
import type { QuestionFile } from "./question-file.ts";
import type { QuestionFiles } from "./question-files.ts";

/** Numbers of training questions. */
export type BySkill = Readonly<Record<Skill, number>>;

/** What a question has in common with the training questions, itself not counted. */
export interface SharedWithTraining {
  /** Of the same path. */
  readonly path: number;
  /** Beginning with the same person. */
  readonly start: BySkill;
  readonly hops: readonly SharedHop[];
}

export interface SharedHop {
  readonly relation: string;
  /** With the same fact as a hop. */
  readonly fact: BySkill;
  /** With the relation at the same position. */
  readonly position: BySkill;
  /** With the relation and then the next one, at any position; absent at the last hop. */
  readonly pair?: BySkill;
}

/** @throws UserError if there is no such question. */
export function sharedWithTraining(dataset: Dataset, questions: QuestionFiles, id: string): SharedWithTraining {
  const own = questions.place(id);
  const { index } = own.file;
  const path = own.file.path(own.number);
  const entities = index.entities(own.number);
  const isOwn = (file: QuestionFile, number: number): boolean => file === own.file && number === own.number;

  /** Questions in which a person occurs and the test holds. */
  const count = (person: PersonId, test: (file: QuestionFile, number: number) => boolean): BySkill =>
    keyed(skills, (skill) => {
      const file = questions.file(skill, "train");
      const numbers = file.ofPerson.of(person);
      return numbers.filter((number) => !isOwn(file, number) && test(file, number)).length;
    });

  /** Questions whose path passes the test. */
  const countPaths = (test: (path: RelationPath) => boolean): BySkill =>
    keyed(skills, (skill) => {
      const file = questions.file(skill, "train");
      let sum = 0;
      [...dataset.paths.values()].forEach((one, position) => {
        if (one.skill === skill && test(one)) sum += file.ofPath.count(position);
      });
      return own.file === file && test(path) ? sum - 1 : sum;
    });

  const holdsFact = (relation: string, subject: PersonId): ((file: QuestionFile, number: number) => boolean) => {
    const object = dataset.graph.row(relation, index.world(own.number))[subject];
    return (file, number) => {
      const subjects = file.index.entities(number);
      const row = dataset.graph.row(relation, file.index.world(number));
      return file
        .path(number)
        .relations.some((name, hop) => name === relation && subjects[hop] === subject && row[subject] === object);
    };
  };

  return {
    path: countPaths((one) => one === path)[path.skill],
    start: count(entities[0]!, (file, number) => file.index.entities(number)[0] === entities[0]),
    hops: path.relations.map((relation, hop) => {
      const next = path.relations[hop + 1];
      const subject = entities[hop]!;
      return {
        relation,
        fact: count(subject, holdsFact(relation, subject)),
        position: countPaths(({ relations }) => relations[hop] === relation),
        ...(next !== undefined && {
          pair: countPaths(({ relations }) =>
            relations.some((name, place) => name === relation && relations[place + 1] === next),
          ),
        }),
      };
    }),
  };
}
