import * as vscode from "vscode";
import { UserError } from "../../core/errors.ts";
import type { Dataset } from "../../core/dataset/open.ts";
import type { Question, Skill, Split } from "../../core/dataset/types.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import type { DatasetStore } from "../data/datasets.ts";
import { sentence } from "../errors.ts";
import { commandId } from "../ids.ts";
import { biographyOf } from "./biography.ts";
import { nameAt, type FactDocument } from "./fact-document.ts";
import { factMarkdown } from "./fact-hover.ts";
import { questionDocument } from "./question.ts";
import { rolloutsText } from "./rollouts.ts";
import { documentScheme, documentTarget, documentUri } from "./uri.ts";

interface Opened {
  readonly dataset: Dataset;
  /** Whose contextual facts the document states. */
  readonly world: number;
  readonly document: FactDocument;
}

/** Biographies, questions and rollouts as read-only documents, with what the editor asks about them. */
export class DocumentProvider
  implements
    vscode.TextDocumentContentProvider,
    vscode.HoverProvider,
    vscode.DefinitionProvider,
    vscode.CodeLensProvider,
    vscode.Disposable
{
  readonly #datasets: DatasetStore;
  readonly #registrations: vscode.Disposable;

  constructor(datasets: DatasetStore) {
    this.#datasets = datasets;
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
      if (target.kind === "report") return target.text;
      if (target.kind === "rollouts") {
        return rolloutsText(target.step, await new RunFolder(target.run).readRollouts(target.step));
      }
      return (await this.open(uri))?.document.text ?? "";
    } catch (error) {
      return sentence(error);
    }
  }

  /** The facts behind a document; undefined for those that state none. */
  async open(uri: vscode.Uri): Promise<Opened | undefined> {
    const target = documentTarget(uri);
    if (target.kind === "rollouts" || target.kind === "report") return undefined;
    const dataset = await this.#datasets.open(target.dataset);
    if (target.kind === "biography") {
      return { dataset, world: target.world, document: biographyOf(dataset, target.person, target.world) };
    }
    const question = await questionById(dataset, target.question);
    return { dataset, world: question.world, document: questionDocument(dataset, question) };
  }

  async provideHover(
    { uri }: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const opened = await this.open(uri);
    const fact = opened?.document.facts.find((candidate) => candidate.line === line);
    if (!opened || !fact) return undefined;
    const { text } = fact.statement;
    if (character > text.length) return undefined;
    const markdown = new vscode.MarkdownString(factMarkdown(fact.statement, opened.dataset));
    return new vscode.Hover(markdown, new vscode.Range(line, 0, line, text.length));
  }

  async provideDefinition(
    { uri }: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<vscode.LocationLink[] | undefined> {
    const opened = await this.open(uri);
    const name = opened && nameAt(opened.document, line, character);
    if (!name) return undefined;
    return [
      {
        originSelectionRange: new vscode.Range(line, name.start, line, name.end),
        targetUri: biographyUri(opened.dataset, name.person, opened.world),
        targetRange: new vscode.Range(0, 0, 0, 0),
      },
    ];
  }

  async provideCodeLenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const opened = await this.open(uri);
    const line = opened?.document.worldLine;
    if (!opened || line === undefined || opened.dataset.graph.worlds === 1) return [];
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

export function biographyUri({ graph, folder }: Dataset, person: number, world: number): vscode.Uri {
  const name = graph.people[person]?.name;
  if (name === undefined)
    throw new UserError(`${folder}: there is no person ${person}; the ids end at ${graph.people.length - 1}.`);
  return vscode.Uri.from(documentUri(name, { kind: "biography", dataset: folder, person, world }));
}

export function questionUri({ folder }: Dataset, question: string): vscode.Uri {
  return vscode.Uri.from(documentUri(question, { kind: "question", dataset: folder, question }));
}

/** Ids read `comp-train-000123`. @throws UserError if there is no such question. */
export async function questionById(dataset: Dataset, id: string): Promise<Question> {
  const [, skill, split] = /^(mem|ctx|comp)-(train|test)-/.exec(id) ?? [];
  const questions = skill && split ? await dataset.questions(skill as Skill, split as Split) : [];
  const question = questions.find((candidate) => candidate.id === id);
  if (!question) throw new UserError(`${dataset.folder}: there is no question ${id}; find one with Find Question….`);
  return question;
}
