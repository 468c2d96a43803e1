import assert from "node:assert/strict";
import * as vscode from "vscode";
import { curriculum, eventually, workspaceFolder } from "./support.ts";

async function open(name: string, text: string): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.joinPath(workspaceFolder, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  const document = await vscode.workspace.openTextDocument(uri);
  // VS Code's JSON support checks what is visible.
  await vscode.window.showTextDocument(document);
  return document;
}

/** The problems of a document, once there are any. */
const problems = ({ uri }: vscode.TextDocument) =>
  eventually("diagnostics", () => {
    const found = vscode.languages.getDiagnostics(uri);
    return found.length > 0 ? found : undefined;
  });

describe("a curriculum file in the editor", () => {
  it("has no problems when it is right", async () => {
    const document = await vscode.workspace.openTextDocument(curriculum);
    assert.equal(document.languageId, "jsonc");
    assert.deepEqual(vscode.languages.getDiagnostics(curriculum), []);
  });

  it("marks a run that starts from a run that does not exist, where it says so", async () => {
    const text = `{ "runs": { "rl": { "method": "grpo", "from": "nobody", "steps": 2, "data": { "comp": 1 } } } }`;
    const document = await open("missing-parent.curriculum.json", text);
    const [problem] = (await problems(document)).filter(({ message }) => message.includes("nobody"));
    assert.ok(problem, "no problem names the missing run");
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.ok(problem.range.contains(document.positionAt(text.indexOf("nobody"))));
  });

  it("loses its problem when the file is mended", async () => {
    const document = await open("mended.curriculum.json", `{ "seed": "one" }`);
    await problems(document);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, 1, 0), `{ "seed": 1 }`);
    await vscode.workspace.applyEdit(edit);
    await eventually("an end of the diagnostics", () =>
      vscode.languages.getDiagnostics(document.uri).length === 0 ? true : undefined,
    );
  });

  it("offers lenses over the file", async () => {
    const lenses = await eventually("lenses", async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        curriculum,
        20,
      );
      return found.length > 0 ? found : undefined;
    });
    const titles = lenses.map((lens) => lens.command?.title ?? "");
    assert.ok(
      titles.some((title) => title.includes("Generate")),
      titles.join(" | "),
    );
  });
});
