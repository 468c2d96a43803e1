import assert from "node:assert/strict";
import type { Dataset } from "../../../../src/core/dataset/open.ts";
import { curriculumNodes } from "../../../../src/host/trees/curriculum-nodes.ts";
import type { TreeNode } from "../../../../src/host/trees/node.ts";
import { curriculum, smallDataset } from "../fixtures.ts";

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
  let opened = 0;
  const nodes = () =>
    curriculumNodes([source], {
      of: () => ({ folder: dataset.folder, manifest: dataset.manifest }),
      open: () => {
        opened++;
        return Promise.resolve(dataset);
      },
    });

  before(async () => {
    ({ dataset, dispose } = await smallDataset());
  });
  after(() => dispose());

  it("shows counts without opening the dataset", async () => {
    opened = 0;
    const rows = await below(nodes(), "small");
    assert.equal(rows.find(({ label }) => label === "People")!.description, "10");
    await below(rows, "Test questions", "COMP");
    assert.equal(opened, 0);
  });

  it("lists every relation in its group, with a level for each skill that uses it", async () => {
    const parametric = await below(nodes(), "small", "Relations", "Parametric");
    const contextual = await below(nodes(), "small", "Relations", "Contextual");
    assert.equal(parametric.length + contextual.length, 39);
    for (const { description } of parametric) assert.match(description!, /^MEM .+ · COMP .+$/);
    for (const { description } of contextual) assert.match(description!, /^CTX .+ · COMP .+$/);
  });

  it("lists people by name; a row opens the biography", async () => {
    const people = await below(nodes(), "small", "People");
    const names = people.map(({ label }) => label);
    assert.deepEqual(names, dataset.graph.people.map(({ name }) => name).sort());
    const [folder, person] = people[3]!.command!.arguments;
    assert.equal(folder, dataset.folder);
    assert.equal(dataset.graph.people[person as number]!.name, names[3]);
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
    const none = { of: () => undefined, open: () => Promise.reject(new Error("not to be opened")) };
    const rows = await below(curriculumNodes([source], none), "small");
    assert.equal(rows[0]!.command!.id, "reasoningCurriculum.generateDataset");
    const [broken] = await below(
      curriculumNodes([{ ...unread, problem: "seed must be a whole number." }], none),
      "small",
    );
    assert.equal(broken!.label, "seed must be a whole number.");
  });
});
