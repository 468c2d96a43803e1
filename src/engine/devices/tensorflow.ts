import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import util from "node:util";
import { tensorflowFolder } from "../../core/devices/folders.ts";
import { UserError } from "../../core/errors.ts";
import type { Executor } from "../executors/executor.ts";
import { createTfjsExecutor } from "../executors/tfjs/executor.ts";
import type { TensorFlow } from "../executors/tfjs/kernels.ts";

/** The one for NVIDIA's GPUs first. */
const packages = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"] as const;

/** tfjs-node and tfjs-node-gpu say of their backend what it runs on. */
interface NodeBackend {
  readonly isUsingGpuDevice?: boolean;
}

/** The package that is installed on demand, if any. */
export function findTensorflow(folder = installed()): string | undefined {
  return packages.find((name) => existsSync(join(folder, "node_modules", name, "package.json")));
}

const installed = (): string => tensorflowFolder(process.env, process.platform, homedir());

/** @throws UserError where no package is installed, or it does not load. */
export function createTensorflowExecutor(folder = installed()): Executor {
  const name = findTensorflow(folder);
  if (name === undefined)
    throw new UserError(
      "TensorFlow.js is not installed: `reasoning-curriculum install tensorflow` says what it needs and fetches it.",
    );
  addWhatNodeDropped();
  let tf: TensorFlow;
  try {
    tf = createRequire(join(folder, "package.json"))(name) as TensorFlow;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new UserError(
      `${name} in ${folder} does not load (${reason}): \`reasoning-curriculum install tensorflow\` fetches it again.`,
    );
  }
  const { isUsingGpuDevice = false } = tf.backend() as NodeBackend;
  return createTfjsExecutor(tf, `tensorflow: ${isUsingGpuDevice ? "gpu" : "cpu"}`);
}

/** tfjs-node 4.22 calls helpers of node:util that Node.js 23 no longer has. */
function addWhatNodeDropped(): void {
  const helpers = util as unknown as Record<string, unknown>;
  helpers["isNullOrUndefined"] ??= (value: unknown) => value === null || value === undefined;
  helpers["isArray"] ??= Array.isArray;
}
