import assert from "node:assert/strict";
import path from "node:path";
import type { Dataset } from "../../../../src/core/dataset/open.ts";
import { levelNames } from "../../../../src/core/dataset/types.ts";
import { curriculumNodes, datasetRow } from "../../../../src/host/trees/curriculum-nodes.ts";
import type { TreeNode } from "../../../../src/host/trees/node.ts";
import { relationId } from "../../../../src/host/trees/relation-nodes.ts";
import { groupSkills } from "../../../../src/host/ids.ts";
import type { ReaderCall } from "../../../../src/host/reader/protocol.ts";
import { curriculum, readHere, smallDataset } from "../fixtures.ts";

const file = "/x/small.curriculum.json";
const loaded = { curriculum, name: "small", file, root: "/x", warnings: [] };
const unread = { file, name: "small", root: "/x", place: "small.curriculum.json" };
const source = { ...unread, loaded };

async function below(nodes: readonly TreeNode[], ...labels: readonly string[]): Promise<readonly TreeNode[]> {
  const [label, ...rest] = labels;
  if (label === undefined) return nodes;
  const node = nodes.find((candidate) => candidate.label === label);
  assert.ok(node?.children, `no row "${label}" that opens among ${nodes.map((n) => n.label).join(", ")}`);
  return below(await node.children(), ...rest);
}

describe("the Curriculum tree", () => {
  let dataset: Dataset;
  let dispose: () => Promise<void>;
  const nodes = (read: ReaderCall = readHere()) =>
    curriculumNodes(
      [source],
      { of: () => [{ folder: dataset.folder, settings: "", manifest: dataset.manifest }] },
      read,
    );

  before(async () => {
    ({ dataset, dispose } = await smallDataset());
  });
  after(() => dispose());

  it("shows counts without waiting for the dataset", async () => {
    const rows = await below(
      nodes(() => new Promise(() => undefined)),
      "small",
    );
    assert.equal(rows.find(({ label }) => label === "People")!.description, "10");
    await below(rows, "Test questions", "COMP");
  });

  it("lists every relation in its group by its level there, with its level in COMP", async () => {
    let listed = 0;
    for (const [group, skill] of Object.entries(groupSkills)) {
      const levels = await below(nodes(), "small", "Relations", group === "parametric" ? "Parametric" : "Contextual");
      for (const row of levels) {
        const relations = await row.children!();
        listed += relations.length;
        for (const { label, description } of relations) {
          assert.equal(row.label, `${skill.toUpperCase()} ${levelNames[dataset.levels[skill].get(label)!]}`);
          assert.ok(description!.startsWith(`COMP ${levelNames[dataset.levels.comp.get(label)!]} · `), description);
        }
      }
    }
    assert.equal(listed, 39);
  });

  it("leads from relations and paths into the explorer, and can find each relation's row by its id", async () => {
    const { folder } = dataset;
    const [boss] = (await readHere()("relations", folder)).filter(({ relation }) => relation.name === "boss");
    const id = relationId(file, boss!);
    let rows = nodes();
    while (!rows.some((row) => row.id === id)) {
      const above = rows.find((row) => id.startsWith(`${row.id}/`));
      assert.ok(above?.children, `no row above ${id} among ${rows.map((row) => row.id).join(", ")}`);
      rows = await above.children();
    }
    const row = rows.find((one) => one.id === id)!;
    assert.equal(row.label, "boss");
    assert.deepEqual(row.command!.arguments, [folder, { relation: "boss" }]);
    assert.deepEqual(row.target, { kind: "dataset", folder, focus: { relation: "boss" } });

    const [path] = [...dataset.paths.values()].filter(({ skill, level }) => skill === "ctx" && level === "iid");
    const paths = await below(nodes(), "small", "Relation paths", "CTX", levelNames.iid);
    const pathRows = (await Promise.all(paths.map(async (node) => (await node.children?.()) ?? [node]))).flat();
    const pathRow = pathRows.find(({ description }) => description === path!.id)!;
    assert.deepEqual(pathRow.command!.arguments, [folder, { path: path!.id }]);
  });

  it("lists people by name; a row opens the biography", async () => {
    const people = await below(nodes(), "small", "People");
    const names = people.map(({ label }) => label);
    assert.deepEqual(names, dataset.graph.people.map(({ name }) => name).sort());
    const [folder, person] = people[3]!.command!.arguments;
    assert.equal(folder, dataset.folder);
    assert.equal(dataset.graph.people[person as number]!.name, names[3]);
  });

  it("states a person's facts below the row, each leading to its object or to where it stands", async () => {
    const { id, name } = dataset.graph.people.find(({ parametric, contextual }) => parametric && contextual)!;
    const facts = await below(nodes(), "small", "People", name);
    assert.equal(facts.length, 39);
    for (const { label, command, color, icon } of facts) {
      const [relation = "", ...text] = label.split(": ");
      const object = dataset.graph.object(id, relation, 0);
      assert.deepEqual(command!.arguments, [dataset.folder, typeof object === "number" ? object : id]);
      assert.equal(text.join(": "), typeof object === "number" ? dataset.graph.people[object]!.name : object);
      const { group } = dataset.graph.relation(relation);
      assert.equal(color, `reasoningCurriculum.${groupSkills[group]}`);
      assert.equal(icon, group === "parametric" ? "circle-filled" : "circle-outline");
    }
  });

  it("opens the dataset and those of its files that are documents, and lists questions", async () => {
    const rows = await below(nodes(), "small");
    const row = rows.find(({ label }) => label === "Dataset")!;
    assert.deepEqual(row.command!.arguments, [dataset.folder, "manifest.json"]);
    const files = (await row.children!()).map(({ label }) => label);
    assert.deepEqual(
      files.filter((file) => !file.startsWith("questions/")),
      ["people.jsonl", "paths.jsonl"],
    );
    assert.equal(files.length, 8);
    const [level] = await below(nodes(), "small", "Training questions", "CTX");
    const filter = { skill: "ctx", split: "train", level: "iid" };
    assert.deepEqual(level!.command!.arguments, [dataset.folder, filter]);
    assert.deepEqual(level!.target, { kind: "questions", folder: dataset.folder, filter });
  });

  it("lists as many paths and offers as many questions as the manifest counts", async () => {
    const { paths, questions } = dataset.manifest.counts;
    const zeroShot = await below(nodes(), "small", "Relation paths", "COMP", "Zero-shot");
    const leaves = await Promise.all(zeroShot.map(async (node) => (await node.children?.()) ?? [node]));
    assert.equal(leaves.flat().length, paths.comp["zero-shot"]);
    const comp = await below(nodes(), "small", "Test questions", "COMP");
    assert.equal(
      comp.find(({ label }) => label === "Zero-shot")!.description,
      String(questions.test.comp["zero-shot"]),
    );
  });

  it("shows each dataset of a sweep below what is set in it, and says which is yet to be generated", async () => {
    const { folder, manifest } = dataset;
    const swept = { folder, settings: "irrelevantContext=0", manifest };
    const missing = { folder: `${folder}0`, settings: "irrelevantContext=0.02" };
    const rows = await below(curriculumNodes([source], { of: () => [swept, missing] }, readHere()), "small");
    assert.deepEqual(
      rows.map(({ label, description }) => [label, description]),
      [
        ["irrelevantContext=0", path.basename(folder)],
        ["irrelevantContext=0.02", "not generated yet"],
      ],
    );
    assert.deepEqual(rows[1]!.command!.arguments, [file]);
    const [parametric] = await below(rows, "irrelevantContext=0", "Relations");
    assert.ok(parametric!.id.startsWith(`${datasetRow(file, swept)}/relations/`));
    const labels = (await below(rows, "irrelevantContext=0")).map(({ label }) => label);
    assert.deepEqual(
      labels,
      (await below(nodes(), "small")).map(({ label }) => label),
    );
  });

  it("gives every row an id of its own", async () => {
    const seen = new Set<string>();
    const visit = async (rows: readonly TreeNode[]): Promise<void> => {
      for (const { id, children } of rows) {
        assert.ok(!seen.has(id), `two rows have the id ${id}`);
        seen.add(id);
        if (children) await visit(await children());
      }
    };
    await visit(nodes());
  });

  it("offers to generate what is not there, and says what is wrong with a broken file", async () => {
    const none = { of: () => [] };
    const read = () => Promise.reject(new Error("not to be read"));
    const rows = await below(curriculumNodes([source], none, read), "small");
    assert.equal(rows[0]!.command!.id, "reasoningCurriculum.generateDataset");
    const problem = "own.relations.json:3:5: name is empty.";
    const problemPlace = { file: "/x/own.relations.json", line: 3, column: 5 };
    const [broken] = await below(curriculumNodes([{ ...unread, problem, problemPlace }], none, read), "small");
    assert.equal(broken!.label, problem);
    assert.deepEqual(broken!.command!.arguments, [file, problemPlace]);
  });
});
