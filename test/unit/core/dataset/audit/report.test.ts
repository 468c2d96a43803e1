import assert from "node:assert/strict";
import { renderAudit } from "../../../../../src/core/dataset/audit/report.ts";
import type { AuditReport } from "../../../../../src/core/dataset/types.ts";

describe("renderAudit", () => {
  const report: AuditReport = {
    checks: [
      { name: "Every file is whole", checked: 12345, violations: 0, examples: [] },
      { name: "No question occurs twice", checked: 8, violations: 3, examples: ["a: first.", "b: second."] },
    ],
    baselines: [
      {
        skill: "comp",
        level: "zero-shot",
        questions: 1000,
        majority: 0.004,
        majorityOfKind: 0.25,
        uniformOfKind: 0.0156,
        uniformInContext: 1,
      },
    ],
  };

  it("shows counts, the first offenders under their rule, and how far guessing gets", () => {
    const [verdict, checks, baselines] = renderAudit(report).split(/\n\n(?!Skill)/);
    assert.equal(verdict, "1 of 2 rules do not hold.");
    assert.deepEqual(checks!.split("\n").slice(2), [
      " 12,345      0  Every file is whole",
      "      8      3  No question occurs twice",
      "                  a: first.",
      "                  b: second.",
      "                  and 1 more",
    ]);
    assert.match(baselines!, /COMP +Zero-shot +1,000 +0\.4 % +25\.0 % +1\.6 % +100\.0 %$/);
  });

  it("needs no word on rules that hold", () => {
    assert.match(renderAudit({ checks: [report.checks[0]!], baselines: [] }), /^All 1 rules hold\.\n\n/);
  });
});
