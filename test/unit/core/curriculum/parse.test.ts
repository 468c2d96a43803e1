import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parseCurriculum } from "../../../../src/core/curriculum/parse.ts";

const run = '"method": "sft", "steps": 5, "data": { "mem": 1 }';

/** The only diagnostic of a text, as `field @ what it points at: message`. */
function complaint(text: string): string {
  const { curriculum, diagnostics } = parseCurriculum(text, "x.curriculum.json");
  assert.equal(curriculum, undefined);
  assert.equal(diagnostics.length, 1, JSON.stringify(diagnostics, null, 2));
  const { offset, length, field, message } = diagnostics[0]!;
  return `${field} @ ${text.slice(offset, offset + length)}: ${message}`;
}

describe("parseCurriculum", () => {
  it("fills in every default", () => {
    const { curriculum, diagnostics } = parseCurriculum("{}", "x");
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(curriculum?.paths.hops, { "2": 0.5, "3": 0.3, "4": 0.15, "5": 0.05 });
    assert.ok(curriculum.model.pretrained === undefined);
    assert.equal(curriculum.model.hiddenSize, 128);
  });

  it("allows comments and trailing commas", () => {
    const { curriculum } = parseCurriculum(`{ // why\n "seed": 3, /* x */ "runs": { "a": { ${run}, }, }, }`, "x");
    assert.equal(curriculum?.seed, 3);
  });

  it("does not draw path lengths that are left out", () => {
    const { curriculum } = parseCurriculum('{ "paths": { "hops": { "3": 1 } } }', "x");
    assert.deepEqual(curriculum?.paths.hops, { "2": 0, "3": 1, "4": 0, "5": 0 });
  });

  it("accepts the fixture", () => {
    const file = "test/fixtures/micro.curriculum.json";
    assert.deepEqual(parseCurriculum(readFileSync(file, "utf8"), file).diagnostics, []);
  });

  const table: readonly (readonly [name: string, text: string, expected: string])[] = [
    ["unknown field", '{\n  "sede": 1\n}', 'sede @ "sede": "sede" is no field of a curriculum: did you mean "seed"?'],
    [
      "unknown field of a run, after \\r\\n",
      `{\r\n"runs": { "a": { ${run},\r\n  "bachSize": 4 } } }`,
      'runs.a.bachSize @ "bachSize": "bachSize" is no field of runs.a: did you mean "batchSize"?',
    ],
    [
      "a field of the other method",
      `{ "runs": { "a": { ${run}, "groupSize": 4 } } }`,
      'runs.a.groupSize @ "groupSize": "groupSize" is no field of runs.a: known are method, from, seed, data, steps, optimizer, schedule, checkpointEvery, evaluateEvery, lora, gradientAccumulation, precision, recomputeActivations, batchSize',
    ],
    ["wrong type", '{ "seed": "7" }', 'seed @ "7": seed must be a whole number of at least 0, not "7".'],
    ["a fraction", '{ "seed": 1.5 }', "seed @ 1.5: seed must be a whole number of at least 0, not 1.5."],
    ["null", '{ "graph": null }', "graph @ null: graph must be an object in { }, not null."],
    [
      "out of range",
      '{ "questions": { "singleHop": { "mem": 3 } } }',
      "questions.singleHop.mem @ 3: questions.singleHop.mem must be a number from 0 to 1, not 3.",
    ],
    [
      "a list too short",
      '{ "questions": { "context": { "distractors": { "disconnected": [1] } } } }',
      "questions.context.distractors.disconnected @ [1]: questions.context.distractors.disconnected must be a list of 2 values in [ ], each a whole number of at least 0, not [1].",
    ],
    [
      "a size beside a pre-trained model",
      '{ "model": { "pretrained": "m", "hiddenSize": 8 } }',
      'model.hiddenSize @ "hiddenSize": model.hiddenSize has no place beside model.pretrained: keep one of them.',
    ],
    [
      "a field of a pre-trained model alone",
      '{ "model": { "chat": true } }',
      'model.chat @ "chat": model.chat has no place without model.pretrained: drop it, or add that.',
    ],
    [
      "a pre-trained model that is no name",
      '{ "model": { "pretrained": 3 } }',
      "model.pretrained @ 3: model.pretrained must be text in double quotes, not 3.",
    ],
    [
      "a wrong field of a pre-trained model",
      '{ "model": { "pretrained": "m", "chat": 1 } }',
      "model.chat @ 1: model.chat must be true or false, not 1.",
    ],
    ["a model of another type", '{ "model": 3 }', "model @ 3: model must be an object in { }, not 3."],
    [
      "a size beyond all use",
      '{ "model": { "numHiddenLayers": 2000000 } }',
      "model.numHiddenLayers @ 2000000: model.numHiddenLayers must be a whole number from 1 to 1000, not 2000000.",
    ],
    [
      "more facts than memory holds",
      '{ "graph": { "contextualWorlds": 9000000 } }',
      "graph.contextualWorlds @ 9000000: graph.contextualWorlds 9000000 × 100 people × 19 contextual relations are more than 33554432 facts: lower one of them.",
    ],
    [
      "a missing field, at the run's name",
      '{ "runs": {\n "a": { "method": "sft", "data": { "mem": 1 } } } }',
      'runs.a.steps @ "a": runs.a.steps is missing: it must be a whole number from 1 to 10000000.',
    ],
    [
      "a moment that never takes in a gradient",
      `{ "runs": { "a": { ${run}, "optimizer": { "beta2": 1 } } } }`,
      "runs.a.optimizer.beta2 @ 1: runs.a.optimizer.beta2 must be a number of at least 0 and below 1, not 1.",
    ],
    [
      "an unknown method",
      '{ "runs": { "a": { "method": "ppo", "steps": 1 } } }',
      'runs.a.method @ "ppo": runs.a.method must be "sft" or "grpo" or "rft", not "ppo".',
    ],
    [
      "a bad run name",
      `{ "runs": { "a b": { ${run} } } }`,
      'runs.a b @ "a b": runs.a b is no valid name. Run names hold letters, digits, - and _.',
    ],
    [
      "a run named base",
      `{ "runs": { "base": { ${run} } } }`,
      'runs.base @ "base": No run can be named "base": that is the model itself.',
    ],
    [
      "names that differ in case",
      `{ "runs": { "a": { ${run} }, "A": { ${run} } } }`,
      'runs.A @ "A": runs.A and runs.a differ only in case: some disks take them for one.',
    ],
    [
      "a missing parent",
      `{ "runs": { "one": { ${run} }, "two": { ${run}, "from": "onne" } } }`,
      'runs.two.from @ "onne": runs.two.from is "onne", which is no run of this file: did you mean "one"?',
    ],
    [
      "a run from itself",
      `{ "runs": { "a": { ${run}, "from": "a" } } }`,
      'runs.a.from @ "a": runs.a comes from itself (a from a): start one of them from "base".',
    ],
    [
      "an unknown relation",
      '{ "graph": { "relations": ["bos"] } }',
      'graph.relations[0] @ "bos": "bos" is no relation: did you mean "boss"?',
    ],
    [
      "a relation listed twice",
      '{ "graph": { "relations": ["boss", "boss"] } }',
      'graph.relations[1] @ "boss": The relation "boss" is listed twice: keep one.',
    ],
    [
      "levels that do not add up",
      '{ "paths": { "levels": { "iid": 0.5 } } }',
      'paths.levels @ { "iid": 0.5 }: paths.levels must add up to 1: iid 0.5 + composition 0.7 + zero-shot 0.1 = 1.3.',
    ],
    [
      "path lengths without weight",
      '{ "paths": { "hops": {} } }',
      "paths.hops @ {}: paths.hops gives no length a weight: give at least one above 0.",
    ],
    [
      "too many shared people",
      '{ "graph": { "people": { "parametric": 5, "shared": 6 } } }',
      "graph.people.shared @ 6: graph.people.shared is 6, but at most 5 people can be both parametric and contextual: lower it, or raise the other counts.",
    ],
    [
      "distractors the wrong way round",
      '{ "questions": { "context": { "distractors": { "disconnected": [3, 1] } } } }',
      "questions.context.distractors.disconnected @ [3, 1]: questions.context.distractors.disconnected is [fewest, most]: 3 is more than 1.",
    ],
    [
      "an odd head size",
      '{ "model": { "hiddenSize": 36, "numAttentionHeads": 4 } }',
      "model.hiddenSize @ 36: model.hiddenSize 36 does not give 4 attention heads an even size each: make it a multiple of 8.",
    ],
    [
      "heads that cannot share keys",
      '{ "model": { "numKeyValueHeads": 3 } }',
      "model.numKeyValueHeads @ 3: model.numKeyValueHeads must divide numAttentionHeads: 4 is no multiple of 3.",
    ],
    [
      "a run without data",
      '{ "runs": { "a": { "method": "sft", "steps": 1 } } }',
      'runs.a.data @ "a": runs.a.data is empty: write for example { "biographies": 1, "mem": 1 }.',
    ],
    [
      "GRPO on biographies alone",
      `{ "runs": { "s": { ${run} }, "a": { "method": "grpo", "from": "s", "steps": 1, "data": { "comp": 1, "biographies": 1 } } } }`,
      "runs.a.data.biographies @ 1: runs.a.data.biographies must be 0: GRPO rewards answers, and a biography asks no question.",
    ],
    [
      "data that are not generated",
      `{ "questions": { "train": { "mem": 0 } }, "runs": { "a": { ${run} } } }`,
      "runs.a.data.mem @ 1: runs.a.data.mem asks for MEM questions, but questions.train.mem is 0: raise one or drop the other.",
    ],
    ["a duplicate field", '{ "seed": 1,\n "seed": 2 }', 'seed @ "seed": seed is written twice: keep one.'],
    ["a syntax error", '{ "seed": }', " @ }: This is no valid JSON: value expected here."],
    ["an empty file", "", " @ : This is no valid JSON: value expected here."],
    ["a list", "[]", " @ []: the curriculum must be an object in { }, not []."],
    ["endless nesting", "[".repeat(100_000), " @ : This is no curriculum: its brackets are nested too deep."],
  ];
  for (const [name, text, expected] of table) {
    it(`says what is wrong: ${name}`, () => {
      assert.equal(complaint(text), expected);
    });
  }

  it("counts lines and columns from 1, whatever ends a line", () => {
    const { diagnostics } = parseCurriculum('{\r\n  "a": 1,\n\t"b": 2, "c": 3,\r"d": 4 }', "x");
    assert.deepEqual(
      diagnostics.map(({ line, column }) => [line, column]),
      [
        [2, 3],
        [3, 2],
        [3, 10],
        [4, 1],
      ],
    );
  });

  it("finds a cycle of several runs", () => {
    const text = `{ "runs": { "a": { ${run}, "from": "b" }, "b": { ${run}, "from": "a" } } }`;
    const messages = parseCurriculum(text, "x").diagnostics.map(({ message }) => message);
    assert.match(messages[0]!, /runs.a comes from itself \(a from b from a\)/);
  });

  it("warns of GRPO from a new model, and still gives the curriculum", () => {
    const text = '{ "runs": { "a": { "method": "grpo", "steps": 1, "data": { "comp": 1 } } } }';
    const { curriculum, diagnostics } = parseCurriculum(text, "x");
    assert.ok(curriculum);
    assert.deepEqual(
      diagnostics.map(({ severity }) => severity),
      ["warning"],
    );
  });

  it("knows no run by the names of an object's methods", () => {
    const text = `{ "runs": { "a": { ${run}, "from": "constructor" }, "toString": { ${run}, "from": "valueOf" } } }`;
    assert.deepEqual(
      parseCurriculum(text, "x").diagnostics.map(({ field }) => field),
      ["runs.a.from", "runs.toString.from"],
    );
  });

  const never = (text: string): void => {
    const { curriculum, diagnostics } = parseCurriculum(text, "x");
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    assert.equal(curriculum === undefined, errors.length > 0);
    for (const { offset, line, column, message } of diagnostics) {
      assert.ok(offset <= text.length && line >= 1 && column >= 1 && message !== "");
      assert.doesNotMatch(message, /undefined|\[object/);
    }
  };

  it("gives a curriculum or errors for any text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[]"\\:,/*\n\r 1e-aé\u2028'.split(""), "\ud83d", '"runs"') }),
        never,
      ),
    );
  });

  it("gives a curriculum or errors for any JSON under any known field", () => {
    const field = fc.constantFrom("seed", "graph", "paths", "questions", "model", "runs", "evaluate", "__proto__");
    fc.assert(
      fc.property(field, fc.jsonValue(), (name, value) => {
        never(`{ "${name}": ${JSON.stringify(value)}, "runs": { "a": ${JSON.stringify(value)} } }`);
        never(JSON.stringify(value));
      }),
    );
  });
});
