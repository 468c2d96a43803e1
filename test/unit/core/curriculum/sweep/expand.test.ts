import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { curriculumJsonSchema, schemaAt } from "../../../../../src/core/curriculum/json-schema.ts";
import { parseCurriculum } from "../../../../../src/core/curriculum/parse.ts";
import type { Curriculum } from "../../../../../src/core/curriculum/schema.ts";
import { withSeeds } from "../../../../../src/core/curriculum/sweep/seeds.ts";

const micro = readFileSync("test/fixtures/micro.curriculum.json", "utf8");

function parse(sweep: object) {
  return parseCurriculum(micro.replace('"seed": 7,', `"seed": 7, "sweep":\n${JSON.stringify(sweep, null, 1)},`), "x");
}

function variantsOf(sweep: object): readonly Curriculum[] {
  const { curriculum, diagnostics } = parse(sweep);
  assert.deepEqual(diagnostics, []);
  return curriculum!.variants!.map((variant) => variant.curriculum);
}

/** `line: message` of each problem. */
const problems = (sweep: object): string[] =>
  parse(sweep).diagnostics.map(({ line, message }) => `${line}: ${message}`);

describe("expandSweep", () => {
  it("gives every combination, the last setting changing fastest", () => {
    const seen = variantsOf({ seed: [0, 1], "questions.irrelevantContext": [0, 0.5, 1] });
    assert.deepEqual(
      seen.map(({ seed, questions }) => [seed, questions.irrelevantContext]),
      [0, 1].flatMap((seed) => [0, 0.5, 1].map((share) => [seed, share])),
    );
  });

  it("replaces what stands at a path, in all runs that have it under runs.*, and keeps what stands beside it", () => {
    const [first] = variantsOf({ "runs.*.groupSize": [8], "runs.sft-comp.data": [{ mem: 2 }], "paths.hops.3": [0.5] });
    const { runs, paths } = first!;
    assert.deepEqual(
      Object.values(runs).map((run) => (run.method === "grpo" ? run.groupSize : undefined)),
      [undefined, undefined, 8, 8],
    );
    assert.deepEqual([runs["sft-comp"]!.data.mem, runs["sft-comp"]!.data.comp], [2, 0]);
    assert.deepEqual(paths.hops, { "2": 1, "3": 0.5, "4": 0, "5": 0 });
    const [list] = variantsOf({ "questions.context.distractors.disconnected.1": [3] });
    assert.deepEqual(list!.questions.context.distractors.disconnected, [0, 3]);
  });

  it("gives the curriculum itself where a value is what stands there", () => {
    const { seed, ...rest } = parseCurriculum(micro, "x").curriculum!;
    assert.deepEqual(variantsOf({ seed: [seed] }), [{ seed, ...rest }]);
    assert.equal(parse({}).curriculum!.variants, undefined);
  });

  it("says what is wrong at the value that is", () => {
    assert.deepEqual(problems({ seed: [0], "questions.test": [8, 0] }), [
      "11: With questions.test 0: questions.test must be a whole number from 1 to 10000000, not 0.",
    ]);
    assert.deepEqual(problems({ seed: [0, 1], "graph.people.parametric": [12, 4] }), [
      "12: With graph.people.parametric 4: graph.people.shared is 12, but at most 4 people can be both parametric and contextual: lower it, or raise the other counts.",
    ]);
    assert.match(
      problems({ "runs.rl-comp.from": ["sft-comp", "sft-cmp"] })[0]!,
      /^8: With runs.rl-comp.from "sft-cmp": /,
    );
  });

  it("refuses what cannot be swept", () => {
    for (const [sweep, expected] of [
      [{ "questions.tests": [1] }, /"questions.tests" is no field that can be swept: did you mean "questions.test"\?/],
      [{ "runs.sft-cmp.steps": [1] }, /did you mean "runs.sft-comp.steps"\?/],
      [{ "runs.sft-comp.groupSize": [4] }, /"runs.sft-comp.groupSize" is no field that can be swept/],
      [{ runs: [{}] }, /"runs" is no field that can be swept/],
      [{ "evaluate.samples": [4, 8] }, /"evaluate.samples" is no field/],
      [{ "sweep.seed": [1] }, /no field/],
      [{ "": [1] }, /no field/],
      [{ model: [{ pretrained: "x" }] }, /model.pretrained cannot be swept: write a curriculum for each/],
      [{ seed: [] }, /sweep.seed must be a list in \[ \] of at least 1/],
      [{ seed: 1 }, /sweep.seed must be a list/],
      [{ seed: [1, 2, 1] }, /1 is twice among the values of "seed"/],
      [{ graph: [{}], "graph.people.shared": [1] }, /"graph" and "graph.people.shared" set the same field/],
      [{ "runs.*.seed": [1], "runs.sft-comp.seed": [1] }, /set the same field/],
      [
        { seed: [...Array(30).keys()], "runs.*.seed": [...Array(30).keys()] },
        /sweep gives 900 combinations, more than 500/,
      ],
    ] as const) {
      const [first, ...others] = problems(sweep);
      assert.match(first ?? "", expected);
      assert.deepEqual(others, []);
    }
  });

  it("gives variants or problems for any JSON under any field", () => {
    const fields = Object.keys(schemaAt(curriculumJsonSchema(), ["sweep"], {})!.properties!);
    fc.assert(
      fc.property(
        fc.constantFrom(...fields),
        fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 }),
        (path, values) => {
          const { curriculum, diagnostics } = parse({ [path]: values });
          assert.ok(curriculum?.variants ?? diagnostics.length > 0);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("the schema of a sweep", () => {
  it("knows every field that can be swept, with its hover text and its values", () => {
    const { properties = {} } = schemaAt(curriculumJsonSchema(), ["sweep"], {})!;
    assert.match(properties["questions.irrelevantContext"]!.description!, /^Share of MEM training questions/);
    assert.deepEqual(properties["runs.*.optimizer.name"]!.items, {
      ...{ default: "adamw", type: "string", enum: ["adamw", "muon"] },
      description: "Muon updates the weight matrices; all else stays with AdamW.",
      markdownDescription: 'Muon updates the weight matrices; all else stays with AdamW.\n\nDefault: `"adamw"`',
    });
    for (const path of ["runs.*.groupSize", "model.hiddenSize", "seed", "graph.people"])
      assert.ok(properties[path], path);
    for (const path of ["runs", "sweep", "evaluate", "graph.tripleFile", "model.pretrained"])
      assert.equal(properties[path], undefined);
  });
});

describe("withSeeds", () => {
  const loaded = (sweep: object) => {
    const { curriculum } = parse(sweep);
    return { curriculum: curriculum!, name: "x", file: "/home/x.curriculum.json", root: "/home", warnings: [] };
  };

  it("sweeps the seed too, from the curriculum's own on", () => {
    const { curriculum, seeds } = withSeeds(loaded({ "questions.test": [4, 8] }), 3);
    assert.equal(seeds, 3);
    assert.deepEqual(
      curriculum.variants!.map((variant) => [variant.curriculum.questions.test, variant.curriculum.seed]),
      [4, 8].flatMap((test) => [7, 8, 9].map((seed) => [test, seed])),
    );
    assert.equal(withSeeds(loaded({}), undefined).curriculum.variants, undefined);
  });

  it("refuses a curriculum that sweeps its seed", () => {
    assert.throws(() => withSeeds(loaded({ seed: [1, 2] }), 2), /sweeps its seed already: drop --seeds/);
  });
});
