import * as vscode from "vscode";
import { UserError } from "../../core/errors.ts";
import { formatBytes } from "../../core/format.ts";
import { installTensorflow, planTensorflow } from "../../jobs/devices/install-tensorflow.ts";
import { runInstaller, type InstallerOptions } from "../../jobs/devices/run-installer.ts";
import type { Host } from "../host.ts";
import { requireTrust } from "../jobs/jobs.ts";

const { t } = vscode.l10n;

/** What further devices need. */
export function deviceCommands(host: Host) {
  return {
    /** → the package that was installed. */
    async installTensorflow(): Promise<string | undefined> {
      requireTrust();
      const kind = await pickPackage();
      if (!kind) return undefined;
      const plan = await planTensorflow(kind.gpu);
      const title = t("Install {0} ({1}) into {2}?", plan.name, formatBytes(plan.size), plan.folder);
      if (!(await confirm(title, plan.notes))) return undefined;
      if (!(await install(host, plan.name, (options) => installTensorflow(plan, options)))) return undefined;
      void vscode.window.showInformationMessage(t("{0} is installed: choose the device tensorflow.", plan.name));
      return plan.name;
    },

    /** → whether it was installed. */
    async installCuda(): Promise<boolean | undefined> {
      requireTrust();
      const notes = [
        t("It downloads some hundred megabytes from api.nuget.org, into the extension's folder."),
        t(
          "It needs Linux x64, an NVIDIA card with its driver, CUDA 12 and cuDNN 9: Doctor tells what of that is here.",
        ),
      ];
      const name = t("ONNX Runtime's CUDA provider");
      if (!(await confirm(t("Install {0}?", name), notes))) return undefined;
      const cli = vscode.Uri.joinPath(host.extensionUri, "dist", "cli.js").fsPath;
      const done = await install(host, name, async (options) => {
        const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
        const lines = await runInstaller(process.execPath, [cli, "install", "cuda"], { env, ...options });
        if (lines) throw new UserError(lines.at(-1) ?? t("{0} could not be installed.", name));
      });
      if (!done) return undefined;
      void vscode.window.showInformationMessage(t("{0} is installed: choose the device cuda.", name));
      return true;
    },
  };
}

async function confirm(title: string, notes: readonly string[]): Promise<boolean> {
  const yes = t("Install");
  return (await vscode.window.showInformationMessage(title, { modal: true, detail: notes.join("\n") }, yes)) === yes;
}

/** Under a notification that can be cancelled; false where it was. */
async function install(
  host: Host,
  name: string,
  work: (options: Pick<InstallerOptions, "onLine" | "signal">) => Promise<void>,
): Promise<boolean> {
  const progress = { location: vscode.ProgressLocation.Notification, title: t("Installing {0}", name) };
  return vscode.window.withProgress({ ...progress, cancellable: true }, async (report, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => {
      controller.abort();
    });
    const onLine = (line: string): void => {
      host.log.info(`${name}: ${line}`);
      if (!/^npm (warn|WARN)/.test(line)) report.report({ message: line.slice(0, 80) });
    };
    try {
      await work({ onLine, signal: controller.signal });
      return true;
    } catch (error) {
      if (controller.signal.aborted) return false;
      throw error;
    }
  });
}

async function pickPackage(): Promise<{ readonly gpu: boolean } | undefined> {
  const items = [
    { label: "@tensorflow/tfjs-node-gpu", description: t("NVIDIA, with CUDA 11.2 and cuDNN 8.1"), gpu: true },
    { label: "@tensorflow/tfjs-node", description: t("the processor"), gpu: false },
  ];
  return vscode.window.showQuickPick(items, { placeHolder: t("Install which TensorFlow.js?") });
}
