import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCurriculum } from "../../../../src/core/curriculum/read.ts";
import type { Curriculum } from "../../../../src/core/curriculum/schema.ts";
import { auditDataset } from "../../../../src/core/dataset/audit.ts";
import { datasetHash } from "../../../../src/core/dataset/folder.ts";
import { generateDataset } from "../../../../src/core/dataset/generate.ts";
import { importData } from "../../../../src/core/dataset/import/import.ts";
import { openDataset } from "../../../../src/core/dataset/open.ts";
import { NO_FACT } from "../../../../src/core/graph/compact.ts";
import { parseChain, chainMatches } from "../../../../src/core/language/parse.ts";
import { renderChain } from "../../../../src/core/language/question.ts";
import { inTemporaryFolder } from "./small.ts";

const sample = "samples/world.curriculum.json";

/** The sample with fewer questions. */
async function smallWorld(): Promise<Curriculum> {
  const { curriculum } = await readCurriculum(sample);
  return {
    ...curriculum,
    questions: { ...curriculum.questions, train: { mem: 200, ctx: 200, comp: 300 }, test: 30 },
  };
}

describe("a world of triples", () => {
  it("is complete where facts follow from others, and says so", async () => {
    const { warnings } = await readCurriculum(sample);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!.message, /facts are added, the other directions/);
  });

  it("gives a dataset that stands the audit, whose chains can be read back, and whose records can be imported", async () => {
    const curriculum = await smallWorld();
    await inTemporaryFolder(async (folder) => {
      const dataset = await openDataset((await generateDataset(curriculum, "world", folder)).folder);
      const { checks } = await auditDataset(dataset.folder);
      assert.deepEqual(
        checks.flatMap(({ examples }) => examples),
        [],
      );
      const lines: string[] = [];
      for (const skill of ["mem", "ctx", "comp"] as const) {
        for (const question of await dataset.questions(skill, "test")) {
          const record = dataset.record(question);
          const path = dataset.paths.get(question.path)!;
          const gold = renderChain(dataset.graph, path, question, dataset.spec.questions);
          assert.ok(chainMatches(parseChain(record.answer_cot, dataset.graph), gold), record.answer_cot);
          lines.push(`${JSON.stringify(record)}\n`);
        }
      }
      const file = join(folder, "world.jsonl");
      writeFileSync(file, lines.join(""));
      const files = [file, "samples/world/world.relations.json"];
      const imported = await importData({ files, out: folder, name: "again" });
      assert.deepEqual(imported.warnings, []);
      const again = (await readCurriculum(imported.curriculum)).curriculum.sources!.relations;
      assert.equal(again.find(({ name }) => name === "capital_of")?.inverse, "capital");
    });
  });

  it("leaves no person relation to nobody: every path that is asked leads somewhere", async () => {
    const curriculum = await smallWorld();
    await inTemporaryFolder(async (folder) => {
      const { graph, paths } = await openDataset((await generateDataset(curriculum, "world", folder)).folder);
      for (const { relations } of paths.values()) {
        let reached = new Set(graph.people.map(({ id }) => id));
        for (const name of relations)
          reached = new Set([...reached].map((id) => graph.row(name, 0)[id]!).filter((object) => object !== NO_FACT));
        assert.ok(reached.size > 0, relations.join(" "));
      }
    });
  });

  it("asks for more facts, not for more people, where its own are too few", async () => {
    const curriculum = await smallWorld();
    const asked = { ...curriculum, questions: { ...curriculum.questions, test: 1_000_000 } };
    await inTemporaryFolder(async (folder) => {
      await assert.rejects(
        generateDataset(asked, "world", folder),
        /lower questions\.test, add facts to graph\.tripleFile/,
      );
    });
    const crowded = { ...curriculum.questions.context, distractors: { ...curriculum.questions.context.distractors } };
    crowded.distractors.disconnected = [0, 100_000];
    const strange = { ...curriculum, questions: { ...curriculum.questions, context: crowded } };
    await inTemporaryFolder(async (folder) => {
      await assert.rejects(generateDataset(strange, "world", folder), /^FieldError: graph\.tripleFile: /);
    });
  });

  it("has another hash where the facts differ, and the same wherever they lie", async () => {
    const curriculum = await smallWorld();
    const sources = curriculum.sources!;
    const moved = { ...sources, triples: { ...sources.triples!, path: "/elsewhere/facts.tsv" } };
    const changed = { ...sources, triples: { ...sources.triples!, sha256: "0" } };
    assert.equal(datasetHash({ ...curriculum, sources: moved }), datasetHash(curriculum));
    assert.notEqual(datasetHash({ ...curriculum, sources: changed }), datasetHash(curriculum));
  });
});
