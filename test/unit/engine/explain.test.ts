import assert from "node:assert/strict";
import { UserError } from "../../../src/core/errors.ts";
import { explainFailure } from "../../../src/engine/explain.ts";

describe("a failure of the engine", () => {
  const explained = (error: unknown): string => {
    const failure = explainFailure(error, "/runs/a");
    assert.ok(failure instanceof UserError);
    return failure.message;
  };

  it("is told in words where memory or the device is gone, as engines say it", () => {
    for (const said of [
      "std::bad_alloc",
      "Array buffer allocation failed",
      "Failed to allocate memory for requested buffer",
    ])
      assert.match(explained(new Error(said)), /^There was not enough memory: lower .*, and resume\.$/);
    for (const said of [
      "Device was lost: unknown",
      "VK_ERROR_DEVICE_LOST",
      "A valid external Instance reference no longer exists: device is lost",
    ])
      assert.match(explained(new Error(said)), /^The GPU was lost .*: resume when it is back\.$/);
    assert.match(explained(Object.assign(new Error("write"), { code: "ENOSPC" })), /^\/runs\/a: the disk is full/);
  });

  it("is told where what the job writes to has been moved away", () => {
    const gone = (path: string): Error => Object.assign(new Error("ENOENT"), { code: "ENOENT", syscall: "open", path });
    assert.match(
      explained(gone("/runs/a/metrics.jsonl")),
      /^\/runs\/a\/metrics\.jsonl: this was moved or deleted while/,
    );
    const elsewhere = gone("/library/x.so");
    assert.equal(explainFailure(elsewhere, "/runs/a"), elsewhere);
  });

  it("stays as it is where nobody foresaw it", () => {
    const error = new Error("x is not a function");
    assert.equal(explainFailure(error, "/runs/a"), error);
    assert.equal(explainFailure("text", "/runs/a"), "text");
  });
});
