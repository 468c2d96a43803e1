import { FieldError } from "../errors.ts";
import type { CompactGraph } from "../graph/compact.ts";
import { population } from "../graph/people.ts";
import { objectName } from "../language/statement.ts";
import { possibleSkills } from "../paths/levels.ts";
import { createRandom, createRandoms, type Random } from "../random.ts";
import { ContextDraw } from "./context.ts";
import type { DataSpec } from "./folder.ts";
import { instancesOf, takeInTurn, type Instance } from "./instances.ts";
import { morePeople } from "./more-people.ts";
import { levels, type Level, type Question, type RelationPath, type Skill, type Split } from "./types.ts";

export interface QuestionSource {
  readonly graph: CompactGraph;
  readonly paths: readonly RelationPath[];
  readonly spec: DataSpec;
  readonly seed: number;
}

const isSingleHop = (path: RelationPath): boolean => path.relations.length === 1;
const isMultiHop = (path: RelationPath): boolean => path.relations.length > 1;

/** The instances of a skill's training questions, shuffled. @throws UserError where the graph gives fewer than asked. */
export function drawTraining(source: QuestionSource, skill: Skill): Instance[] {
  const { questions } = source.spec;
  const count = questions.train[skill];
  if (count === 0) return [];
  const name = skill.toUpperCase();
  const trained = source.paths.filter((path) => path.skill === skill && path.splits.includes("train"));
  const wantedSingle = skill === "comp" ? 0 : Math.round(count * questions.singleHop[skill]);
  const single = draw(source, trained.filter(isSingleHop), "train", wantedSingle);
  if (single.length < wantedSingle) {
    throw new FieldError(
      `questions.singleHop.${skill}`,
      `${wantedSingle} single-hop ${name} training questions are asked for, but the graph gives ${single.length}; lower questions.singleHop.${skill} or questions.train.${skill}, or ${morePeople(source.spec)}.`,
    );
  }
  const multi = draw(source, trained.filter(isMultiHop), "train", count - wantedSingle);
  if (multi.length < count - wantedSingle) {
    throw new FieldError(
      `questions.train.${skill}`,
      `${count - wantedSingle} multi-hop questions are asked for, but the graph gives ${multi.length}; lower questions.train.${skill}, ${morePeople(source.spec)} or raise paths.draws.${skill}.`,
    );
  }
  return createRandom(source.seed, "order", skill, "train").shuffle([...single, ...multi]);
}

/** The instances of a skill's test questions, level by level, each level shuffled. @throws UserError as above. */
export function drawTest(source: QuestionSource, skill: Skill): Instance[] {
  if (!possibleSkills(source.graph.relations).includes(skill)) return [];
  if (skill === "comp" && source.spec.graph.people.shared === 0) return [];
  const asked = levels.filter((level) => source.spec.paths.levels[level] > 0);
  return asked.flatMap((level) => drawTestLevel(source, skill, level));
}

/** The I.I.D. level has single hops in the same share as training; elsewhere they are not asked for. */
function drawTestLevel(source: QuestionSource, skill: Skill, level: Level): Instance[] {
  const { test: count, singleHop } = source.spec.questions;
  const paths = source.paths.filter(
    (path) => path.skill === skill && path.level === level && path.splits.includes("test"),
  );
  const name = `${level} ${skill.toUpperCase()}`;
  const wantedSingle = level === "iid" && skill !== "comp" ? Math.round(count * singleHop[skill]) : 0;
  const single = draw(source, paths.filter(isSingleHop), "test", wantedSingle);
  const multi = draw(source, paths.filter(isMultiHop), "test", count - single.length);
  const found = single.length + multi.length;
  if (found === 0) {
    throw new FieldError(
      "paths.levels",
      `no ${name} path can be asked; raise paths.draws.${skill}, use more relations, or set paths.levels.${level} to 0.`,
    );
  }
  if (found < count) {
    throw new FieldError(
      "questions.test",
      `${count} ${name} test questions are asked for, but the graph gives ${found}; lower questions.test, ${morePeople(source.spec)} or raise paths.draws.${skill}.`,
    );
  }
  return createRandom(source.seed, "order", skill, level).shuffle([...single, ...multi]);
}

function draw(
  { graph, spec, seed }: QuestionSource,
  paths: readonly RelationPath[],
  split: Split,
  count: number,
): Instance[] {
  const shuffled = createRandom(seed, "turns", split, paths[0]?.id ?? "").shuffle(paths);
  const sources = shuffled.map((path) => {
    const { group } = graph.relation(path.relations[0]!);
    return instancesOf(graph, path, split, population(spec.graph.people, group), seed);
  });
  return takeInTurn(sources, count);
}

/** The stored questions of drawn instances, in their order. */
export function* writeQuestions(
  { graph, spec, seed }: QuestionSource,
  skill: Skill,
  split: Split,
  instances: readonly Instance[],
): Generator<Question> {
  const { questions } = spec;
  const contexts = new ContextDraw(graph, population(spec.graph.people, "contextual"), questions.context);
  const digits = Math.max(6, String(instances.length).length);
  const randomOf = createRandoms(seed, "question");
  const share = skill === "mem" && split === "train" ? questions.irrelevantContext : 0;
  for (const [index, instance] of instances.entries()) {
    const id = `${skill}-${split}-${String(index).padStart(digits, "0")}`;
    const random = randomOf(id);
    const { verbatim } = instance;
    const bridges = !verbatim && Math.floor((index + 1) * share) > Math.floor(index * share);
    const world = bridges ? random.integer(graph.worlds) : instance.world;
    yield {
      id,
      skill,
      level: instance.path.level,
      split,
      path: instance.path.id,
      entities: instance.entities,
      world,
      context: verbatim
        ? contexts.neededBy(instance)
        : bridges
          ? contexts.toIgnore({ ...instance, world }, random)
          : skill === "mem"
            ? []
            : contexts.forQuestion(instance, random),
      wording: verbatim ? 0 : drawWording(questions, split === "test" && index % 2 === 1, random),
      answer: objectName(graph, instance.answer),
      ...(verbatim && { verbatim }),
    };
  }
}

/** One of the wordings in training, or, for every other question of a test cell, one of those held out of it. */
function drawWording(
  { wordings, heldOutWordings: heldOut }: DataSpec["questions"],
  isNew: boolean,
  random: Random,
): number {
  const trained = wordings - heldOut;
  return isNew && heldOut > 0 ? trained + random.integer(heldOut) : random.integer(trained);
}
