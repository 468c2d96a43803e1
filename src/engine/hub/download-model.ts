import { mkdir, statfs } from "node:fs/promises";
import { UserError } from "../../core/errors.ts";
import { formatBytes } from "../../core/format.ts";
import type { DownloadChoice, Downloaded } from "../../protocol/worker.ts";
import { fromQwen2Config } from "../checkpoint/config.ts";
import { byteProgress, type JobContext } from "../training/context.ts";
import { chooseFiles } from "./choose-files.ts";
import { Hub, hubOptions } from "./hub.ts";
import { receivedBytes, receiveFile } from "./receive-file.ts";

/** Milliseconds before the hub is asked again. */
const patience = [1000, 2000, 5000, 15_000];

/**
 * Brings a model of the hub into a folder, as `model.pretrained` wants it. Stopped, it keeps what it has received, and
 * goes on there the next time.
 * @throws UserError where there is no such model, it is no Qwen2, it may not be read, or it does not fit on the disk
 */
export async function downloadModel(
  { repository, revision, out }: DownloadChoice,
  { emit, cancelled: signal }: Pick<JobContext, "emit" | "cancelled">,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Downloaded> {
  if (!/^[\w-][\w.-]*\/[\w.-]+$/.test(repository))
    throw new UserError(`"${repository}" is no name of a model: write it as Qwen/Qwen2.5-0.5B.`);
  const stopped: Downloaded = { folder: out, state: "stopped" };
  try {
    const hub = await Hub.open(repository, revision ?? "main", { ...hubOptions(env), signal });
    const files = chooseFiles(repository, await hub.files());
    await checkArchitecture(repository, hub);
    await mkdir(out, { recursive: true });

    const received = await Promise.all(files.map((file) => receivedBytes(out, file)));
    let done = sum(received);
    const total = sum(files.map(({ size }) => size));
    await checkDisk(out, total - done);
    emit({ type: "log", level: "info", message: `${files.length} files of ${repository} at ${hub.commit}` });
    const report = byteProgress(emit, `Downloading ${repository}`);
    report(done, total);
    const onBytes = (bytes: number): void => {
      report((done += bytes), total);
    };
    for (const file of files) await receiveFile(file, { hub, folder: out, signal, patience, onBytes });
    return { folder: out, state: "finished", commit: hub.commit, bytes: total };
  } catch (error) {
    if (signal.aborted) return stopped;
    throw error;
  }
}

/** Before gigabytes come: whether this model can be trained here. */
async function checkArchitecture(repository: string, hub: Hub): Promise<void> {
  try {
    fromQwen2Config(await (await hub.fetch("config.json")).json());
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${repository}: ${error.message}`);
    throw new UserError(`${repository}: its config.json is not that of a Qwen2 model.`);
  }
}

async function checkDisk(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= needed) return;
  throw new UserError(
    `${folder}: ${formatBytes(needed)} are still to come, and the disk has ${formatBytes(bavail * bsize)} left; free some space, or choose another folder.`,
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
