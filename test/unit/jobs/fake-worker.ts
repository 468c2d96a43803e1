import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A worker of its own in a new folder. */
export async function writeFakeWorker(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "worker-")), "worker.mjs");
  await writeFile(file, fakeWorker);
  return file;
}

/**
 * A worker that speaks the protocol and does what the environment's FAKE_WORKER or the curriculum's path of its job says:
 * `work`, `fail`, `die`, `noise`, `wait` (until cancelled), `stubborn` (until killed).
 */
export const fakeWorker = `
import { createInterface } from "node:readline";
const emit = (event) => process.stdout.write(JSON.stringify({ id: 1, ...event }) + "\\n");
const result = (job, state) => ({ kind: job.kind, folder: job.run ?? "", state });
let job, mode;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.type === "cancel") {
    if (mode === "wait") { emit({ type: "done", result: result(job, "stopped") }); break; }
    continue;
  }
  job = request.job;
  mode = process.env.FAKE_WORKER ?? job.curriculum;
  emit({ type: "log", level: "info", message: "threads " + job.threads });
  if (mode === "noise") {
    process.stdout.write("a library says hello\\n{\\"id\\":1,\\"type\\":\\"progress\\",\\"label\\":\\"é");
    await new Promise((r) => setTimeout(r, 50));
    process.stdout.write("\\",\\"done\\":1,\\"total\\":2,\\"unit\\":\\"steps\\"}\\n[1,\\nnull\\n");
  }
  if (mode === "fail") {
    console.error("on stderr");
    emit({ type: "error", cause: "input", message: "x.json: too large; make it smaller.", detail: "Error: the stack" });
    process.exit(1);
  }
  if (mode === "die") process.kill(process.pid, "SIGKILL");
  if (mode === "work" || mode === "noise") {
    for (let done = 1; done <= 3; done++) emit({ type: "progress", label: "l", done, total: 3, unit: "steps", secondsLeft: 3 - done });
    emit({ type: "metric", runId: "x", row: { step: 3, time: 1, loss: 0.5 } });
    await new Promise((r) => setTimeout(r, 100));
    emit({ type: "done", result: result(job, "finished") });
    break;
  }
}
process.exit();
`;
