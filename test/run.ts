// `npm test`: every check, one after another; ends in one line that counts the tests.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Totals } from "./reporter.ts";

const checks = ["build", "typecheck", "lint", "package", "test:unit", "test:host", "test:workbench", "test:parity"];

const folder = mkdtempSync(path.join(tmpdir(), "totals-"));
const file = path.join(folder, "totals.jsonl");
writeFileSync(file, "");

const failed = checks.filter((check) => {
  const start = performance.now();
  console.log(`\n== npm run ${check}`);
  const { status } = spawnSync("npm", ["run", "--silent", check], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, TEST_TOTALS: file },
    shell: process.platform === "win32",
  });
  console.log(
    `== ${check}: ${status === 0 ? "passed" : "FAILED"} in ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  return status !== 0;
});

const lines = readFileSync(file, "utf8").trimEnd().split("\n").filter(Boolean);
rmSync(folder, { recursive: true });
const runs = lines.map((line) => JSON.parse(line) as Totals);
const sum = (key: keyof Totals) => runs.reduce((total, run) => total + run[key], 0);

if (failed.length > 0) console.log(`\nFailed: ${failed.join(", ")}.`);
const skipped = sum("skipped");
// A check that failed without a failing test of its own (the build, the types, a crash) counts as one.
const failures = Math.max(sum("failed"), failed.length);
console.log(`\n${sum("passed")} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed.length > 0 ? 1 : 0;
