import assert from "node:assert/strict";
import fc from "fast-check";
import { parseRelationFile } from "../../../../src/core/graph/relation-file.ts";
import { relations as paperRelations } from "../../../../src/core/graph/relations.ts";

const nearest = {
  name: "nearest",
  group: "parametric",
  object: "person",
  statements: ["{subject}'s nearest country is {object}."],
  questions: ["Which country is nearest to {subject}?"],
  reference: { noun: "nearest country", clause: "the country nearest to {subject}" },
};

const fileOf = (...relations: readonly object[]): string => JSON.stringify({ relations }, null, 1);

/** The only diagnostic, as `field: message`. */
function complaint(text: string, drawn = true): string {
  const { sources, diagnostics } = parseRelationFile(text, "own.relations.json", { drawn });
  assert.equal(diagnostics.length, 1, JSON.stringify(diagnostics, null, 2));
  const [{ severity, field, message, file, line }] = diagnostics as [(typeof diagnostics)[number]];
  assert.equal(file, "own.relations.json");
  assert.ok(line >= 1);
  assert.equal(sources === undefined, severity === "error");
  return `${field}: ${message}`;
}

describe("parseRelationFile", () => {
  it("rewords some of the paper's relations and keeps all of them in use", () => {
    const statements = ["{subject} reports to {object}."];
    const { sources } = parseRelationFile(fileOf({ name: "boss", statements }), "x", {});
    assert.deepEqual(sources?.names.toSorted(), paperRelations.map(({ name }) => name).toSorted());
    const [mine, theirs] = [sources.relations, paperRelations].map((all) => all.find(({ name }) => name === "boss")!);
    assert.deepEqual(mine, { ...theirs, statements });
  });

  it("puts new relations in the place of the paper's, which can still be named", () => {
    const { sources, diagnostics } = parseRelationFile(fileOf(nearest, { name: "boss" }), "x", {});
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(sources?.names, ["nearest", "boss"]);
    assert.equal(sources.relations.length, paperRelations.length + 1);
  });

  it("takes values of a new kind, and comments", () => {
    const text = `{ "relations": [{ "name": "moon", "group": "contextual", "object": "moon", // a comment
      "statements": ["{subject} orbits {a} {object}."], "questions": ["What does {subject} orbit?"] }],
      "values": { "moon": ["Io", "Europa"] } }`;
    const { sources, diagnostics } = parseRelationFile(text, "x", { drawn: true });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(sources?.values, { moon: ["Io", "Europa"] });
  });

  const table: readonly (readonly [name: string, text: string, expected: RegExp])[] = [
    ["a name given twice", fileOf(nearest, nearest), /^relations\[1\]\.name: The relation "nearest" is there twice/],
    [
      "a missing field",
      fileOf({ ...nearest, group: undefined }),
      /^relations\[0\]\.name: "nearest" lacks group: a new/,
    ],
    [
      "a slip in the name of one of the paper's",
      fileOf({ name: "bos", statements: ["{subject} obeys {object}."] }),
      /"bos" lacks group, object, questions: .* did you mean "boss"\?$/,
    ],
    [
      "a statement of two lines",
      fileOf({ ...nearest, statements: ["{subject} is near\n{object}."] }),
      /statements\[0\]: .* must be one line without spaces around it/,
    ],
    [
      "a noun with a slot",
      fileOf({ ...nearest, reference: { noun: "boss of {subject}", clause: "who bosses {subject}" } }),
      /reference\.noun: .* holds \{subject\}, and is to hold no slot/,
    ],
    [
      "a statement without a slot",
      fileOf({ ...nearest, statements: ["It is {object}."] }),
      /^relations\[0\]\.statements\[0\]: "It is \{object\}\." must hold \{subject\} once, and holds it not at all/,
    ],
    [
      "a question with a slot twice",
      fileOf({ ...nearest, questions: ["Is {subject} {subject}?"] }),
      /questions\[0\]: .* must hold \{subject\} once, and holds it 2 times/,
    ],
    [
      "an unknown slot",
      fileOf({ ...nearest, statements: ["{subject} {verb} {object}."] }),
      /has the unknown slot \{verb\}: known are/,
    ],
    [
      "an article in the wrong place",
      fileOf({ ...nearest, statements: ["{a} {subject} is {object}."] }),
      /may hold \{a\} right before \{object\} alone/,
    ],
    [
      "a clause that goes on after its subject",
      fileOf({ ...nearest, reference: { noun: "x", clause: "what {subject} likes" } }),
      /reference\.clause: .* must end in \{subject\}/,
    ],
    [
      "no reference",
      fileOf({ ...nearest, reference: undefined }),
      /reference: "nearest" leads to a person and lacks reference/,
    ],
    [
      "an unknown inverse",
      fileOf({ ...nearest, inverse: "nearst_of" }),
      /inverse: The inverse of "nearest", "nearst_of", is no relation/,
    ],
    [
      "an inverse that does not name it back",
      fileOf({ ...nearest, inverse: "boss" }),
      /that of "boss" is "boss_of": each must name the other/,
    ],
    [
      "an inverse of an attribute",
      fileOf({ ...nearest, object: "city", reference: undefined, inverse: "boss" }),
      /"nearest" leads to no person, so it has no inverse/,
    ],
    [
      "values that nobody lists",
      fileOf({ ...nearest, object: "citty", reference: undefined }),
      /object: There are no values of the kind "citty": .* did you mean "city"\?/,
    ],
    ["a value given twice", '{ "values": { "city": ["Rome", "Rome"] } }', /^values\.city\[1\]: "Rome" is there twice/],
    [
      "a space in a name",
      fileOf({ ...nearest, name: "is near" }),
      /name cannot be "is near"\. A relation's name holds no/,
    ],
    ["an empty statement", fileOf({ ...nearest, statements: [""] }), /statements\[0\] is empty: it must be text in/],
    [
      "an unknown field",
      fileOf({ ...nearest, statments: [] }),
      /"statments" is no field of relations\[0\]: did you mean/,
    ],
    ["no relations at all", '{ "relations": 3 }', /^relations: relations must be a list in \[ \]/],
  ];
  for (const [name, text, expected] of table) {
    it(`says what is wrong: ${name}`, () => {
      assert.match(complaint(text), expected);
    });
  }

  it("warns of an inverse in the same group, once a direction", () => {
    const back = { ...nearest, name: "nearest_of", inverse: "nearest" };
    const { sources, diagnostics } = parseRelationFile(fileOf({ ...nearest, inverse: "nearest_of" }, back), "x", {});
    assert.ok(sources);
    assert.deepEqual(
      diagnostics.filter(({ field }) => field.endsWith("inverse")).map(({ severity, field }) => `${severity} ${field}`),
      ["warning relations[0].inverse", "warning relations[1].inverse"],
    );
  });

  it("warns of two relations that say the same", () => {
    const farthest = {
      ...nearest,
      name: "farthest",
      statements: ["{subject} lies farthest from {object}."],
      questions: ["Which country is farthest from {subject}?"],
      reference: { noun: "nearest country", clause: "the country farthest from {subject}" },
    };
    assert.match(
      complaint(fileOf(nearest, farthest)),
      /^relations\[1\]\.reference\.noun: "nearest country" is said of "nearest" too: /,
    );
  });

  it("gives a table or errors for any JSON in any known field", () => {
    const fields = fc.constantFrom("name", "group", "object", "inverse", "statements", "questions", "reference");
    fc.assert(
      fc.property(fields, fc.jsonValue(), fc.jsonValue(), (field, value, values) => {
        const text = JSON.stringify({ relations: [{ ...nearest, [field]: value }], values });
        const { sources, diagnostics } = parseRelationFile(text, "x", { drawn: true });
        assert.equal(
          sources === undefined,
          diagnostics.some(({ severity }) => severity === "error"),
        );
        for (const { message } of diagnostics) assert.doesNotMatch(message, /undefined|\[object/);
      }),
    );
  });
});
