import assert from "node:assert/strict";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import type { Dataset } from "../../../src/core/dataset/open.ts";
import { biographyUri, questionUri } from "../../../src/host/documents/provider.ts";
import { documentTarget } from "../../../src/host/documents/uri.ts";
import { command, curriculum, eventually, generatedDataset, panelTab } from "./support.ts";

const { executeCommand } = vscode.commands;

describe("documents of a dataset", () => {
  let dataset: Dataset;
  before(async () => {
    dataset = await generatedDataset();
  });

  const openQuestion = async (): Promise<vscode.TextDocument> => {
    const [question] = await dataset.questions("comp", "test");
    return vscode.workspace.openTextDocument(questionUri(dataset.folder, question!.id));
  };

  it("have an outline whose headings fold", async () => {
    const document = await openQuestion();
    const { uri } = document;
    const [title, ...others] = await executeCommand<vscode.DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      uri,
    );
    assert.equal(others.length, 0);
    const headings = title!.children.map(({ name }) => name.split(":")[0]);
    assert.deepEqual(headings.slice(0, 3), ["Question", "Gold chain", "Context"]);
    assert.ok(title!.children.every(({ range, children }) => children.every((child) => range.contains(child.range))));

    const folds = await executeCommand<vscode.FoldingRange[]>("vscode.executeFoldingRangeProvider", uri);
    const folded = folds.map(({ start }) => document.lineAt(start).text);
    assert.ok(folded.includes("Gold chain"), folded.join("\n"));
  });

  it("lead on by lenses: from a person to their questions, from a question to the next", async () => {
    const { id } = dataset.graph.people.find(({ parametric }) => parametric)!;
    const { uri } = await vscode.workspace.openTextDocument(biographyUri(dataset.folder, dataset.graph.people[id]!, 0));
    const [asked] = await executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri);
    assert.match(asked!.command!.title, /questions$/);
    const list = await vscode.workspace.openTextDocument(asked!.command!.arguments![0] as vscode.Uri);
    assert.match(list.getText(), /^.+: [\d,]+ questions$/m);

    const question = await openQuestion();
    const lenses = await executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", question.uri);
    const next = lenses.find(({ command: shown }) => shown!.title.includes("Next"))!;
    const other = await vscode.workspace.openTextDocument(next.command!.arguments![0] as vscode.Uri);
    assert.ok(other.getText().startsWith((await dataset.questions("comp", "test"))[1]!.id));
  });

  it("link each question of a page to its document and its path to the explorer", async () => {
    const uri = (await command("listQuestions", dataset.folder, { skill: "mem", split: "test" })) as vscode.Uri;
    const links = await executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", uri);
    const questions = await dataset.questions("mem", "test");
    assert.equal(links.length, 2 * questions.length);
    const target = await vscode.workspace.openTextDocument(links[0]!.target!);
    assert.ok(target.getText().startsWith(questions[0]!.id));
    assert.equal(links[1]!.target!.scheme, "command");
  });

  it("find the facts that name a person", async () => {
    const person = dataset.graph.people.find(({ parametric }) => parametric)!;
    const { uri } = await vscode.workspace.openTextDocument(biographyUri(dataset.folder, person, 0));
    const position = new vscode.Position(0, 1);
    const found = await executeCommand<vscode.Location[]>("vscode.executeReferenceProvider", uri, position);
    const naming = dataset.graph.people.flatMap((subject) =>
      dataset.graph.relations.filter(({ name }) => dataset.graph.object(subject.id, name, 0) === person.id),
    );
    assert.equal(found.length, naming.length);
    for (const location of found) {
      const document = await vscode.workspace.openTextDocument(location.uri);
      assert.equal(document.getText(location.range), person.name);
    }
  });

  it("open a file of the dataset by its path", async () => {
    await command("openDatasetFile", dataset.folder, "paths.jsonl");
    const text = vscode.window.activeTextEditor!.document.getText();
    for (const id of dataset.paths.keys()) assert.ok(text.includes(id), id);
  });

  it("follow their dataset when it is moved away and comes back", async () => {
    const { uri } = await vscode.window.showTextDocument(await openQuestion()).then(({ document }) => document);
    const shown = (text: string) =>
      eventually(text, async () => {
        const document = await vscode.workspace.openTextDocument(uri);
        return document.getText().includes(text) || undefined;
      });
    const away = path.join(path.dirname(dataset.folder), "..", "away");
    await shown("Gold chain");
    await rename(dataset.folder, away);
    try {
      await shown("no dataset here");
    } finally {
      await rename(away, dataset.folder);
    }
    await shown("Gold chain");
  });

  it("compare two datasets by their summaries", async () => {
    const file = curriculum.fsPath;
    const text = await readFile(file, "utf8");
    try {
      await writeFile(
        file,
        text.replace(/"seed": *(\d+)/, (_, seed: string) => `"seed": ${Number(seed) + 1}`),
      );
      await command("refresh");
      const other = await generatedDataset();
      assert.notEqual(other.folder, dataset.folder);
      await command("diffDatasets", dataset.folder, other.folder);
      const label = `${path.basename(dataset.folder)} ↔ ${path.basename(other.folder)}`;
      const tab = await eventually("the diff editor", () => {
        const { activeTab } = vscode.window.tabGroups.activeTabGroup;
        return activeTab?.label === label ? activeTab : undefined;
      });
      const { original, modified } = tab.input as vscode.TabInputTextDiff;
      const lines = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText().split("\n");
      const [before, after] = [await lines(original), await lines(modified)];
      const differing = before.filter((line, number) => line !== after[number]);
      assert.ok(differing.some((line) => line.startsWith("Seed")));
      assert.ok(!differing.some((line) => line.startsWith("graph.")), differing.join("\n"));

      // Commands are about the dataset in view, though the curriculum's own is now the other one.
      await command("openExplorer", dataset.folder);
      await eventually("the explorer in front", async () => (await panelTab("explorer")).isActive || undefined);
      for (const inView of ["an explorer", "a document"]) {
        const uri = (await command("openDatasetFile", undefined, "paths.jsonl")) as vscode.Uri;
        assert.deepEqual(documentTarget(uri), { kind: "paths", dataset: dataset.folder }, inView);
      }
      await vscode.window.tabGroups.close(await panelTab("explorer"));
      await vscode.workspace.fs.delete(vscode.Uri.file(other.folder), { recursive: true });
    } finally {
      await writeFile(file, text);
      await command("refresh");
    }
  });
});
