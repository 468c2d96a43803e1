import type { AtomStatus, Boundary, FailureKind, HopSkill } from "./types.ts";

/** The names of what error analyses count, in panels, reports and terminals. */

export const kindNames: Readonly<Record<FailureKind, string>> = {
  relation: "Relation confused",
  entity: "Entity confused",
  distractor: "Copied from a distractor",
  object: "Wrong object",
  unrelated: "Another fact altogether",
  skipped: "Hop left out",
  malformed: "Malformed statement",
  "early-stop": "Stopped early",
  extra: "Other hops in between",
  answer: "Right chain, wrong answer",
};

export const boundaryNames: Readonly<Record<Boundary, string>> = {
  start: "Start of the chain",
  "mem-ctx": "MEM → CTX",
  "ctx-mem": "CTX → MEM",
  same: "No boundary",
  end: "Behind the last hop",
};

export const hopSkillNames: Readonly<Record<HopSkill, string>> = {
  mem: "MEM hop (from the weights)",
  ctx: "CTX hop (from the prompt)",
};

export const atomNames: Readonly<Record<AtomStatus, string>> = {
  known: "Fact known, composition failed",
  missing: "Fact missing when asked alone",
  "not-asked": "Fact not asked alone",
};
