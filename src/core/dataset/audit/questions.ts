import type { DataSpec } from "../folder.ts";
import { skills, splits, type AnswerBaseline, type Level } from "../types.ts";
import { Baselines } from "./baselines.ts";
import { ChainRules } from "./chains.ts";
import { Check } from "./check.ts";
import { ContextRules } from "./context.ts";
import type { Counts } from "./counts.ts";
import { IndexRules } from "./index-files.ts";
import { startSlot, type PathAudit } from "./paths.ts";
import { PlaceRules } from "./place.ts";
import type { AuditReader } from "./reader.ts";
import { questionRecord, type StoredQuestion } from "./records.ts";
import { RepetitionRules } from "./repetition.ts";
import type { Asked, QuestionRules } from "./rule.ts";
import { TextRules } from "./texts.ts";
import { VerbatimRules } from "./verbatim.ts";
import type { WrittenGraph } from "./world.ts";

/** Reads all questions once, training before test, and shows each to every rule. */
export async function auditQuestions(
  reader: AuditReader,
  graph: WrittenGraph,
  paths: PathAudit,
  spec: DataSpec,
  counts: Counts,
): Promise<{ readonly checks: readonly Check[]; readonly baselines: readonly AnswerBaseline[] }> {
  const fitting = new Check("Every question has a path, and people for each of its hops");
  const index = new IndexRules();
  const baselines = new Baselines(graph);
  const rules: readonly QuestionRules[] = [
    index,
    new PlaceRules(graph, spec.questions),
    new ChainRules(graph),
    new RepetitionRules(graph),
    new ContextRules(graph, spec.questions.context.distractors.irrelevant[1] > 0),
    new TextRules(graph, spec.questions, counts.trainingQuestions),
    ...(spec.questions.recordFile === undefined ? [] : [new VerbatimRules(graph)]),
    baselines,
  ];
  for (const split of splits) {
    for (const skill of skills) {
      const file = `questions/${skill}.${split}.jsonl`;
      const found: Record<Level, number> = { iid: 0, composition: 0, "zero-shot": 0 };
      await index.open(reader, file, paths.hops);
      await reader.read(file, questionRecord, (question, line, bytes) => {
        found[question.level]++;
        const asked = look(question, file, line, bytes);
        fitting.expect(asked !== undefined, () => `${file}: ${question.id} does not fit its path ${question.path}.`);
        if (asked) for (const rule of rules) rule.add(asked);
      });
      counts.expectQuestions(skill, split, found);
    }
  }
  for (const rule of rules) rule.finish?.();
  return { checks: [fitting, ...rules.flatMap(({ checks }) => checks)], baselines: baselines.results() };

  function look(question: StoredQuestion, file: string, line: number, bytes: number): Asked | undefined {
    const { entities, world, wording, verbatim } = question;
    const path = paths.byId.get(question.path);
    if (path?.relations.length !== entities.length || world >= graph.worlds) return undefined;
    if (!entities.every((person) => person < graph.people.length)) return undefined;
    const objects = path.relations.map((relation, hop) => graph.written(entities[hop]!, relation, world));
    const text =
      verbatim?.question ?? (path.questions[wording] ?? "").replace(startSlot, () => graph.people[entities[0]!]!.name);
    return { question, path, objects, text, file, line, bytes };
  }
}
