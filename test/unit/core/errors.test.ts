import assert from "node:assert/strict";
import { explainSystemError, FieldError, UserError } from "../../../src/core/errors.ts";

const systemError = (fields: object): Error => Object.assign(new Error("EXXX: no, write"), fields);

describe("explainSystemError", () => {
  it("names the place and the remedy", () => {
    const full = explainSystemError(systemError({ code: "ENOSPC" }), "/here");
    assert.ok(full instanceof UserError);
    assert.equal(full.message, "/here: the disk is full; free some space and run the same command again.");
    const readOnly = explainSystemError(systemError({ code: "EROFS", path: "/here/x.json" }), "/here");
    assert.match(String(readOnly), /\/here\/x\.json: the disk is read-only; work in a folder/);
    const unmade = explainSystemError(systemError({ code: "ENOENT", syscall: "mkdir", path: "/here/y" }), "/here");
    assert.match(String(unmade), /\/here\/y: this folder cannot be made here/);
  });

  it("leaves everything else as it is", () => {
    for (const error of [new Error("a bug"), new UserError("x"), systemError({ code: "ENOENT", syscall: "open" }), 3])
      assert.equal(explainSystemError(error, "/here"), error);
  });
});

describe("FieldError", () => {
  it("begins with its field", () => {
    const error = new FieldError("questions.test", "too many; lower it.");
    assert.ok(error instanceof UserError);
    assert.equal(error.message, "questions.test: too many; lower it.");
  });
});
