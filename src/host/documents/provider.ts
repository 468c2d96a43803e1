import * as vscode from "vscode";
import { sentence } from "../errors.ts";
import { commandId } from "../ids.ts";
import { isIn } from "../is-in.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";
import type { RunChange } from "../runs/store.ts";
import {
  nameAt,
  outlineEnds,
  type Action,
  type DatasetDocument,
  type DocumentAction,
  type NameSpan,
} from "./dataset-document.ts";
import { escapeMarkdown } from "./fact-hover.ts";
import { DocumentFiles } from "./files.ts";
import { outlineSymbols } from "./outline.ts";
import { reportLenses } from "./report-lenses.ts";
import { rolloutsText } from "./rollouts.ts";
import { documentScheme, documentTarget, documentUri, type DatasetTarget, type DocumentTarget } from "./uri.ts";
import { wrongChainText } from "./wrong-chain.ts";

/** A person's name in a document. */
interface Named {
  readonly span: NameSpan;
  readonly dataset: string;
  readonly world: number;
}

/** Documents about datasets, rollouts, wrong chains and reports, read-only, with what the editor asks about them. */
export class DocumentProvider
  implements
    vscode.HoverProvider,
    vscode.DefinitionProvider,
    vscode.ReferenceProvider,
    vscode.DocumentLinkProvider,
    vscode.CodeLensProvider,
    vscode.DocumentSymbolProvider,
    vscode.FoldingRangeProvider,
    vscode.Disposable
{
  readonly #reader: ReaderThread;
  readonly #registrations: vscode.Disposable;
  readonly #files = new DocumentFiles((uri, target) => this.#text(uri, target));
  /** By URI, while an editor shows them: each is read once for all that is asked about it. */
  readonly #opened = new Map<string, Promise<DatasetDocument>>();

  constructor(reader: ReaderThread) {
    this.#reader = reader;
    const selector = { scheme: documentScheme };
    this.#registrations = vscode.Disposable.from(
      this.#files,
      vscode.languages.registerHoverProvider(selector, this),
      vscode.languages.registerDefinitionProvider(selector, this),
      vscode.languages.registerReferenceProvider(selector, this),
      vscode.languages.registerDocumentLinkProvider(selector, this),
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.languages.registerDocumentSymbolProvider(selector, this),
      vscode.languages.registerFoldingRangeProvider(selector, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#opened.delete(uri.toString())),
    );
  }

  /** Reads the open documents about the datasets in a place anew. */
  refresh(place: string): void {
    const uris = vscode.workspace.textDocuments.flatMap(({ uri }) => {
      const target = datasetTarget(uri);
      return target && isIn(place, target.dataset) ? [uri] : [];
    });
    for (const uri of uris) this.#opened.delete(uri.toString());
    this.#files.change(uris);
  }

  /** Reads the open documents about runs that changed anew; rollouts stay as they are until a run goes back in time. */
  refreshRuns(changes: readonly RunChange[]): void {
    const isChanged = ({ uri }: vscode.TextDocument): boolean => {
      const target = documentTarget(uri);
      if (!target || !("run" in target)) return false;
      const change = changes.find(({ folder }) => folder === target.run);
      return change !== undefined && (target.kind !== "rollouts" || change.restarted);
    };
    this.#files.change(vscode.workspace.textDocuments.filter(isChanged).map(({ uri }) => uri));
  }

  /** What cannot be read says so in its text. */
  async #text(uri: vscode.Uri, target: DocumentTarget): Promise<string> {
    try {
      if ("dataset" in target) return (await this.#open(uri, target)).text;
      if (target.kind === "report") return target.text;
      if (target.kind === "rollouts") {
        return rolloutsText(target.step, await this.#reader.call("rollouts", target.run, target.step));
      }
      const { run: folder, step, question } = target;
      return wrongChainText(await this.#reader.call("wrongChain", { folder, step }, question));
    } catch (error) {
      return sentence(error);
    }
  }

  #open(uri: vscode.Uri, target: DatasetTarget): Promise<DatasetDocument> {
    const key = uri.toString();
    const known = this.#opened.get(key);
    if (known) return known;
    const opening = this.#reader.call("document", target);
    this.#opened.set(key, opening);
    opening.catch(() => {
      if (this.#opened.get(key) === opening) this.#opened.delete(key);
    });
    return opening;
  }

  /** What an editor shows; undefined also where it cannot be read, which its text says, or has just been read anew. */
  async shown(document: vscode.TextDocument): Promise<DatasetDocument | undefined> {
    const target = datasetTarget(document.uri);
    const opened = target && (await this.#open(document.uri, target).catch(() => undefined));
    return opened?.text === document.getText() ? opened : undefined;
  }

  async provideHover(
    document: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const span = (await this.shown(document))?.hovers.find(
      (hover) => hover.line === line && hover.start <= character && character <= hover.end,
    );
    const named = await this.#nameAt(document, new vscode.Position(line, character));
    const range = span ?? named?.span;
    if (!range) return undefined;
    const contents = [
      ...(span ? [new vscode.MarkdownString(span.markdown)] : []),
      ...(named ? [nameHover(document, named)] : []),
    ];
    return new vscode.Hover(contents, rangeOf(range));
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.LocationLink[] | undefined> {
    const named = await this.#nameAt(document, position);
    if (!named) return undefined;
    const { span, dataset, world } = named;
    const name = document.getText(rangeOf(span));
    return [
      {
        originSelectionRange: rangeOf(span),
        targetUri: biographyUri(dataset, { id: span.person, name }, world),
        targetRange: new vscode.Range(0, 0, 0, name.length),
      },
    ];
  }

  /** The facts that name the person under the cursor, each in its subject's biography. */
  async provideReferences(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Location[] | undefined> {
    const named = await this.#nameAt(document, position);
    if (!named) return undefined;
    const { span, dataset, world } = named;
    const mentions = await this.#reader.call("mentions", dataset, span.person, world);
    return mentions.map(
      ({ person, line, start, end }) =>
        new vscode.Location(biographyUri(dataset, person, world), new vscode.Range(line, start, line, end)),
    );
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const links = (await this.shown(document))?.links ?? [];
    return links.map((span) => {
      const link = new vscode.DocumentLink(rangeOf(span), linkUri(span.action));
      link.tooltip = span.tooltip;
      return link;
    });
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (documentTarget(document.uri)?.kind === "report") return reportLenses(document.getText());
    const lenses = (await this.shown(document))?.lenses ?? [];
    return lenses.map(({ line, title, tooltip, action }) => {
      const command = { ...commandOf(action), title, ...(tooltip === undefined ? {} : { tooltip }) };
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
    });
  }

  async provideDocumentSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    const shown = await this.shown(document);
    return shown ? outlineSymbols(document, shown) : [];
  }

  async provideFoldingRanges(document: vscode.TextDocument): Promise<vscode.FoldingRange[]> {
    const shown = await this.shown(document);
    if (!shown) return [];
    const ends = outlineEnds(shown);
    return shown.outline.flatMap(({ kind, depth, line }, entry) =>
      kind === "heading" && depth > 0 && ends[entry]! > line ? [new vscode.FoldingRange(line, ends[entry]!)] : [],
    );
  }

  async #nameAt(document: vscode.TextDocument, { line, character }: vscode.Position): Promise<Named | undefined> {
    const target = datasetTarget(document.uri);
    const shown = await this.shown(document);
    const span = shown && nameAt(shown, line, character);
    return target && span ? { span, dataset: target.dataset, world: shown.world } : undefined;
  }

  dispose(): void {
    this.#registrations.dispose();
  }
}

export function biographyUri(
  dataset: string,
  { id, name }: { readonly id: number; readonly name: string },
  world: number,
  version = 0,
): vscode.Uri {
  return actionUri({ name, target: { kind: "biography", dataset, person: id, world, version } });
}

export function questionUri(dataset: string, question: string): vscode.Uri {
  return actionUri({ name: question, target: { kind: "question", dataset, question } });
}

/** Of the document that an action opens. */
export function actionUri({ name, target }: DocumentAction): vscode.Uri {
  return vscode.Uri.from(documentUri(name, target));
}

/** What can be done with a name, for those who do not know the editor's keys for it. */
function nameHover(document: vscode.TextDocument, { span, dataset, world }: Named): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const name = document.getText(rangeOf(span));
  const biography = commandLink("vscode.open", [biographyUri(dataset, { id: span.person, name }, world)]);
  const position = { lineNumber: span.line + 1, column: span.start + 1 };
  const references = commandLink("editor.action.findReferences", [document.uri, position]);
  const links = [
    `[${t("Biography")}](${biography})`,
    `[${t("Facts that name {0}", escapeMarkdown(name))}](${references})`,
  ];
  const markdown = new vscode.MarkdownString(links.join(" · "));
  markdown.isTrusted = { enabledCommands: ["vscode.open", "editor.action.findReferences"] };
  return markdown;
}

function commandOf(action: Action): { readonly command: string; readonly arguments: unknown[] } {
  if ("command" in action) return { command: commandId(action.command), arguments: [...action.arguments] };
  // As a preview, which VS Code does not turn into a tab of its own when one leads on to the next.
  return { command: "vscode.open", arguments: [actionUri(action), { preview: true }] };
}

function linkUri(action: Action): vscode.Uri {
  if (!("command" in action)) return actionUri(action);
  return vscode.Uri.parse(commandLink(commandId(action.command), action.arguments));
}

function commandLink(command: string, values: readonly unknown[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(values))}`;
}

function datasetTarget(uri: vscode.Uri): DatasetTarget | undefined {
  const target = documentTarget(uri);
  return target && "dataset" in target ? target : undefined;
}

function rangeOf({ line, start, end }: { readonly line: number; readonly start: number; readonly end: number }) {
  return new vscode.Range(line, start, line, end);
}
