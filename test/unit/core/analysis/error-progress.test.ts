import assert from "node:assert/strict";
import fc from "fast-check";
import { alignChain } from "../../../../src/core/analysis/align.ts";
import { boundaryBefore } from "../../../../src/core/analysis/chains.ts";
import { errorProgress } from "../../../../src/core/analysis/error-progress.ts";
import { failureKinds } from "../../../../src/core/analysis/types.ts";
import { parseParts } from "../../../../src/core/language/parse.ts";
import { renderChain } from "../../../../src/core/language/question.ts";
import { chainsOf, planted, question, resultOf, rightCompletion, source } from "./planted.ts";

const { graph, paths, spec } = source;
const errorOf = (completion: string, alone?: readonly boolean[]) => chainsOf([resultOf(completion, alone)])[0]!.error;

describe("errors of chains", () => {
  it("are none where the chain is right", () => {
    const cell = { question: question.id, skill: "comp", level: "zero-shot" };
    assert.deepEqual(chainsOf([resultOf(rightCompletion)]), [{ ...cell, hopSkills: ["mem", "ctx", "mem"] }]);
  });

  for (const kind of failureKinds)
    it(`are told by what stands in the first wrong place: ${kind}`, () => {
      const { completion, hop } = planted[kind];
      const error = errorOf(completion)!;
      assert.deepEqual([error.kind, error.hop, error.progress], [kind, hop, hop / 3]);
      assert.equal(error.boundary, ["start", "mem-ctx", "ctx-mem", "end"][hop]);
      assert.equal(error.hopSkill, ["mem", "ctx", "mem"][hop]);
      assert.equal(error.atom, "not-asked");
      assert.equal(error.rightAnswer, completion.endsWith(question.answer));
    });

  it("take a hop that is stated from its other end for what it is", () => {
    const [subject, , object] = question.entities.map((person) => graph.people[person]!.name);
    assert.equal(errorOf(`${object!} is married to ${subject!}.`)?.kind, "relation");
    assert.equal(errorOf(`${object!} is the boss of ${subject!}.`)?.kind, "object");
  });

  it("know whether the fact is known alone", () => {
    const status = (known: boolean) => errorOf(planted.entity.completion, [true, known, true])!.atom;
    assert.deepEqual([status(true), status(false)], ["known", "missing"]);
  });

  it("name what is crossed before a hop", () => {
    const skills = ["mem", "mem", "ctx", "mem"] as const;
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((hop) => boundaryBefore(hop, skills)),
      ["start", "same", "mem-ctx", "ctx-mem", "end"],
    );
  });
});

describe("an aligned chain", () => {
  const gold = renderChain(graph, paths.get(question.path)!, question, spec.questions);

  it("holds each gold hop once, in order, and all that is stated, in order", () => {
    const pieces = Object.values(planted).map(({ completion }) => completion.replace(/So, the answer.*$/, ""));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 4 }), (said) => {
        const parts = parseParts(said.join(" "), graph);
        const rows = alignChain(parts, gold);
        assert.deepEqual(
          rows.flatMap((row) => row.gold ?? []),
          gold,
        );
        assert.deepEqual(
          rows.flatMap(({ stated }) => (stated === undefined ? [] : [stated])),
          parts,
        );
      }),
    );
  });

  it("sets a wrong hop beside the one that is wanted", () => {
    const rows = alignChain(parseParts(planted.relation.completion, graph), gold);
    assert.deepEqual(
      rows.map(({ right }) => right),
      [true, false, true],
    );
  });
});

describe("error progress", () => {
  const completions = [rightCompletion, ...Object.values(planted).map(({ completion }) => completion)];
  const progress = errorProgress(chainsOf(completions.map((text) => resultOf(text))));

  it("counts chains by first wrong hop, and the mass below half", () => {
    assert.deepEqual([progress.chains, progress.wrong], [11, 10]);
    assert.deepEqual(progress.byHops, [{ hops: 3, chains: 11, firstWrong: [1, 5, 2, 2] }]);
    assert.equal(progress.early.value, 6 / 10);
    assert.equal(progress.rightAnswers, completions.filter((text) => text.endsWith(question.answer)).length - 1);
  });

  it("relates failures to the chains that came so far", () => {
    const shown = progress.byBoundary.map(({ key, reached, wrong }) => [key, reached, wrong]);
    assert.deepEqual(shown, [
      ["start", 11, 1],
      ["mem-ctx", 10, 5],
      ["ctx-mem", 5, 2],
      ["same", 0, 0],
      ["end", 3, 2],
    ]);
    assert.deepEqual(
      progress.bySkill.map(({ key, reached, wrong }) => [key, reached, wrong]),
      [
        ["mem", 16, 3],
        ["ctx", 10, 5],
      ],
    );
  });

  it("counts kinds, each once here, and adds up", () => {
    assert.equal(progress.kinds.length, failureKinds.length);
    assert.ok(progress.kinds.every((kind) => kind.count === 1 && kind.byAtom["not-asked"] === 1));
  });

  it("has nothing to count where there is nothing", () => {
    const empty = errorProgress([]);
    assert.deepEqual([empty.wrong, empty.byHops, empty.kinds, empty.early], [0, [], [], { value: 0, low: 0, high: 1 }]);
  });
});
