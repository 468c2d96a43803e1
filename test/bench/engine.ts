/**
 * Speed of training and sampling at the size of the samples, round by round beside PyTorch and TRL at the same work, where
 * there is a Python that has them: what the machine does otherwise meets both alike.
 * `npm run bench -- engine [threads] [rounds]`; the last line is JSON: medians, by the clock and by the processor.
 */
import { toQwen2Config } from "../../src/engine/checkpoint/config.ts";
import { createOnnxEngine } from "../../src/engine/executors/onnx/engine.ts";
import { countParameters } from "../../src/engine/model/parameters.ts";
import { pythonWith } from "../parity/python.ts";
import { decodingJobs, grpoJob, matmulJob, model, trainingJobs, work, type Job } from "./engine-work.ts";
import { Peer, type Seconds } from "./peer.ts";

const threads = Number(process.argv[2] ?? 1);
const rounds = Number(process.argv[3] ?? 5);

/** Our jobs by the names of the peers' that they are measured beside. */
const pairs = { eager: "adamw_whole", compiled: "adamw_whole", loop: "sampling", generate: "sampling", trl: "grpo" };
type PeerJob = keyof typeof pairs;

async function secondsOf(work: () => Promise<unknown>): Promise<Seconds> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { clock: (performance.now() - start) / 1e3, cpu: (user + system) / 1e6 };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const medianOf = (times: readonly Seconds[]): Seconds => ({
  clock: median(times.map(({ clock }) => clock)),
  cpu: median(times.map(({ cpu }) => cpu)),
});

const rounded = (value: number): number => Number(value.toPrecision(3));

async function main(): Promise<void> {
  const engine = await createOnnxEngine({ threads });
  const matmul = await matmulJob(threads);
  const jobs: Job[] = [
    ...(await trainingJobs(engine, "adamw")),
    ...(await trainingJobs(engine, "muon")),
    ...(await decodingJobs(engine)),
    await grpoJob(engine),
    matmul,
  ];
  const results: Record<string, unknown> = { engine: engine.name, threads, rounds };
  for (const { name, run } of jobs) results[`${name}_first_s`] = rounded((await secondsOf(run)).clock);
  const beside = peers(results);

  const times: Record<string, Seconds[]> = {};
  const note = (name: string, seconds: Seconds): unknown => (times[name] ??= []).push(seconds);
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of jobs) {
      note(name, await secondsOf(run));
      for (const peer of [...beside.keys()].filter((peer) => pairs[peer] === name)) {
        try {
          note(peer, await beside.get(peer)!.ask(peer));
        } catch (error) {
          results[peer] = error instanceof Error ? error.message : String(error);
          beside.delete(peer);
        }
      }
    }
  }
  for (const peer of new Set(beside.values())) peer.close();

  for (const { name, tokens } of jobs) {
    const { clock, cpu } = medianOf(times[name]!);
    results[name] =
      tokens > 0 ? { tokens_per_s: Math.round(tokens / clock), tokens_per_cpu_s: Math.round(tokens / cpu) } : { clock };
  }
  for (const peer of beside.keys()) {
    const ratios = times[peer]!.map(({ clock, cpu }, round) => {
      const own = times[pairs[peer]]![round]!;
      return { clock: clock / own.clock, cpu: cpu / own.cpu };
    });
    const theirs = medianOf(times[peer]!);
    const multiple = medianOf(ratios);
    results[peer] = {
      seconds: rounded(theirs.clock),
      cpu_seconds: rounded(theirs.cpu),
      ratio: rounded(multiple.clock),
      cpu_ratio: rounded(multiple.cpu),
    };
  }
  // Forward and backward, attention left out: six operations for each parameter and token.
  const trained = 6 * countParameters(model) * work.rows * work.length;
  const rate = (operations: number, name: string): number =>
    operations / Math.min(...times[name]!.map(({ cpu }) => cpu)) / 1e9;
  results["gflops_per_cpu_s"] = { matmul: Math.round(rate(matmul.operations, "matmul")) };
  results["share_of_matmul"] = rounded(rate(trained, "adamw_whole") / rate(matmul.operations, "matmul"));
  console.log(JSON.stringify(results));
  process.exit();
}

/** The peers' processes by the jobs that they do; none, and why, where there is no Python for them. */
function peers(results: Record<string, unknown>): Map<PeerJob, Peer> {
  const found = new Map<PeerJob, Peer>();
  const args = [String(threads), JSON.stringify(toQwen2Config(model, 0)), JSON.stringify(work)];
  const start = (script: string, names: readonly PeerJob[], ...packages: readonly string[]): void => {
    try {
      const peer = new Peer(pythonWith(...packages), script, ...args);
      for (const name of names) found.set(name, peer);
    } catch (error) {
      results[script] = `skipped: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  start("engine_peer.py", ["eager", "compiled", "loop", "generate"], "torch", "transformers");
  start("engine_peer_grpo.py", ["trl"], "trl", "datasets");
  return found;
}

await main();
