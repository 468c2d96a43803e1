import { skills, type Skill } from "../dataset/types.ts";
import { createRandom, type Random } from "../random.ts";
import { statePlaces, type Probe, type StatePlace } from "../runs/probe.ts";
import { bootstrapEstimate } from "./bootstrap.ts";
import type { LayerGeometry, LayerShift, Representations, SkillPair } from "./probe-types.ts";
import { distance, dot, meanVector, squaredDistance, subtract, type Vector } from "./vectors.ts";

/** MEM and CTX first: their parting is what the paper looks at. */
export const skillPairs: readonly SkillPair[] = [
  ["mem", "ctx"],
  ["mem", "comp"],
  ["ctx", "comp"],
];

type BySkill<Value> = ReadonlyMap<Skill, Value>;

/** How the skills lie in each layer, and how a stage moves them; at both places where states are read. */
export function representations(after: Probe, before?: Probe): Representations[] {
  return statePlaces.map((place) => ({
    place,
    after: layersOf(after).map((layer) => layerGeometry(statesBySkill(after, place, layer), layer)),
    ...(before && {
      before: layersOf(before).map((layer) => layerGeometry(statesBySkill(before, place, layer), layer)),
    }),
    ...(before && sameShape(after, before) && { shifts: shiftsOf(after, before, place) }),
  }));
}

export const layersOf = ({ summary }: Probe): number[] => Array.from({ length: summary.layers + 1 }, (_, i) => i);

/** Whether states and heads of the two can be set against each other. */
export const sameShape = ({ summary: a }: Probe, { summary: b }: Probe): boolean =>
  a.layers === b.layers && a.hiddenSize === b.hiddenSize && a.heads === b.heads;

function statesBySkill({ answers, states }: Probe, place: StatePlace, layer: number): BySkill<readonly Vector[]> {
  const all = states(place, layer);
  const asked = skills.map((skill) => [skill, all.filter((_, i) => answers[i]!.skill === skill)] as const);
  return new Map(asked.filter(([, own]) => own.length > 0));
}

export function layerGeometry(states: BySkill<readonly Vector[]>, layer: number): LayerGeometry {
  const centroids = centroidsOf(states);
  const spread = spreadOf(states, centroids);
  const all = [...states.values()].flat();
  const middle = meanVector(all);
  const between = [...states].reduce(
    (sum, [skill, own]) => sum + own.length * squaredDistance(centroids.get(skill)!, middle),
    0,
  );
  const within = spread * spread * all.length;
  const position = compPosition(centroids);
  return {
    layer,
    fisher: within === 0 ? 0 : between / within,
    silhouette: silhouette(states),
    distances: pairsOf(centroids).map((pair) => ({
      pair,
      distance: inUnits(distance(centroids.get(pair[0])!, centroids.get(pair[1])!), spread),
    })),
    ...(position !== undefined && { compPosition: position }),
  };
}

const centroidsOf = (states: BySkill<readonly Vector[]>): BySkill<Float64Array> =>
  new Map([...states].map(([skill, own]) => [skill, meanVector(own)]));

const pairsOf = (centroids: BySkill<unknown>): SkillPair[] =>
  skillPairs.filter((pair) => pair.every((skill) => centroids.has(skill)));

const inUnits = (length: number, unit: number): number => (unit === 0 ? 0 : length / unit);

/** Root mean square distance of a state from its skill's centroid. */
function spreadOf(states: BySkill<readonly Vector[]>, centroids: BySkill<Float64Array>): number {
  let squares = 0;
  let count = 0;
  for (const [skill, own] of states) {
    for (const state of own) squares += squaredDistance(state, centroids.get(skill)!);
    count += own.length;
  }
  return Math.sqrt(squares / count);
}

function compPosition(centroids: BySkill<Float64Array>): number | undefined {
  const [mem, ctx, comp] = (["mem", "ctx", "comp"] as const).map((skill) => centroids.get(skill));
  if (!mem || !ctx || !comp) return undefined;
  const line = subtract(ctx, mem);
  const square = dot(line, line);
  return square === 0 ? undefined : dot(subtract(comp, mem), line) / square;
}

/** Its cost grows with their square. */
const mostForSilhouette = 64;

/** Rousseeuw's: of each state, how much nearer its own skill is than the nearest other; of some states of each skill. */
function silhouette(states: BySkill<readonly Vector[]>): number {
  const groups = [...states.values()].map((own) => {
    const every = Math.ceil(own.length / mostForSilhouette);
    return own.filter((_, i) => i % every === 0);
  });
  if (groups.length < 2) return 0;
  const widths = groups.flatMap((own, group) =>
    own.map((state) => {
      const means = groups.map((others, i) => {
        const sum = others.reduce((total, other) => total + distance(state, other), 0);
        return i === group ? sum / Math.max(1, others.length - 1) : sum / others.length;
      });
      const inside = means[group]!;
      const outside = Math.min(...means.filter((_, i) => i !== group));
      const larger = Math.max(inside, outside);
      return own.length < 2 || larger === 0 ? 0 : (outside - inside) / larger;
    }),
  );
  return widths.reduce((sum, width) => sum + width, 0) / widths.length;
}

function shiftsOf(after: Probe, before: Probe, place: StatePlace): LayerShift[] {
  const places = new Map(before.answers.map(({ question_id: question }, i) => [question, i]));
  const common = after.answers.flatMap(({ question_id: question, skill }, i) => {
    const other = places.get(question);
    return other === undefined ? [] : [{ skill, after: i, before: other }];
  });
  return layersOf(after).map((layer) => {
    const [left, came] = [before.states(place, layer), after.states(place, layer)];
    const moves = new Map(
      skills.flatMap((skill) => {
        const own = common.filter((one) => one.skill === skill);
        return own.length === 0
          ? []
          : [[skill, own.map((one) => subtract(came[one.after]!, left[one.before]!))] as const];
      }),
    );
    const start = statesBySkill(before, place, layer);
    return layerShift(moves, spreadOf(start, centroidsOf(start)), layer);
  });
}

/** @param moves of each question's state; @param spread the unit of lengths */
export function layerShift(moves: BySkill<readonly Float64Array[]>, spread: number, layer: number): LayerShift {
  const shifts = centroidsOf(moves);
  const random = createRandom(0, "shifts");
  const drawn = Array.from(
    { length: replicates },
    (): BySkill<Float64Array> => new Map([...moves].map(([skill, own]) => [skill, drawnMean(own, random)])),
  );
  const lengths = [...shifts].map(([skill, shift]) => ({
    skill,
    length: inUnits(Math.sqrt(dot(shift, shift)), spread),
  }));
  const angles = pairsOf(shifts).flatMap((pair) => {
    const value = angleOf(shifts, pair);
    if (Number.isNaN(value)) return [];
    const { low, high } = bootstrapEstimate(
      value,
      Float64Array.from(drawn, (means) => angleOf(means, pair)),
    );
    return [{ pair, degrees: { value, low, high } }];
  });
  return { layer, lengths, angles };
}

const replicates = 200;

/** The mean of as many vectors, drawn with replacement. */
function drawnMean(vectors: readonly Float64Array[], random: Random): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  const drawn = vectors.map(() => vectors[random.integer(vectors.length)]!);
  for (const vector of drawn) {
    for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!;
  }
  return sum.map((value) => value / vectors.length);
}

/** Degrees; NaN where one of the two is 0. */
function angleOf(shifts: BySkill<Float64Array>, pair: SkillPair): number {
  const [a, b] = [shifts.get(pair[0])!, shifts.get(pair[1])!];
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  return (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
}
