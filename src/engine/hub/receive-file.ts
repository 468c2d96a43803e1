import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { UserError } from "../../core/errors.ts";
import { causeOf, HubAway, type Hub, type HubFile } from "./hub.ts";

export interface Receiver {
  readonly hub: Pick<Hub, "fetch">;
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Milliseconds before the hub is asked again, for each time in turn. */
  readonly patience: readonly number[];
  /** So many bytes more are there; negative where they had to be dropped. */
  readonly onBytes: (bytes: number) => void;
}

/** Where a file grows until it is whole; of another content, another file. */
export const partialFile = (folder: string, { path, oid }: HubFile): string =>
  join(folder, `${path}.${oid.slice(0, 8)}.part`);

/** Bytes of a file that need not be asked for again. */
export async function receivedBytes(folder: string, file: HubFile): Promise<number> {
  const size = (path: string): Promise<number> =>
    stat(path).then(
      (entry) => entry.size,
      () => 0,
    );
  return Math.min(file.size, (await size(join(folder, file.path))) || (await size(partialFile(folder, file))));
}

/**
 * Makes a file be there, whole and right: goes on with what has been received, over broken connections too, and moves it
 * into its place when its size and digest are those of the hub. What is there already and right stays.
 * @throws UserError where another file is in its place, or something else came than the hub has
 */
export async function receiveFile(file: HubFile, receiver: Receiver): Promise<void> {
  const { folder, signal } = receiver;
  const place = join(folder, file.path);
  if (await exists(place)) {
    if (await isRight(place, file, signal)) return;
    throw new UserError(`${place}: is there already with another content; choose another folder, or move it away.`);
  }
  const partial = partialFile(folder, file);
  for (const [attempt, wait] of [0, ...receiver.patience].entries()) {
    await setTimeout(wait, undefined, { signal });
    try {
      await append(file, partial, receiver);
      break;
    } catch (error) {
      if (!(error instanceof HubAway) || attempt === receiver.patience.length) throw error;
    }
  }
  if (await isRight(partial, file, signal)) return rename(partial, place);
  receiver.onBytes(-(await stat(partial)).size);
  await rm(partial);
  throw new UserError(
    `${place}: what was received is not what the hub has (its digest differs), and is deleted; run the same command again.`,
  );
}

/** Receives what is missing of a file. @throws HubAway where the connection breaks */
async function append(file: HubFile, partial: string, { hub, signal, onBytes }: Receiver): Promise<void> {
  const handle = await open(partial, "a");
  try {
    const { size: had } = await handle.stat();
    if (had === file.size) return;
    const response = await hub.fetch(file.path, had);
    const goesOn = response.status === 206 && response.headers.get("content-range")?.startsWith(`bytes ${had}-`);
    if (!goesOn && had > 0) {
      await handle.truncate();
      onBytes(-had);
    }
    if (response.status === 416)
      throw new HubAway(`${file.path}: the hub has less of it than was received; try again.`);
    for await (const chunk of chunksOf(response, signal)) {
      await handle.writeFile(chunk);
      onBytes(chunk.length);
    }
    const { size } = await handle.stat();
    if (size < file.size) throw new HubAway(`${file.path}: the connection broke; run the same command to go on.`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @throws HubAway where the connection breaks */
async function* chunksOf({ body }: Response, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) yield chunk as Uint8Array;
  } catch (error) {
    signal.throwIfAborted();
    throw new HubAway(`The connection broke (${causeOf(error)}); run the same command to go on.`);
  }
}

/** By SHA-256, or as git has it by the SHA-1 of its blob. */
async function isRight(path: string, { size, oid, lfs }: HubFile, signal: AbortSignal): Promise<boolean> {
  if ((await stat(path)).size !== size) return false;
  const digest: Hash = lfs ? createHash("sha256") : createHash("sha1").update(`blob ${size}\0`);
  for await (const chunk of createReadStream(path, { signal })) digest.update(chunk as Buffer);
  return digest.digest("hex") === (lfs?.oid ?? oid);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
