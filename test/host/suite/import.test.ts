import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { command, eventually } from "./support.ts";

describe("data of one's own", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "import-"));
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await rm(folder, { recursive: true, force: true });
  });

  it("is copied with the sample that names it", async () => {
    const uri = (await command("createCurriculum", "world", join(folder, "mine.curriculum.json"))) as vscode.Uri;
    assert.deepEqual((await readdir(join(folder, "world"))).sort(), ["facts.tsv", "world.relations.json"]);
    const errors = vscode.languages
      .getDiagnostics(uri)
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    assert.deepEqual(errors, []);
  });

  it("is completed and checked in a file of relations", async () => {
    const text = '{ "relations": [{ "name": "", "statements": ["No slots."] }] }';
    const uri = vscode.Uri.file(join(folder, "own.relations.json"));
    await writeFile(uri.fsPath, text);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, "jsonc");
    await vscode.window.showTextDocument(document);
    await eventually("a completed name", async () => {
      const position = document.positionAt(text.indexOf('"",') + 1);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        uri,
        position,
      );
      return list.items.find(
        ({ insertText }) => typeof insertText === "object" && insertText.value.includes("boss_of"),
      );
    });
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, 1, 0), text.replace('""', '"boss"'));
    await vscode.workspace.applyEdit(edit);
    const problem = await eventually("the problem of a wording", () =>
      vscode.languages.getDiagnostics(uri).find(({ message }) => message.includes("must hold {subject} once")),
    );
    assert.equal(document.getText(problem.range), '"No slots."');
    await document.save();
  });

  it("is imported from triples into a curriculum that opens", async () => {
    const file = join(folder, "kin.csv");
    await writeFile(file, "Ann,father_of,Bob\nBob,father_of,Cem\nCem,age,7\n");
    const uri = (await command("importData", [file], folder, "kin")) as vscode.Uri;
    assert.equal(uri.fsPath, join(folder, "kin.curriculum.json"));
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, uri.fsPath);
    assert.equal(await command("importData", [file], folder, "kin"), undefined, "imported over what is there");
  });
});
