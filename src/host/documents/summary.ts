import { t } from "@vscode/l10n";
import { basename } from "node:path";
import type { Dataset } from "../../core/dataset/open.ts";
import { levelNames, levels, skills, splits, type Level } from "../../core/dataset/types.ts";
import { formatCount } from "../../core/format.ts";
import type { Relation } from "../../core/graph/types.ts";
import { sortKeys } from "../../core/sort-keys.ts";
import type { QuestionFilter } from "../reader/question-files.ts";
import { DocumentBuilder, type DatasetDocument, type DocumentAction } from "./dataset-document.ts";
import { levelsOf } from "./relation-levels.ts";
import { filterName } from "./question-page.ts";

/** Columns are of fixed width, so that two summaries differ only where the datasets do. */
const widths = { field: 20, name: 12, number: 11, file: 27, bytes: 14 } as const;

/** A whole dataset: what it is made from, what it holds, and its files. */
export function summaryDocument(dataset: Dataset): DatasetDocument {
  const { folder, manifest } = dataset;
  const { counts } = manifest;
  const document = new DocumentBuilder(dataset)
    .lens(t("$(verified) Audit"), { command: "auditDataset", arguments: [folder] })
    .lens(t("$(diff) Compare with…"), { command: "diffDatasets", arguments: [folder] })
    .lens(t("$(export) Export…"), { command: "exportDataset", arguments: [folder] })
    .lens(t("$(type-hierarchy) Explore paths"), { command: "openExplorer", arguments: [folder] })
    .heading(basename(folder), 0)
    .line(field(t("Name"), manifest.name))
    .line(field(t("Hash"), manifest.hash))
    .line(field(t("Generator"), manifest.generator))
    .line(field(t("Seed"), String(manifest.seed)))
    .line(field(t("Audit in a terminal"), `reasoning-curriculum audit .curriculum/datasets/${basename(folder)}`))
    .line()
    .heading(t("World"))
    .line(row(t("People"), formatCount(counts.people)))
    .line(row(t("  parametric"), formatCount(counts.parametricPeople)))
    .line(row(t("  contextual"), formatCount(counts.contextualPeople)))
    .line(row(t("Worlds"), formatCount(counts.worlds)))
    .line(row(t("Relations"), formatCount(counts.relations)))
    .line(row(t("Facts"), formatCount(counts.facts)))
    .line();
  addQuestions(document, dataset);
  addPaths(document, dataset);
  addSpec(document, dataset);
  addRelations(document, dataset);
  addFiles(document, dataset);
  return document.build();
}

function addQuestions(document: DocumentBuilder, { manifest }: Dataset): void {
  document.heading(t("Questions")).line(levelsHeader());
  for (const split of splits) {
    for (const skill of skills) {
      document.line(levelsRow(`${skill.toUpperCase()} ${split}`, manifest.counts.questions[split][skill]));
    }
  }
  document.line();
}

function addPaths(document: DocumentBuilder, { manifest, paths }: Dataset): void {
  document.heading(t("Relation paths")).line(levelsHeader());
  for (const skill of skills) document.line(levelsRow(skill.toUpperCase(), manifest.counts.paths[skill]));
  const all = [...paths.values()];
  const hops = [...new Set(all.map(({ relations }) => relations.length))].sort((a, b) => a - b);
  document.line().line(row("", ...hops.map((count) => (count === 1 ? t("1 hop") : t("{0} hops", count)))));
  for (const skill of skills) {
    const counts = hops.map(
      (hop) => all.filter((path) => path.skill === skill && path.relations.length === hop).length,
    );
    document.line(row(skill.toUpperCase(), ...counts.map(formatCount)));
  }
  document.line();
}

/** Every setting that decides the data, defaults too. */
function addSpec(document: DocumentBuilder, { manifest }: Dataset): void {
  document.heading(t("Spec"));
  for (const line of flatten(sortKeys(manifest.spec), "")) document.line(line);
  document.line();
}

function addRelations(document: DocumentBuilder, dataset: Dataset): void {
  document.heading(t("Relations"));
  const relations = dataset.graph.relations.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const relation of relations) document.line(`${relation.name}: ${relationText(relation, dataset)}`);
  document.line();
}

function relationText(relation: Relation, dataset: Dataset): string {
  const { name, group, object, inverse, statements, questions } = relation;
  return [
    group === "parametric" ? t("parametric") : t("contextual"),
    object,
    ...(inverse === undefined ? [] : [inverse === name ? t("symmetric") : t("inverse of {0}", inverse)]),
    t("{0} statements", statements.length),
    t("{0} questions", questions.length),
    ...levelsOf(name, dataset).map(({ skill, level }) => `${skill.toUpperCase()} ${levelNames[level]}`),
  ].join(", ");
}

function addFiles(document: DocumentBuilder, dataset: Dataset): void {
  document.heading(t("Files")).line(fileRow("", t("records"), t("bytes"), "sha256"));
  for (const file of dataset.manifest.files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    document.line(fileRow(file.path, formatCount(file.records), formatCount(file.bytes), file.sha256));
    const action = fileAction(dataset.folder, file.path);
    if (action) document.link(file.path, action, t("Open as a document"));
  }
}

/** The document that shows a file of a dataset; undefined where the file is its own best text. */
export function fileAction(folder: string, path: string): DocumentAction | undefined {
  const [, skill, split] = /^questions\/(\w+)\.(train|test)\.jsonl$/.exec(path) ?? [];
  if (skill && split) {
    const filter = { skill, split } as QuestionFilter;
    return { name: filterName(filter), target: { kind: "questions", dataset: folder, filter, page: 0 } };
  }
  if (path === "manifest.json") return { name: basename(folder), target: { kind: "dataset", dataset: folder } };
  if (path === "people.jsonl") return { name: basename(folder), target: { kind: "people", dataset: folder } };
  if (path === "paths.jsonl") return { name: basename(folder), target: { kind: "paths", dataset: folder } };
  return undefined;
}

function levelsHeader(): string {
  return row("", ...levels.map((level) => levelNames[level]), t("all"));
}

function levelsRow(name: string, counts: Readonly<Record<Level, number>>): string {
  const numbers = levels.map((level) => counts[level]);
  return row(name, ...[...numbers, numbers.reduce((sum, number) => sum + number, 0)].map(formatCount));
}

function fileRow(path: string, records: string, bytes: string, sha256: string): string {
  return `${path.padEnd(widths.file)} ${records.padStart(widths.number)} ${bytes.padStart(widths.bytes)} ${sha256}`;
}

function field(name: string, text: string): string {
  return `${name.padEnd(widths.field)} ${text}`;
}

function row(name: string, ...cells: readonly string[]): string {
  return [name.padEnd(widths.name), ...cells.map((cell) => cell.padStart(widths.number))].join(" ").trimEnd();
}

/** A line for each value of nested objects: "graph.people.shared: 8"; lists of texts line by line. */
function flatten(value: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (items.every((item) => typeof item === "number")) return [`${path}: ${items.join(" … ")}`];
    return [`${path}:`, ...items.map((item) => `  - ${typeof item === "string" ? item : JSON.stringify(item)}`)];
  }
  if (typeof value !== "object" || value === null) return [`${path}: ${String(value)}`];
  return Object.entries(value).flatMap(([key, item]) => flatten(item, path === "" ? key : `${path}.${key}`));
}
