import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "jsonc-parser";
import * as vscode from "vscode";
import { command, curriculum, eventually, foldersIn, workspaceFolder } from "./support.ts";

/** Of layers so wide, and batches so large, that no machine holds what they are, and any holds a small part of it. */
const size = {
  hiddenSize: 64,
  intermediateSize: 16_384,
  numHiddenLayers: 8,
  numAttentionHeads: 4,
  numKeyValueHeads: 2,
};
const large = { method: "sft", data: { mem: 1 }, steps: 10, batchSize: 8192 };

describe("a run that does not fit into memory", function () {
  this.timeout(60_000);
  const uri = vscode.Uri.joinPath(workspaceFolder, "large.curriculum.json");

  before(async () => {
    const world = parse(await readFile(curriculum.fsPath, "utf8")) as { readonly model: object };
    const content = { ...world, model: { ...world.model, ...size }, runs: { large } };
    await writeFile(uri.fsPath, JSON.stringify(content, undefined, 2));
    await command("refresh");
  });
  after(async () => {
    await rm(uri.fsPath);
    const own = (await foldersIn("datasets")).filter((folder) => path.basename(folder).startsWith("large-"));
    for (const folder of own) await rm(folder, { recursive: true });
    await command("refresh");
  });

  const refusals = (): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ message }) => message.includes("of memory"));

  it("is underlined where its batch is said, and each way out is a quick fix", async () => {
    await command("trainRun", uri.fsPath, "large");
    const refusal = await eventually("the refusal", () => refusals()[0]);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(refusal.range), "8192");
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      refusal.range,
    );
    const fixes = actions.filter(({ title }) => title.startsWith("Set "));
    assert.ok(fixes.length > 0, refusal.message);
    for (const { title } of fixes) assert.match(title, /^Set "\w+": .* \(would take \d+\.\d GB\)$/);
    await vscode.workspace.applyEdit(fixes[0]!.edit!);
    await eventually("the line to go", () => (refusals().length === 0 ? true : undefined));
    const { runs } = parse(document.getText()) as { readonly runs: { readonly large: Record<string, unknown> } };
    const [, field] = /"(\w+)"/.exec(fixes[0]!.title)!;
    assert.ok(runs.large[field!] !== undefined, document.getText());
    await document.save();
  });
});
