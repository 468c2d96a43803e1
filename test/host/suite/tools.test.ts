import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { RunRecord } from "../../../src/core/runs/types.ts";
import { RunFolder } from "../../../src/core/runs/folder.ts";
import { command, curriculum, foldersIn } from "./support.ts";

const ask = async (name: string, input: object): Promise<string> => {
  const { content } = await vscode.lm.invokeTool(`reasoningCurriculum_${name}`, {
    input,
    toolInvocationToken: undefined,
  });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
};

describe("the tools for agents", function () {
  this.timeout(180_000);
  let runs: RunRecord[];

  before(async () => {
    await command("runCurriculum", curriculum.fsPath);
    runs = await Promise.all((await foldersIn("runs")).map((folder) => new RunFolder(folder).read()));
  });

  it("are three, each with a description and a schema", () => {
    const own = vscode.lm.tools.filter(({ name }) => name.startsWith("reasoningCurriculum_"));
    assert.equal(own.length, 3);
    for (const { description, inputSchema } of own) assert.ok(description.length > 0 && inputSchema !== undefined);
  });

  it("list runs, compare them and explain their errors", async () => {
    const [first, second] = runs as [RunRecord, RunRecord];
    assert.ok((await ask("listRuns", {})).includes(first.id));
    const compared = await ask("compareRuns", { runs: [first.id, second.id] });
    assert.match(compared, /\| COMP Zero-shot \|/);
    assert.match(await ask("explainErrors", { run: first.id }), /Diagnosis:/);
  });

  it("say which runs there are where one is unknown", async () => {
    await assert.rejects(ask("explainErrors", { run: "nobody" }), /no run "nobody"/);
  });
});
