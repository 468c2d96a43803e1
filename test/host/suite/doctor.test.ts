import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandId } from "../../../src/host/ids.ts";
import { command } from "./support.ts";

describe("the doctor", () => {
  it("reports in a document what is here, and offers to fetch what is not", async () => {
    const report = String(await command("doctor"));
    assert.match(report, /^Engine +ONNX Runtime \d\S* works, /m);
    assert.match(report, /^--device auto /m);
    const document = vscode.window.activeTextEditor!.document;
    assert.equal(document.getText(), report);
    for (const line of report.split("\n")) assert.ok(line.length <= 120, line);

    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
      10,
    );
    const offered = lenses.map((lens) => lens.command?.command);
    const isMissing = (typed: string): boolean => report.replaceAll(/\s+/g, " ").includes(typed);
    assert.equal(offered.includes(commandId("installTensorflow")), isMissing("install tensorflow"));
    assert.equal(offered.includes(commandId("installCuda")), isMissing("install cuda"));
  });
});
