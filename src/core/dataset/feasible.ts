import { FieldError } from "../errors.ts";
import { population } from "../graph/people.ts";
import { groupsOf, possibleSkills, type RelationLevels } from "../paths/levels.ts";
import { contextualInverses, strangersLeft } from "./context.ts";
import type { Instance } from "./instances.ts";
import { morePeople, peopleField } from "./more-people.ts";
import type { QuestionSource } from "./questions.ts";
import { skills, type Skill } from "./types.ts";

/** The instances of each skill's training questions. */
type Training = Readonly<Record<Skill, readonly Instance[]>>;

/** Checks that every skill has relations and every context can be filled, before anything is drawn. @throws FieldError */
export function checkFeasible(source: QuestionSource): void {
  checkSkills(source);
  checkDistractors(source);
  checkStrangers(source);
}

/**
 * Checks that atomic training, where there is any, asks for the relations that are zero-shot in COMP: they are to be new
 * as hops among others, not altogether. @throws FieldError
 */
export function checkKnown({ graph }: QuestionSource, levels: RelationLevels, training: Training): void {
  for (const skill of ["mem", "ctx"] as const) {
    const asked = new Set(training[skill].flatMap(({ path }) => path.relations));
    const missing = graph.relations.find(
      ({ name, group }) => groupsOf(skill).includes(group) && levels.comp.get(name) === "zero-shot" && !asked.has(name),
    );
    if (missing && asked.size > 0) {
      throw new FieldError(
        `questions.singleHop.${skill}`,
        `no ${skill.toUpperCase()} training question asks for "${missing.name}", which is zero-shot in COMP and known from atomic training alone; raise it or questions.train.${skill}.`,
      );
    }
  }
}

function checkSkills({ graph, spec }: QuestionSource): void {
  const { train } = spec.questions;
  if (train.comp > 0 && spec.graph.people.shared === 0) {
    throw new FieldError(
      peopleField(spec, "shared"),
      `COMP paths lead through people with both kinds of facts, and there are none; ${morePeople(spec)} or set questions.train.comp to 0.`,
    );
  }
  for (const skill of skills) {
    if (train[skill] > 0 && !possibleSkills(graph.relations).includes(skill)) {
      throw new FieldError(
        `questions.train.${skill}`,
        `the relations in use allow no ${skill.toUpperCase()} questions; set it to 0 or add relations to graph.relations.`,
      );
    }
  }
}

function checkDistractors({ graph, spec }: QuestionSource): void {
  const { supporting, irrelevant } = spec.questions.context.distractors;
  const field = "questions.context.distractors";
  if (supporting[1] > 0 && contextualInverses(graph).size === 0) {
    throw new FieldError(
      `${field}.supporting`,
      "no contextual relation in use is symmetric or has a contextual inverse, so no biography states a fact from its other end; set it to [0, 0] or add such a relation to graph.relations.",
    );
  }
  if (irrelevant[1] > 0 && graph.relations.every(({ object }) => object !== "person")) {
    throw new FieldError(
      `${field}.irrelevant`,
      "no relation in use leads to a person, so nobody is connected; set it to [0, 0] or add such a relation to graph.relations.",
    );
  }
}

function checkStrangers({ graph, spec }: QuestionSource): void {
  const { context, irrelevantContext, train } = spec.questions;
  const hasContext = graph.relations.some(({ group }) => group === "contextual");
  const toIgnore = train.mem > 0 && irrelevantContext > 0;
  if (toIgnore && !hasContext) {
    throw new FieldError(
      "questions.irrelevantContext",
      "there are no biographies to show without contextual relations; set it to 0.",
    );
  }
  const lengths = Object.entries(spec.paths.hops).flatMap(([hops, weight]) => (weight > 0 ? [Number(hops)] : []));
  const hops = Math.max(1, ...lengths);
  const left = strangersLeft(population(spec.graph.people, "contextual"), hops);
  const wanted = Math.max(hasContext ? context.distractors.disconnected[1] : 0, toIgnore ? 2 : 0);
  if (wanted > left) {
    throw new FieldError(
      peopleField(spec, "contextual"),
      `${spec.graph.people.contextual} people leave ${left} for a context beside a question of ${hops} hops, and ${wanted} may be needed; ${morePeople(spec)} or lower questions.context.distractors.`,
    );
  }
}
