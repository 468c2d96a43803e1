import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/*
 * Jobs queue for their device in the temporary folder: those of tests in one of their own, or they would wait for what
 * the user is training.
 */
const own = mkdtempSync(path.join(tmpdir(), "rc-"));
process.env["TMPDIR"] = own;
process.env["TEMP"] = own;
process.on("exit", () => {
  rmSync(own, { recursive: true, force: true, maxRetries: 3 });
});
