import { basename, join } from "node:path";
import * as vscode from "vscode";
import { logFile } from "../../jobs/plan.ts";
import type { Task } from "../../jobs/tasks.ts";
import type { Host } from "../host.ts";
import { requireTrust } from "../jobs/jobs.ts";
import { pickWorkspaceFolder } from "./new-file.ts";

const { t } = vscode.l10n;

/** Models of the Hugging Face hub. */
export function downloadCommands(host: Host) {
  return {
    /** (name of the model?, folder of the workspace?) → folder of the model, once all of it is there. */
    async downloadModel(given?: unknown, folder?: unknown): Promise<string | undefined> {
      requireTrust();
      const repository = typeof given === "string" ? given : await askForModel();
      if (repository === undefined) return undefined;
      const root = typeof folder === "string" ? folder : (await pickWorkspaceFolder())?.fsPath;
      if (root === undefined) return undefined;
      const name = basename(repository);
      const task: Task = {
        key: `download:${repository}`,
        label: t("Download {0}", repository),
        job: { kind: "download", repository, out: join(root, "models", name) },
        logFile: logFile(root, `download-${name}`),
        needs: [],
      };
      const [outcome] = await host.jobs.run([task], { title: t("Downloading {0}", repository) });
      if (outcome?.result?.kind !== "download") return undefined;
      if (outcome.result.state === "stopped") {
        const kept = t("What has come of {0} is kept: download it again to go on there.", repository);
        vscode.window.setStatusBarMessage(kept, 10_000);
        return undefined;
      }
      offerSetting(repository, `models/${name}`);
      return outcome.result.folder;
    },
  };
}

function askForModel(): Promise<string | undefined> {
  const options: vscode.InputBoxOptions = {
    title: t("Download a model from the Hugging Face hub"),
    prompt: t("A Qwen2 or Qwen2.5 model; its files go to the folder models of the workspace."),
    value: "Qwen/Qwen2.5-0.5B",
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[\w-][\w.-]*\/[\w.-]+$/.test(text.trim()) ? undefined : t("Write it as Qwen/Qwen2.5-0.5B."),
  };
  return Promise.resolve(vscode.window.showInputBox(options)).then((text) => text?.trim());
}

function offerSetting(repository: string, place: string): void {
  const copy = t("Copy for Curriculum");
  const message = t("{0} is in {1}: name it as the model of a curriculum there.", repository, place);
  void vscode.window.showInformationMessage(message, copy).then((choice) => {
    if (choice === copy) void vscode.env.clipboard.writeText(`"model": { "pretrained": "${place}" },`);
  });
}
