import * as vscode from "vscode";
import { outlineEnds, type DatasetDocument, type OutlineEntry } from "./dataset-document.ts";

const kinds: Readonly<Record<OutlineEntry["kind"], vscode.SymbolKind>> = {
  heading: vscode.SymbolKind.Namespace,
  fact: vscode.SymbolKind.Field,
  question: vscode.SymbolKind.Event,
  path: vscode.SymbolKind.Interface,
};

/** The outline as the editor shows it: entries below those of a lesser depth. */
export function outlineSymbols(text: vscode.TextDocument, document: DatasetDocument): vscode.DocumentSymbol[] {
  const roots: vscode.DocumentSymbol[] = [];
  const open: { readonly depth: number; readonly symbol: vscode.DocumentSymbol }[] = [];
  const ends = outlineEnds(document);
  document.outline.forEach(({ kind, depth, name, detail = "", line }, entry) => {
    const own = text.lineAt(line).range;
    const range = own.union(text.lineAt(ends[entry]!).range);
    const symbol = new vscode.DocumentSymbol(name, detail, kinds[kind], range, own);
    while (open.length > 0 && open.at(-1)!.depth >= depth) open.pop();
    (open.at(-1)?.symbol.children ?? roots).push(symbol);
    open.push({ depth, symbol });
  });
  return roots;
}
