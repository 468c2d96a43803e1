import * as vscode from "vscode";
import type { Group } from "../../core/graph/types.ts";
import { groupSkills, skillColors } from "../ids.ts";
import type { DocumentProvider } from "./provider.ts";
import { documentScheme } from "./uri.ts";

const groups: readonly Group[] = ["parametric", "contextual"];

function markOf(group: Group): vscode.TextEditorDecorationType {
  const color = new vscode.ThemeColor(skillColors[groupSkills[group]]);
  return vscode.window.createTextEditorDecorationType({
    color,
    overviewRulerColor: color,
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    fontWeight: "bold",
    // Told apart without colour too: contextual facts are underlined.
    ...(group === "contextual" ? { textDecoration: "underline dotted" } : {}),
  });
}

/**
 * Marks headings, and what each sentence is about, its object, in the colour of where it is known from. Decorations and not
 * semantic tokens, since only they can wear the contributed colours that trees and charts wear too.
 */
export class FactDecorations implements vscode.Disposable {
  readonly #documents: DocumentProvider;
  readonly #marks = { parametric: markOf("parametric"), contextual: markOf("contextual") };
  readonly #heading = vscode.window.createTextEditorDecorationType({ fontWeight: "bold" });
  readonly #subscriptions: vscode.Disposable;

  constructor(documents: DocumentProvider) {
    this.#documents = documents;
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const editor of editors) void this.#decorate(editor);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
        if (editor) void this.#decorate(editor);
      }),
    );
    for (const editor of vscode.window.visibleTextEditors) void this.#decorate(editor);
  }

  async #decorate(editor: vscode.TextEditor): Promise<void> {
    if (editor.document.uri.scheme !== documentScheme) return;
    const opened = await this.#documents.shown(editor.document);
    const headings = (opened?.outline ?? []).flatMap(({ kind, line, depth }) =>
      // Those of the outer two depths are underlined.
      kind === "heading" ? [new vscode.Range(line, 0, depth < 2 ? line + 1 : line, Number.MAX_SAFE_INTEGER)] : [],
    );
    editor.setDecorations(this.#heading, headings);
    for (const group of groups) {
      const facts = opened?.facts.filter(({ statement }) => statement.group === group) ?? [];
      const ranges = facts.map(({ line, statement: { object } }) => new vscode.Range(line, object[0], line, object[1]));
      editor.setDecorations(this.#marks[group], ranges);
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#heading.dispose();
    for (const group of groups) this.#marks[group].dispose();
  }
}
