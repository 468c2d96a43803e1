import { Command } from "commander";
import { formatBytes } from "../../core/format.ts";
import { installCuda } from "../../jobs/devices/install-cuda.ts";
import { installTensorflow, planTensorflow } from "../../jobs/devices/install-tensorflow.ts";
import { command } from "../options.ts";

export function installCommand(): Command {
  return new Command("install")
    .description("fetch what further devices need")
    .addCommand(tensorflowCommand())
    .addCommand(cudaCommand());
}

function tensorflowCommand(): Command {
  return command("tensorflow", "TensorFlow.js, for --device tensorflow; says beforehand what it brings and needs")
    .option("--gpu", "the package for NVIDIA's cards")
    .option("--check", "only say it")
    .action(async ({ gpu = false, check = false, json = false }: Readonly<Record<string, boolean>>) => {
      const plan = await planTensorflow(gpu);
      if (json) console.log(JSON.stringify({ type: "plan", ...plan }));
      else
        console.log(
          [`${plan.name} ${plan.version}, ${formatBytes(plan.size)}, into ${plan.folder}`, ...plan.notes].join("\n"),
        );
      if (check) return;
      await installTensorflow(plan, { onLine: say(json), signal: interrupted() });
      if (!json) console.log("Installed: train with --device tensorflow.");
    });
}

function cudaCommand(): Command {
  return command("cuda", "ONNX Runtime's CUDA provider, for --device cuda (Linux x64)").action(
    async ({ json = false }: { readonly json?: boolean }) => {
      await installCuda({ onLine: say(json), signal: interrupted() });
      if (!json) console.log("Installed: `reasoning-curriculum doctor` says whether CUDA's libraries are there too.");
    },
  );
}

const say =
  (json: boolean) =>
  (message: string): void => {
    if (json) console.log(JSON.stringify({ type: "log", message }));
    else console.error(message);
  };

/** Aborted by Ctrl-C. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => {
    controller.abort();
  });
  return controller.signal;
}
