import * as vscode from "vscode";
import type { Diagnostic } from "../../core/curriculum/document.ts";
import type { CurriculumStore } from "../data/curricula.ts";
import { fileProblems, isChecked } from "./problems.ts";

const delay = 200;

/** Squiggles in curricula and files of relations while typing. */
export class CurriculumDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("reasoning-curriculum");
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable;

  readonly #curricula: CurriculumStore;

  constructor(curricula: CurriculumStore) {
    this.#curricula = curricula;
    this.#subscriptions = vscode.Disposable.from(
      curricula.onDidChange(() => {
        this.#checkAll();
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        void this.#check(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const key = document.uri.toString();
        clearTimeout(this.#timers.get(key));
        this.#timers.set(
          key,
          setTimeout(() => {
            void this.#check(document);
          }, delay),
        );
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        clearTimeout(this.#timers.get(uri.toString()));
        this.#timers.delete(uri.toString());
        this.#collection.delete(uri);
      }),
    );
    this.#checkAll();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) void this.#check(document);
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    if (document.isClosed || !isChecked(document.uri.path)) return;
    const { version } = document;
    const problems = await fileProblems(
      document.getText(),
      document.uri.fsPath,
      this.#curricula.all.flatMap(({ loaded }) => loaded ?? []),
    );
    if (document.version !== version) return;
    this.#collection.set(
      document.uri,
      problems.map((problem) => toDiagnostic(problem, document)),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#collection.dispose();
  }
}

/** For an editor. */
export function toDiagnostic(
  { offset, length, message, severity }: Diagnostic,
  document: vscode.TextDocument,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const { Error, Warning } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(range, message, severity === "error" ? Error : Warning);
  diagnostic.source = "reasoning-curriculum";
  return diagnostic;
}
