import * as vscode from "vscode";
import { importFormats, nameOfImport, type ImportFormat } from "../../core/dataset/import/import.ts";
import { UserError } from "../../core/errors.ts";
import { logFile } from "../../jobs/plan.ts";
import type { Task } from "../../jobs/tasks.ts";
import type { Host } from "../host.ts";
import { requireTrust } from "../jobs/jobs.ts";
import { askForName, pickWorkspaceFolder } from "./new-file.ts";

const { t } = vscode.l10n;

/** Making curricula of other people's data. */
export function importCommands(host: Host) {
  return {
    /** (files?, folder to write to?, name?, format?) → URI of the new, opened curriculum. */
    async importData(
      given?: unknown,
      folder?: unknown,
      givenName?: unknown,
      givenFormat?: unknown,
    ): Promise<vscode.Uri | undefined> {
      requireTrust();
      const files = isPaths(given) ? given : await pickFiles();
      if (!files) return undefined;
      const out = typeof folder === "string" ? folder : (await pickWorkspaceFolder())?.fsPath;
      if (out === undefined) return undefined;
      const name =
        typeof givenName === "string" ? givenName : await askForName(vscode.Uri.file(out), nameOfImport(files[0]!));
      if (name === undefined) return undefined;
      const format = givenFormat === undefined ? undefined : namedFormat(givenFormat);
      const task: Task = {
        key: "import",
        label: t("Import {0}", name),
        job: { kind: "import", files, out, name, ...(format && { format }) },
        logFile: logFile(out, `import-${name}`),
        needs: [],
      };
      const [outcome] = await host.jobs.run([task], { title: t("Importing {0}", name) });
      const result = outcome?.result;
      if (result?.kind !== "import") return undefined;
      await host.refresh();
      const uri = vscode.Uri.file(result.curriculum);
      await vscode.window.showTextDocument(uri);
      if (result.warnings.length > 0) showWarnings(result.warnings);
      return uri;
    },
  };
}

function isPaths(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}

function namedFormat(name: unknown): ImportFormat {
  const format = importFormats.find((known) => known === name);
  if (!format) throw new UserError(`There is no such format of imports: name one of ${importFormats.join(", ")}.`);
  return format;
}

async function pickFiles(): Promise<string[] | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: t("Questions as JSON or JSONL; or triples as CSV or TSV, with their *.relations.json if there is one"),
    openLabel: t("Import"),
    canSelectMany: true,
    filters: { [t("Questions or triples")]: ["json", "jsonl", "csv", "tsv", "tab", "txt"] },
  });
  return picked?.map(({ fsPath }) => fsPath);
}

/** What was left out: the first in the message, all in a document. */
function showWarnings(warnings: readonly string[]): void {
  const all = t("Show All");
  const offered = warnings.length > 1 ? [all] : [];
  void vscode.window.showWarningMessage(warnings[0]!, ...offered).then(async (choice) => {
    if (choice !== all) return;
    const document = await vscode.workspace.openTextDocument({ content: warnings.join("\n") });
    await vscode.window.showTextDocument(document);
  });
}
