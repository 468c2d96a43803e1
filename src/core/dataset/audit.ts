import { renderBiography } from "../language/statement.ts";
import type { WordingSpec } from "../language/wording.ts";
import { Check } from "./audit/check.ts";
import { checkDirections, checkFunctional } from "./audit/facts.ts";
import { checkHalves, checkKnown, checkLevel, checkPath } from "./audit/paths.ts";
import { QuestionAudit, questionFile } from "./audit/questions.ts";
import { AuditReader } from "./audit/reader.ts";
import { pathRecord, questionRecord, type PathRecord } from "./audit/records.ts";
import { readWorld, type WrittenGraph } from "./audit/world.ts";
import type { DataSpec } from "./folder.ts";
import type { OnProgress } from "./generate.ts";
import { readManifest } from "./manifest.ts";
import { levels, skills, splits, type AuditReport, type DatasetManifest, type Level } from "./types.ts";

/** Records between two reports of progress. */
const STRIDE = 2000;
/** Every question of the test set is written out as text, and one in so many of the training set. */
const TEXT_STRIDE = 20;

/**
 * Checks the written files of a dataset against what they must hold, with nothing taken over from the generator.
 * @throws UserError where there is no dataset; everything else that is wrong is in the report.
 */
export async function auditDataset(
  folder: string,
  { onProgress, signal }: { readonly onProgress?: OnProgress; readonly signal?: AbortSignal } = {},
): Promise<AuditReport> {
  const manifest = await readManifest(folder);
  const total = manifest.files.reduce((sum, { records }) => sum + records, 0);
  let done = 0;
  const reader = new AuditReader(folder, manifest, (place) => {
    if (done++ % STRIDE > 0) return;
    signal?.throwIfAborted();
    onProgress?.(Math.min(done, total), total, `Auditing ${place.slice(0, place.lastIndexOf(":"))}`);
  });
  const counts = new Check("The manifest's counts are those of the files");
  const world = await auditWorld(reader, manifest, counts);
  const paths = await auditPaths(reader, world.graph, manifest, counts);
  const questions = await auditQuestions(reader, world.graph, paths.byId, manifest, counts);
  onProgress?.(total, total, "Audited");
  const checks = [reader.whole, reader.formed, counts, ...world.checks, ...paths.checks, ...questions.checks];
  return { checks: checks.map((check) => check.result()), baselines: [] };
}

async function auditWorld(
  reader: AuditReader,
  { counts: expected, spec }: DatasetManifest,
  counts: Check,
): Promise<{ graph: WrittenGraph; checks: Check[] }> {
  const people = new Check("People and attribute values have plain names, each its own");
  const functional = new Check("Every (person, relation, world) has exactly one object, never the person");
  const symmetry = new Check("Symmetric relations agree in both directions");
  const inverses = new Check("Inverse relations agree in both directions");
  const biographies = new Check("Biographies to learn by heart state each parametric fact and nothing else");
  const graph = await readWorld(reader, expected.worlds, people, functional);
  checkFunctional(graph, functional);
  checkDirections(graph, symmetry, inverses);
  checkBiographies(graph, (spec as DataSpec).questions, biographies);
  const inGroup = (group: "parametric" | "contextual"): number => graph.people.filter((person) => person[group]).length;
  const facts = [...graph.rows.values()].reduce((sum, row) => sum + row.filter((object) => object !== null).length, 0);
  expectCount(counts, "people", graph.people.length, expected.people);
  expectCount(counts, "parametric people", inGroup("parametric"), expected.parametricPeople);
  expectCount(counts, "contextual people", inGroup("contextual"), expected.contextualPeople);
  expectCount(counts, "relations", graph.relations.length, expected.relations);
  expectCount(counts, "facts", facts, expected.facts);
  return { graph, checks: [people, functional, symmetry, inverses, biographies] };
}

function checkBiographies(graph: WrittenGraph, spec: WordingSpec, check: Check): void {
  const known = graph.relations.filter(({ group }) => group === "parametric");
  for (const { id } of graph.people.filter(({ parametric }) => parametric)) {
    if (known.some(({ name }) => graph.object(id, name, 0) === undefined)) {
      check.expect(false, () => `facts.jsonl: person ${id} lacks a parametric fact.`);
      continue;
    }
    const said = renderBiography(graph, id, { world: 0, spec, key: `biography/${id}`, group: "parametric" });
    const stated = new Set(said.map(({ triple }) => triple.relation));
    check.expect(
      said.every(({ group }) => group === "parametric") && stated.size === known.length && said.length === known.length,
      () => `The biography of person ${id} states other facts than the parametric ones.`,
    );
  }
}

async function auditPaths(
  reader: AuditReader,
  graph: WrittenGraph,
  { counts: expected }: DatasetManifest,
  counts: Check,
): Promise<{ byId: ReadonlyMap<string, PathRecord>; checks: Check[] }> {
  const rules = new Check("Every relation path keeps the rules of its skill");
  const leveled = new Check("Every path has the level and the splits that follow from its relations");
  const known = new Check("Zero-shot relations of COMP are known from atomic training");
  const distinct = new Check("No relation path occurs twice");
  const byId = new Map<string, PathRecord>();
  const seen = new Set<string>();
  for await (const path of reader.read("paths.jsonl", pathRecord)) {
    checkPath(path, graph.records, rules);
    checkLevel(path, graph.records, leveled);
    const key = `${path.skill} ${path.relations.join(" ")}`;
    distinct.expect(!seen.has(key) && !byId.has(path.id), () => `paths.jsonl: ${path.id} occurs twice.`);
    seen.add(key);
    byId.set(path.id, path);
  }
  checkKnown(graph.records, known);
  checkHalves(byId.values(), leveled);
  for (const skill of skills) {
    for (const level of levels) {
      const found = [...byId.values()].filter((path) => path.skill === skill && path.level === level).length;
      expectCount(counts, `${level} ${skill} paths`, found, expected.paths[skill][level]);
    }
  }
  return { byId, checks: [rules, leveled, known, distinct] };
}

async function auditQuestions(
  reader: AuditReader,
  graph: WrittenGraph,
  paths: ReadonlyMap<string, PathRecord>,
  { counts: expected, spec }: DatasetManifest,
  counts: Check,
): Promise<{ checks: Check[] }> {
  const audit = new QuestionAudit(graph, paths, (spec as DataSpec).questions);
  for (const split of splits) {
    for (const skill of skills) {
      const file = questionFile(skill, split);
      const found: Record<Level, number> = { iid: 0, composition: 0, "zero-shot": 0 };
      let index = 0;
      for await (const question of reader.read(file, questionRecord)) {
        found[question.level]++;
        audit.add(question, file);
        if (split === "test" || index++ % TEXT_STRIDE === 0) audit.checkText(question, file);
      }
      for (const level of levels) {
        expectCount(
          counts,
          `${level} ${skill} ${split} questions`,
          found[level],
          expected.questions[split][skill][level],
        );
      }
    }
  }
  return audit;
}

function expectCount(check: Check, what: string, found: number, expected: number): void {
  check.expect(found === expected, () => `manifest.json: ${expected} ${what}, the files hold ${found}.`);
}
