import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Dataset } from "../../../src/core/dataset/open.ts";
import type { AuditReport } from "../../../src/core/dataset/types.ts";
import { biographyUri } from "../../../src/host/documents/provider.ts";
import { documentScheme } from "../../../src/host/documents/uri.ts";
import { command, foldersIn, generatedDataset } from "./support.ts";

describe("a generated dataset", () => {
  let dataset: Dataset;

  before(async () => {
    dataset = await generatedDataset();
  });

  it("is written beside the curriculum, once", async () => {
    assert.equal((await foldersIn("datasets")).length, 1);
    await generatedDataset();
    assert.deepEqual(await foldersIn("datasets"), [dataset.folder]);
  });

  it("opens a person's biography as a read-only document that states their facts", async () => {
    const person = dataset.graph.people.find(({ parametric, contextual }) => parametric && contextual)!;
    await command("openBiography", dataset.folder, person.id);
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.uri.scheme, documentScheme);
    for (const { text } of dataset.biography(person.id)) assert.ok(document.getText().includes(text), text);
    assert.match(document.getText(), /Parametric facts[\s\S]*Contextual facts/);
  });

  it("shows documents as files that cannot be written", async () => {
    const { fs } = vscode.workspace;
    const uri = biographyUri(dataset.folder, dataset.graph.people[0]!, 0);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.ok(!document.isUntitled && !document.isDirty);
    const bytes = await fs.readFile(uri);
    assert.equal(Buffer.from(bytes).toString(), document.getText());
    assert.equal((await fs.stat(uri)).size, bytes.length);
    assert.equal(fs.isWritableFileSystem(documentScheme), false);
    await assert.rejects(async () => fs.writeFile(uri, bytes));
    await assert.rejects(async () => fs.stat(uri.with({ query: "" })), vscode.FileSystemError);
  });

  it("tells a sentence's triple on hover and leads from a name to that person", async () => {
    const person = dataset.graph.people.find(({ parametric }) => parametric)!;
    const document = await vscode.workspace.openTextDocument(biographyUri(dataset.folder, person, 0));
    const statement = dataset.biography(person.id).find(({ triple }) => typeof triple.object === "number")!;
    const start = document.getText().indexOf(statement.text);
    const position = document.positionAt(start + statement.object[0] + 1);

    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      position,
    );
    const shown = hovers.flatMap(({ contents }) => contents.map((content) => (content as vscode.MarkdownString).value));
    assert.ok(
      shown.some((text) => text.includes(statement.triple.relation.replaceAll("_", "\\_"))),
      `no hover names ${statement.triple.relation}: ${shown.join("\n")}`,
    );

    const links = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      "vscode.executeDefinitionProvider",
      document.uri,
      position,
    );
    const other = dataset.graph.people[statement.triple.object as number]!;
    assert.equal(links.length, 1);
    const target = await vscode.workspace.openTextDocument(links[0]!.targetUri);
    assert.ok(target.getText().startsWith(other.name));
  });

  it("passes its audit", async () => {
    const { checks } = (await command("auditDataset", dataset.folder)) as AuditReport;
    assert.ok(checks.length > 0);
    assert.deepEqual(
      checks.filter(({ violations }) => violations > 0),
      [],
    );
    const { document } = vscode.window.activeTextEditor!;
    assert.match(document.getText(), new RegExp(`All ${checks.length} rules hold[\\s\\S]*Majority of kind`));
  });

  it("opens a question with its context and chain", async () => {
    const [question] = await dataset.questions("comp", "test");
    const record = dataset.record(question!);
    await command("findQuestion", dataset.folder, question!.id);
    const text = vscode.window.activeTextEditor!.document.getText();
    assert.ok(text.includes(record.question), text);
    assert.ok(text.includes(record.answer), text);
  });
});
