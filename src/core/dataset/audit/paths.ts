import type { Level, Skill, Split } from "../types.ts";
import type { Check } from "./check.ts";
import type { PathRecord, RelationRecord } from "./records.ts";

type Relations = ReadonlyMap<string, RelationRecord>;

const groups: Readonly<Record<Skill, string>> = {
  mem: "parametric",
  ctx: "contextual",
  comp: "contextual parametric",
};

/** The rules of a relation path: its groups, its person hops, no relation twice, no hop that undoes the one before. */
export function checkPath(path: PathRecord, relations: Relations, check: Check): void {
  const hops = path.relations.map((name) => relations.get(name));
  const offence = (what: string) => () => `paths.jsonl: ${path.id} ${what}.`;
  if (!hops.every((hop) => hop !== undefined)) {
    check.expect(false, offence("has an unknown relation"));
    return;
  }
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

/** The level and the splits that follow from the levels of the path's relations. */
export function checkLevel(path: PathRecord, relations: Relations, check: Check): void {
  const present = path.relations.map((name) => relations.get(name)?.levels[path.skill]);
  const composed = path.relations.length > 1;
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
  check.expect(present.every(Boolean), () => `paths.jsonl: ${path.id} has a relation without a ${path.skill} level.`);
  check.expect(path.level === level, () => `paths.jsonl: ${path.id} is ${path.level}, its relations make it ${level}.`);
  check.expect(allowed[level].includes(splits), () => `paths.jsonl: ${path.id} is ${level} and in ${splits}.`);
}

/** What is new in COMP must be known from atomic training. */
export function checkKnown(relations: Relations, check: Check): void {
  for (const { name, levels } of relations.values()) {
    const atomic = levels.mem ?? levels.ctx;
    check.expect(
      levels.comp !== "zero-shot" || atomic !== "zero-shot",
      () => `relations.jsonl: ${name} is zero-shot in COMP and in atomic training.`,
    );
  }
}

/** Composition paths are halved. */
export function checkHalves(paths: Iterable<PathRecord>, check: Check): void {
  const counts = new Map<Skill, Record<Split, number>>();
  for (const { skill, level, splits } of paths) {
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
