import { skills } from "../dataset/types.ts";
import type { Probe, StatePlace } from "../runs/probe.ts";
import { principalComponents, project } from "./principal-components.ts";
import type { StatePicture, StatePoint } from "./probe-types.ts";
import { sameShape } from "./representations.ts";
import { meanVector } from "./vectors.ts";

/** More would be neither seen nor drawn in time. */
const mostPoints = 2000;

/** The states of a layer before and after in one plane; those of a model of another shape are left out. */
export function statePicture(after: Probe, before: Probe | undefined, place: StatePlace, layer: number): StatePicture {
  const stages = [
    ...(before && sameShape(after, before) ? [["before", before] as const] : []),
    ["after", after] as const,
  ];
  const states = stages.flatMap(([stage, probe]) => {
    const vectors = probe.states(place, layer);
    return probe.answers.map((answer, i) => ({ stage, answer, vector: vectors[i]! }));
  });
  const components = principalComponents(
    states.map(({ vector }) => vector),
    2,
  );
  const placed = (vector: Float32Array | Float64Array) => {
    const [x, y] = project(components, vector) as [number, number];
    return { x, y };
  };
  const every = Math.ceil(states.length / mostPoints);
  const points = states
    .filter((_, i) => i % every === 0)
    .map(({ stage, answer: { skill, level, question_id: question }, vector }): StatePoint => {
      return { stage, skill, level, question, ...placed(vector) };
    });
  const centroids = stages.flatMap(([stage]) =>
    skills.flatMap((skill) => {
      const own = states.filter((one) => one.stage === stage && one.answer.skill === skill);
      return own.length === 0 ? [] : { stage, skill, ...placed(meanVector(own.map(({ vector }) => vector))) };
    }),
  );
  const [x = 0, y = 0] = components.explained;
  return { place, layer, points, centroids, explained: [x, y], states: states.length };
}
