import assert from "node:assert/strict";
import type { RunAnalysis } from "../../../src/core/analysis/types.ts";
import { comparisonMarkdown, errorsMarkdown, runsMarkdown } from "../../../src/report/markdown.ts";
import { panelAnalysis } from "../../webview/analysis-fixtures.ts";
import { sampleEvaluation, sampleRecord } from "../core/runs/sample-run.ts";

const fixture = "test/fixtures/micro.curriculum.json";

describe("what agents are told", () => {
  it("are runs with their accuracies and intervals", async () => {
    const run = await sampleRecord(fixture, "sft-atomic");
    const { cells, step } = sampleEvaluation(run, 0.5);
    const text = runsMarkdown([{ run, cells, evaluatedStep: step }, { run }]);
    const [evaluated, other] = text.split("\n");
    assert.match(evaluated!, /\*\*sft-atomic\*\* \(id `micro\.sft-atomic-/);
    assert.match(evaluated!, /Zero-shot 50\.0 % \[15\.0 % – 85\.0 %\], with the whole chain 25\.0 %/);
    assert.match(other!, /not evaluated\.$/);
    assert.match(runsMarkdown([]), /no runs/);
  });

  it("are runs side by side, with what differs", async () => {
    const records = await Promise.all(["sft-atomic", "rl-atomic"].map((name) => sampleRecord(fixture, name)));
    const runs = records.map((run, i) => ({ run, cells: sampleEvaluation(run, i / 2).cells, evaluatedStep: 1 }));
    const differences = [{ path: "steps", values: ["3", "12 | 13"] }];
    const text = comparisonMarkdown({ runs, differences, dataDifferences: [] });
    assert.match(text, /\| COMP Zero-shot \| 0\.0 % \[.*\] \| 50\.0 % \[.*\] \+50\.0 \|/);
    assert.ok(text.includes("| steps | 3 | 12 \\| 13 |"));
    assert.ok(!text.includes("Data that differ"));
  });

  it("are the errors of a run, by level, and its diagnosis", () => {
    const { run, reference, comparisons } = panelAnalysis;
    const parent = { id: reference!.run.id, name: "sft", step: 400, comparisons };
    const analysis: RunAnalysis = { ...run, parent };
    const text = errorsMarkdown(analysis);
    assert.match(text, /20 of 60 greedy COMP chains are wrong, 2 of them with the right answer/);
    assert.match(text, /\| MEM → CTX \| .* % \[.*\] \| 60 \|/);
    assert.match(text, /pass@k on COMP Zero-shot beside sft: \*\*Synthesis\*\*/);
    assert.match(text, /- Holds: No bridge.*next: Raise questions\.irrelevantContext/);
    assert.match(errorsMarkdown(analysis, "iid"), /15 of 60 greedy COMP I\.I\.D\. chains/);
    assert.match(errorsMarkdown(analysis, "composition"), /No COMP Composition question was asked/);
  });
});
