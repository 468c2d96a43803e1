import { sortKeys } from "../../sort-keys.ts";
import { curriculumProblems } from "../checks.ts";
import { curriculumKind } from "../kind.ts";
import { schemaProblems, shown, valueAt, type Problem } from "../problems.ts";
import { curriculumSchema, type Curriculum } from "../schema.ts";
import { nearest } from "../suggest.ts";
import { sweepableFields, targetsOf } from "./fields.ts";
import { settingParts } from "./parts.ts";
import type { Variant } from "./variant.ts";

/** More are a slip rather than an experiment. */
const mostVariants = 500;

/** A path of the sweep with its values. */
interface Axis {
  readonly path: string;
  readonly values: readonly unknown[];
  /** The fields that it stands for. */
  readonly targets: readonly (readonly string[])[];
}

/** A combination of values, as places in their lists, and the curriculum that it gives. */
interface Combination {
  readonly choice: readonly number[];
  readonly curriculum?: Curriculum;
  readonly problems: readonly Problem[];
}

export interface Expansion {
  /** Absent where nothing is swept, or something is wrong. */
  readonly variants?: readonly Variant[];
  /** With places in the sweep. */
  readonly problems: readonly Problem[];
}

/** The curricula that a sweep stands for: every combination of its values, the last setting changing fastest. */
export function expandSweep(curriculum: Curriculum): Expansion {
  const axes = Object.entries(curriculum.sweep ?? {}).map(([path, values]): Axis => {
    return { path, values, targets: targetsOf(path, curriculum, curriculumKind.jsonSchema()) };
  });
  if (axes.length === 0) return { problems: [] };
  const wrong = [...axes.flatMap((axis) => axisProblems(axis, curriculum)), ...jointProblems(axes)];
  if (wrong.length > 0) return { problems: wrong };
  const combinations = combine(axes).map((choice) => combination(curriculum, axes, choice));
  const known = new Set(curriculumProblems(curriculum).map(({ message }) => message));
  const problems = distinct(
    combinations.flatMap(({ choice, problems }) =>
      problems.filter(({ message }) => !known.has(message)).map((problem) => placed(problem, axes, choice)),
    ),
  );
  if (problems.some(({ severity }) => severity !== "warning")) return { problems };
  return { variants: variantsOf(axes, combinations), problems };
}

function axisProblems({ path, values, targets }: Axis, curriculum: Curriculum): Problem[] {
  const place = ["sweep", path];
  if (targets.length === 0) {
    const known = sweepableFields(curriculumKind.jsonSchema(), ["*", ...Object.keys(curriculum.runs)]);
    const meant = nearest(path, known.keys());
    const remedy = meant === undefined ? 'name one such as "questions.irrelevantContext".' : `did you mean "${meant}"?`;
    const message = `sweep: "${path}" is no field that can be swept: ${remedy}`;
    return [{ path: place, message, atName: true }];
  }
  const texts = values.map((value) => JSON.stringify(sortKeys(value)));
  return texts.flatMap((text, i) =>
    texts.indexOf(text) < i
      ? [
          {
            path: [...place, i],
            message: `sweep: ${shown(values[i])} is twice among the values of "${path}": keep one.`,
          },
        ]
      : [],
  );
}

function jointProblems(axes: readonly Axis[]): Problem[] {
  const overlapping = axes.flatMap((axis, i) =>
    axes.slice(0, i).flatMap((other): Problem[] => {
      if (!axis.targets.some((target) => other.targets.some((one) => isWithin(target, one) || isWithin(one, target))))
        return [];
      const message = `sweep: "${other.path}" and "${axis.path}" set the same field: keep one of them.`;
      return [{ path: ["sweep", axis.path], message, atName: true }];
    }),
  );
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count <= mostVariants) return overlapping;
  const message = `sweep gives ${count} combinations, more than ${mostVariants}: drop some values, or sweep in several files.`;
  return [...overlapping, { path: ["sweep"], message, atName: true }];
}

const isWithin = (inner: readonly string[], outer: readonly string[]): boolean =>
  outer.every((name, i) => inner[i] === name);

function combine(axes: readonly Axis[]): number[][] {
  return axes.reduce<number[][]>(
    (choices, { values }) => choices.flatMap((choice) => values.map((_, i) => [...choice, i])),
    [[]],
  );
}

function combination(curriculum: Curriculum, axes: readonly Axis[], choice: readonly number[]): Combination {
  const document = axes.reduce<unknown>(
    (before, { targets, values }, i) =>
      targets.reduce<unknown>((changed, target) => replaceAt(changed, target, values[choice[i]!]), before),
    written(curriculum),
  );
  const parsed = curriculumSchema.safeParse(document);
  if (!parsed.success) return { choice, problems: schemaProblems(parsed.error, document, curriculumKind) };
  const { sources, modelFolder, rewardModules } = curriculum;
  const value = {
    ...parsed.data,
    ...(sources && { sources }),
    ...(modelFolder && { modelFolder }),
    ...(rewardModules && { rewardModules }),
  };
  const unread = fileProblems(value, curriculum);
  return { choice, curriculum: value, problems: unread.length > 0 ? unread : curriculumProblems(value) };
}

/** A curriculum as it would be written without its sweep. */
function written(curriculum: Curriculum): object {
  const fields = new Set(Object.keys(curriculumSchema.shape));
  return Object.fromEntries(Object.entries(curriculum).filter(([name]) => name !== "sweep" && fields.has(name)));
}

/** What stands at a path replaced, objects on the way made where there are none. */
function replaceAt(document: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const inner: unknown = valueAt(document, [name]);
  const next = replaceAt(inner, rest, value);
  if (Array.isArray(document)) return document.with(Number(name), next);
  return { ...(document as object | undefined), [name]: next };
}

/** The files that a curriculum names are read once for all its variants. */
function fileProblems(variant: Curriculum, base: Curriculum): Problem[] {
  const fields = [
    ["graph", "relationFile"],
    ["graph", "tripleFile"],
    ["questions", "recordFile"],
    ["model", "pretrained"],
  ];
  return fields
    .filter((path) => valueAt(variant, path) !== valueAt(base, path))
    .map((path) => ({ path, message: `${path.join(".")} cannot be swept: write a curriculum for each.` }));
}

/** A problem of a variant, at the value that is nearest to it. */
function placed({ path, message, severity }: Problem, axes: readonly Axis[], choice: readonly number[]): Problem {
  const closeness = axes.map(({ targets }) => Math.max(...targets.map((target) => sharedLength(target, path))));
  const i = closeness.indexOf(Math.max(...closeness));
  const { path: name, values } = axes[i]!;
  const place = choice[i]!;
  return {
    path: ["sweep", name, place],
    message: `With ${name} ${shown(values[place])}: ${message}`,
    ...(severity && { severity }),
  };
}

function sharedLength(target: readonly string[], path: readonly PropertyKey[]): number {
  const end = target.findIndex((name, i) => name !== String(path[i]));
  return end < 0 ? target.length : end;
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify([problem.path, problem.message]), problem])).values()];
}

function variantsOf(axes: readonly Axis[], combinations: readonly Combination[]): Variant[] {
  const parts = axes.map(({ path, values, targets }, axis) => {
    const names = path.split(".").filter((name) => name !== "*");
    const written = values.map((_, i) => {
      const { curriculum } = combinations.find(({ choice }) => choice[axis] === i)!;
      return valueAt(curriculum, targets[0]!);
    });
    return settingParts(names, written);
  });
  return combinations.map(({ choice, curriculum }) => ({
    settings: axes.map(({ path, values }, axis) => {
      const index = choice[axis]!;
      return { path, value: values[index], index, parts: parts[axis]![index]! };
    }),
    curriculum: curriculum!,
  }));
}
