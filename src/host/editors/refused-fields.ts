import * as vscode from "vscode";
import { placeField } from "../../core/curriculum/document.ts";
import { curriculumExtension } from "../../core/curriculum/read.ts";
import type { RefusedField, Remedy } from "../../core/errors.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { toDiagnostic } from "./diagnostics.ts";
import { remedyEdit } from "./remedy-edit.ts";

interface Refusal {
  readonly diagnostic: vscode.Diagnostic;
  readonly remedies: readonly Remedy[];
}

/**
 * Fields that a job has refused, underlined until their file is changed or the job is tried again; what would mend them
 * is a quick fix.
 */
export class RefusedFields implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("reasoning-curriculum.jobs");
  readonly #refusals = new Map<string, readonly Refusal[]>();
  readonly #subscriptions: vscode.Disposable;

  constructor(jobs: Jobs) {
    const selector = { scheme: "file", pattern: `**/*${curriculumExtension}` };
    const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix];
    this.#subscriptions = vscode.Disposable.from(
      vscode.languages.registerCodeActionsProvider(selector, this, { providedCodeActionKinds }),
      jobs.onDidStart((file) => {
        this.#forget(vscode.Uri.file(file));
      }),
      jobs.onDidRefuse((refused) => void this.#add(refused)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#forget(document.uri);
      }),
    );
  }

  /** Shows a refused field and, where there are any, the remedies to choose from. */
  async show(refused: RefusedField): Promise<void> {
    const document = await vscode.workspace.openTextDocument(refused.file);
    const { start } = place(refused, document).range;
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
    if (refused.remedies.length > 0) await vscode.commands.executeCommand("editor.action.quickFix");
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    return this.#of(document.uri)
      .filter(({ diagnostic }) => diagnostic.range.intersection(range))
      .flatMap(({ diagnostic, remedies }) => remedies.map((remedy) => action(document, diagnostic, remedy)));
  }

  async #add(refused: RefusedField): Promise<void> {
    const document = await vscode.workspace.openTextDocument(refused.file);
    const refusal = { diagnostic: place(refused, document), remedies: refused.remedies };
    this.#set(document.uri, [...this.#of(document.uri), refusal]);
  }

  #of(uri: vscode.Uri): readonly Refusal[] {
    return this.#refusals.get(uri.toString()) ?? [];
  }

  #forget(uri: vscode.Uri): void {
    if (this.#of(uri).length > 0) this.#set(uri, []);
  }

  #set(uri: vscode.Uri, refusals: readonly Refusal[]): void {
    this.#refusals.set(uri.toString(), refusals);
    this.#collection.set(
      uri,
      refusals.map(({ diagnostic }) => diagnostic),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#collection.dispose();
  }
}

function place({ file, field, message }: RefusedField, document: vscode.TextDocument): vscode.Diagnostic {
  return toDiagnostic(placeField(document.getText(), file, field, message), document);
}

function action(document: vscode.TextDocument, diagnostic: vscode.Diagnostic, remedy: Remedy): vscode.CodeAction {
  const { fields, effect } = remedy;
  const set = Object.entries(fields).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  const title = vscode.l10n.t("Set {0} ({1})", set.join(", "), effect);
  const fix = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  fix.diagnostics = [diagnostic];
  fix.edit = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of remedyEdit(document.getText(), remedy)) {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    fix.edit.replace(document.uri, range, content);
  }
  return fix;
}
