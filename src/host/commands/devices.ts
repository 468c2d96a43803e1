import * as vscode from "vscode";
import { formatBytes } from "../../core/format.ts";
import { installTensorflow, planTensorflow } from "../../jobs/devices/install-tensorflow.ts";
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
      const install = t("Install");
      const title = t("Install {0} ({1}) into {2}?", plan.name, formatBytes(plan.size), plan.folder);
      const detail = plan.notes.join("\n");
      if ((await vscode.window.showInformationMessage(title, { modal: true, detail }, install)) !== install)
        return undefined;
      const progress = { location: vscode.ProgressLocation.Notification, title: t("Installing {0}", plan.name) };
      const done = await vscode.window.withProgress({ ...progress, cancellable: true }, async (report, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => {
          controller.abort();
        });
        const onLine = (line: string): void => {
          host.log.info(`npm: ${line}`);
          if (!/^npm (warn|WARN)/.test(line)) report.report({ message: line.slice(0, 80) });
        };
        try {
          await installTensorflow(plan, { onLine, signal: controller.signal });
          return true;
        } catch (error) {
          if (controller.signal.aborted) return false;
          throw error;
        }
      });
      if (!done) return undefined;
      void vscode.window.showInformationMessage(t("{0} is installed: choose the device tensorflow.", plan.name));
      return plan.name;
    },
  };
}

async function pickPackage(): Promise<{ readonly gpu: boolean } | undefined> {
  const items = [
    { label: "@tensorflow/tfjs-node-gpu", description: t("NVIDIA, with CUDA 11.2 and cuDNN 8.1"), gpu: true },
    { label: "@tensorflow/tfjs-node", description: t("the processor"), gpu: false },
  ];
  return vscode.window.showQuickPick(items, { placeHolder: t("Install which TensorFlow.js?") });
}
