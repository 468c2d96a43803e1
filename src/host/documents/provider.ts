import * as vscode from "vscode";
import { sentence } from "../errors.ts";
import { commandId } from "../ids.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import { nameAt, type FactDocument } from "./fact-document.ts";
import { rolloutsText } from "./rollouts.ts";
import { documentScheme, documentTarget, documentUri } from "./uri.ts";

/** Biographies, questions and rollouts as read-only documents, with what the editor asks about them. */
export class DocumentProvider
  implements
    vscode.TextDocumentContentProvider,
    vscode.HoverProvider,
    vscode.DefinitionProvider,
    vscode.CodeLensProvider,
    vscode.Disposable
{
  readonly #reader: ReaderThread;
  readonly #registrations: vscode.Disposable;

  constructor(reader: ReaderThread) {
    this.#reader = reader;
    const selector = { scheme: documentScheme };
    this.#registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(documentScheme, this),
      vscode.languages.registerHoverProvider(selector, this),
      vscode.languages.registerDefinitionProvider(selector, this),
      vscode.languages.registerCodeLensProvider(selector, this),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    try {
      const target = documentTarget(uri);
      if (target?.kind === "report") return target.text;
      if (target?.kind === "rollouts") {
        return rolloutsText(target.step, await this.#reader.call("rollouts", target.run, target.step));
      }
      return (await this.open(uri))?.text ?? "";
    } catch (error) {
      return sentence(error);
    }
  }

  /** The facts of a document; undefined for those that state none. */
  async open(uri: vscode.Uri): Promise<FactDocument | undefined> {
    const target = documentTarget(uri);
    if (target?.kind === "biography") {
      return this.#reader.call("biography", target.dataset, target.person, target.world);
    }
    return target?.kind === "question" ? this.#reader.call("question", target.dataset, target.question) : undefined;
  }

  async provideHover(
    { uri }: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const fact = (await this.open(uri))?.facts.find((candidate) => candidate.line === line);
    if (!fact || character > fact.statement.text.length) return undefined;
    const range = new vscode.Range(line, 0, line, fact.statement.text.length);
    return new vscode.Hover(new vscode.MarkdownString(fact.markdown), range);
  }

  async provideDefinition(
    { uri }: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<vscode.LocationLink[] | undefined> {
    const target = documentTarget(uri);
    const document = await this.open(uri);
    const span = document && nameAt(document, line, character);
    if (!span || !target || !("dataset" in target)) return undefined;
    const name = document.text.split("\n")[line]!.slice(span.start, span.end);
    return [
      {
        originSelectionRange: new vscode.Range(line, span.start, line, span.end),
        targetUri: biographyUri(target.dataset, { id: span.person, name }, document.world),
        targetRange: new vscode.Range(0, 0, 0, 0),
      },
    ];
  }

  async provideCodeLenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const line = (await this.open(uri))?.worldLine;
    if (line === undefined) return [];
    const title = vscode.l10n.t("$(globe) Choose another world");
    return [
      new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
        command: commandId("chooseWorld"),
        title,
        arguments: [uri],
      }),
    ];
  }

  dispose(): void {
    this.#registrations.dispose();
  }
}

export function biographyUri(
  dataset: string,
  { id, name }: { readonly id: number; readonly name: string },
  world: number,
): vscode.Uri {
  return vscode.Uri.from(documentUri(name, { kind: "biography", dataset, person: id, world }));
}

export function questionUri(dataset: string, question: string): vscode.Uri {
  return vscode.Uri.from(documentUri(question, { kind: "question", dataset, question }));
}
