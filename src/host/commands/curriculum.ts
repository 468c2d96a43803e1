import { basename, join } from "node:path";
import { parse } from "jsonc-parser";
import * as vscode from "vscode";
import { namedFiles } from "../../core/curriculum/read-sources.ts";
import { curriculumExtension, curriculumName } from "../../core/curriculum/read.ts";
import { UserError } from "../../core/errors.ts";
import type { FilePlace } from "../data/curricula.ts";
import type { Host } from "../host.ts";
import { askForName, curriculumUri, exists, pickWorkspaceFolder } from "./new-file.ts";
import { chooseCurriculum, pickCurriculum } from "./targets.ts";

const { t } = vscode.l10n;

interface Sample extends vscode.QuickPickItem {
  readonly uri: vscode.Uri;
}

/** Making and opening curriculum files. */
export function curriculumCommands(host: Host) {
  return {
    /** (sample name?, target file?) → URI of the new, opened file. */
    async createCurriculum(sampleName?: unknown, file?: unknown): Promise<vscode.Uri | undefined> {
      const samples = await readSamples(host.extensionUri);
      const sample =
        typeof sampleName === "string"
          ? samples.find(({ label }) => label === sampleName)
          : await vscode.window.showQuickPick(samples, {
              placeHolder: t("Start from which sample?"),
              matchOnDetail: true,
            });
      if (!sample) return undefined;
      const target = typeof file === "string" ? vscode.Uri.file(file) : await askForFile(sample.label);
      if (!target) return undefined;
      await copy(sample.uri, target);
      await host.refresh();
      await vscode.window.showTextDocument(target);
      return target;
    },

    /** (curriculum?, place in it or in a file that it names?) → URI of the opened file. */
    async openCurriculum(argument?: unknown, place?: unknown): Promise<vscode.Uri | undefined> {
      if (isPlace(place)) return showPlace(place);
      const file = await (argument === undefined ? chooseCurriculum(host) : pickCurriculum(host, argument));
      return file && (await vscode.window.showTextDocument(vscode.Uri.file(file.file))).document.uri;
    },
  };
}

/** A menu's second argument is a list of rows. */
function isPlace(value: unknown): value is FilePlace {
  return typeof value === "object" && value !== null && "file" in value && "line" in value && "column" in value;
}

async function showPlace({ file, line, column }: FilePlace): Promise<vscode.Uri> {
  const position = new vscode.Position(line - 1, column - 1);
  const selection = new vscode.Range(position, position);
  return (await vscode.window.showTextDocument(vscode.Uri.file(file), { selection })).document.uri;
}

async function readSamples(extensionUri: vscode.Uri): Promise<Sample[]> {
  const folder = vscode.Uri.joinPath(extensionUri, "samples");
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const files = entries.map(([name]) => name).filter((name) => name.endsWith(curriculumExtension));
  return Promise.all(
    files.sort().map(async (name) => {
      const uri = vscode.Uri.joinPath(folder, name);
      const text = Buffer.from(await vscode.workspace.fs.readFile(uri)).toString("utf8");
      const { description = "" } = parse(text) as { readonly description?: string };
      return { label: curriculumName(name), detail: description, uri };
    }),
  );
}

async function askForFile(sample: string): Promise<vscode.Uri | undefined> {
  const folder = await pickWorkspaceFolder();
  if (!folder) return undefined;
  const name = await askForName(folder, sample);
  return name === undefined ? undefined : curriculumUri(folder, name);
}

/** Copies a sample and the files that it names. @throws UserError where something is in the way */
async function copy(sample: vscode.Uri, target: vscode.Uri): Promise<void> {
  const text = Buffer.from(await vscode.workspace.fs.readFile(sample)).toString("utf8");
  const named = Object.values(namedFiles(text)).flatMap((name) =>
    name === undefined ? [] : [{ from: beside(sample, name), to: beside(target, name) }],
  );
  for (const file of [target, ...named.map(({ to }) => to)]) {
    if (!(await exists(file))) continue;
    const folder = basename(join(file.fsPath, ".."));
    throw new UserError(`${basename(file.fsPath)} is in ${folder} already: choose another name, or move it away.`);
  }
  for (const { from, to } of named) await vscode.workspace.fs.copy(from, to);
  // VS Code knows the schema by the file's name; the sample's own reference holds only where the sample lies.
  const copied = text.replace(/^[ \t]*"\$schema".*\r?\n/m, "");
  await vscode.workspace.fs.writeFile(target, Buffer.from(copied));
}

function beside(file: vscode.Uri, name: string): vscode.Uri {
  return vscode.Uri.joinPath(file, "..", name);
}
