import { statfs } from "node:fs/promises";
import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from "node:os";
import type { Command } from "commander";
import { formatBytes, formatCount } from "../../core/format.ts";
import { lower } from "../../engine/executors/onnx/lower.ts";
import { encodeModel } from "../../engine/executors/onnx/proto.ts";
import "../../engine/executors/onnx/no-telemetry.ts";
import { input, matmul } from "../../engine/graph/ops.ts";
import { exitCodes } from "../exit-codes.ts";
import { describeDevices, examineDevices } from "../devices-report.ts";
import { command } from "../options.ts";
import { renderTable } from "../../core/table.ts";

interface EngineReport {
  readonly works: boolean;
  readonly version?: string;
  /** Those of this build; a provider that is not bundled needs its own libraries. */
  readonly providers?: readonly { readonly name: string; readonly bundled: boolean }[];
  /** Of a large matrix product, float32, all cores. */
  readonly gigaflopsPerSecond?: number;
  readonly error?: string;
}

export function doctorCommand(): Command {
  return command("doctor", "tell what this machine offers and whether the engine works").action(
    async ({ json = false }: { readonly json?: boolean }) => {
      const engine = await examineEngine();
      const found = await examineDevices();
      const machine = {
        node: process.version,
        platform: `${platform()} ${release()} ${arch()}`,
        processor: cpus()[0]?.model.trim() ?? "unknown",
        cores: availableParallelism(),
        memory: { total: totalmem(), free: freemem() },
        disk: { folder: process.cwd(), free: await freeDisk(process.cwd()) },
      };
      if (!engine.works) process.exitCode = exitCodes.failed;
      if (json) {
        console.log(JSON.stringify({ type: "result", ...machine, engine, ...found }));
        return;
      }
      const rows = [
        ["Node", machine.node],
        ["Platform", machine.platform],
        ["Processor", `${machine.processor}, ${machine.cores} cores in use`],
        ["Memory", `${formatBytes(machine.memory.free)} free of ${formatBytes(machine.memory.total)}`],
        ["Disk", `${formatBytes(machine.disk.free)} free here`],
        ["Engine", describeEngine(engine)],
        ["Execution providers", describeProviders(engine)],
        ...describeDevices(found),
      ];
      console.log(renderTable([{ title: "What" }, { title: "Found", mostCharacters: 80 }], rows));
    },
  );
}

/** Loads ONNX Runtime and lets it multiply. The import is lazy, so that a broken installation is a finding. */
async function examineEngine(): Promise<EngineReport> {
  try {
    const { InferenceSession, Tensor, env, listSupportedBackends } = await import("onnxruntime-node");
    const version = env.versions.node;
    const providers = listSupportedBackends().map(({ name, bundled }) => ({ name, bundled }));
    const n = 1024;
    const a = input("a", [n, n]);
    const session = await InferenceSession.create(encodeModel(lower({ product: matmul(a, a) })), {
      intraOpNumThreads: availableParallelism(),
    });
    const feeds = { a: new Tensor("float32", new Float32Array(n * n).fill(0.5), [n, n]) };
    const { product } = await session.run(feeds);
    const start = performance.now();
    const repetitions = 5;
    for (let i = 0; i < repetitions; i++) await session.run(feeds);
    const seconds = (performance.now() - start) / 1000;
    await session.release();
    const right = (product?.data as Float32Array).every((value) => value === n / 4);
    const gigaflopsPerSecond = (repetitions * 2 * n ** 3) / seconds / 1e9;
    return {
      works: right,
      ...(version !== undefined && { version }),
      providers,
      gigaflopsPerSecond,
      ...(!right && { error: "a matrix product came out wrong" }),
    };
  } catch (error) {
    return { works: false, error: error instanceof Error ? error.message : String(error) };
  }
}

function describeEngine({ works, version, gigaflopsPerSecond, error }: EngineReport): string {
  const name = `ONNX Runtime${version === undefined ? "" : ` ${version}`}`;
  if (!works) return `${name} does not work: ${error ?? "unknown"}; reinstall onnxruntime-node`;
  return `${name} works, ${formatCount(gigaflopsPerSecond ?? 0)} GFLOP/s`;
}

function describeProviders({ providers = [] }: EngineReport): string {
  return providers.map(({ name, bundled }) => (bundled ? name : `${name} (needs its libraries)`)).join(", ") || "–";
}

/** Bytes. */
async function freeDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
