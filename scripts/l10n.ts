// `npm run l10n`: all texts of the extension in l10n/bundle.l10n.json, for those who translate them. VS Code reads their
// translations beside it, bundle.l10n.de.json and the like, and hands them to the extension, which hands them to its panels.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const root = path.resolve(import.meta.dirname, "..");
const target = path.join(root, "l10n", "bundle.l10n.json");

/** The functions `t` of @vscode/l10n and of vscode.l10n, under that name. */
const isTranslation = (callee: ts.Expression): boolean =>
  ts.isIdentifier(callee) ? callee.text === "t" : /\bl10n\.t$/.test(callee.getText());

/** In their order. @throws where a text is made up at run time, and cannot be translated. */
function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslation(node.expression)) {
      const [message] = node.arguments;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      if (!message || !ts.isStringLiteralLike(message)) throw new Error(`${file}:${line + 1}: this is no plain text.`);
      texts.push(message.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

const files = ["src", "webview"].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(root, folder, file)),
);
const texts = [...new Set(files.flatMap(textsOf))].sort();
mkdirSync(path.dirname(target), { recursive: true });
writeFileSync(target, `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), undefined, 2)}\n`);
console.log(`${texts.length} texts in ${path.relative(root, target)}`);
