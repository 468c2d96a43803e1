import { existsSync } from "node:fs";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname } from "node:path";
import type { Gpu } from "../../core/devices/nvidia-smi.ts";
import { tensorflowFolder } from "../../core/devices/folders.ts";
import { mirrorVariable, tensorflowPackage, type TensorflowPackage } from "../../core/devices/tensorflow-package.ts";
import { UserError } from "../../core/errors.ts";
import { formatBytes } from "../../core/format.ts";
import { queryGpus } from "./nvidia-smi.ts";
import { runInstaller, toldError, type InstallerOptions } from "./run-installer.ts";

export interface Installation extends TensorflowPackage {
  readonly folder: string;
  /** Bytes of TensorFlow's library, packed. */
  readonly size: number;
}

/** Milliseconds. */
const patience = 15_000;
/** Disk taken in the end, as a multiple of the packed library. */
const unpacked = 5;

/**
 * What installing TensorFlow.js would do here; changes nothing.
 * @throws UserError where the machine has no such package, its host is out of reach, or the disk too full
 */
export async function planTensorflow(gpu: boolean, folder = ownFolder()): Promise<Installation> {
  const nodeMajor = Number(process.versions.node.split(".")[0]);
  const { platform, arch } = process;
  const chosen = tensorflowPackage(gpu, { platform, arch, nodeMajor, mirror: process.env[mirrorVariable] });
  const size = await sizeOf(chosen);
  const existing = firstExisting(folder);
  const { bavail, bsize } = await statfs(existing);
  if (bavail * bsize < unpacked * size)
    throw new UserError(
      `${folder}: ${chosen.name} takes ${formatBytes(unpacked * size)} and ${formatBytes(bavail * bsize)} are free; free some space.`,
    );
  const notes = gpu ? [...chosen.notes, describeCards(await queryGpus())] : chosen.notes;
  return { ...chosen, notes, folder, size };
}

function describeCards(cards: readonly Gpu[]): string {
  if (cards.length === 0) return "nvidia-smi knows of no card here; without one it computes on the processor.";
  return `Here is ${cards.map(({ name, driver }) => `${name} with driver ${driver}`).join(", ")}.`;
}

const ownFolder = (): string => tensorflowFolder(process.env, process.platform, homedir());

function firstExisting(folder: string): string {
  return existsSync(folder) ? folder : firstExisting(dirname(folder));
}

async function sizeOf({ name, library }: TensorflowPackage): Promise<number> {
  const { host, pathname } = new URL(library);
  const file = pathname.split("/").at(-1)!;
  try {
    const { ok, status, headers } = await fetch(library, { method: "HEAD", signal: AbortSignal.timeout(patience) });
    if (ok) return Number(headers.get("content-length") ?? 0);
    throw new Error(`it answers ${status}`);
  } catch (error) {
    const { cause, message } = error as { readonly cause?: { readonly code?: string }; readonly message: string };
    throw new UserError(
      `${host}, from which ${name} downloads TensorFlow (${file}), cannot be reached (${cause?.code ?? message}): allow it, or name a mirror in ${mirrorVariable}; nothing was installed.`,
    );
  }
}

/**
 * Installs with npm, into a folder of its own. What was begun and not finished is removed.
 * @throws UserError where npm is missing or fails; AbortError where it was cancelled
 */
export async function installTensorflow(
  { name, version, folder, library }: Installation,
  options: Pick<InstallerOptions, "onLine" | "signal">,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/package.json`, JSON.stringify({ private: true }));
  const args = ["install", `${name}@${version}`, "--no-audit", "--no-fund", "--foreground-scripts"];
  try {
    const failed = await runInstaller("npm", args, { cwd: folder, ...options });
    if (failed)
      throw new UserError(
        `npm could not install ${name} (${reason(failed)}): see whether ${library} can be fetched here; nothing was left behind.`,
      );
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new UserError(`npm is not on the PATH, and ${name} is installed with it: install Node.js with npm.`);
    throw error;
  }
}

/** What was wrong: as the package's own installer says it, else npm's first line that is not only about itself. */
function reason(lines: readonly string[]): string {
  const own = toldError(lines);
  if (own !== undefined) return own;
  const told = lines.filter(
    (line) => /error/i.test(line) && !/npm (error|ERR!) (code|errno|syscall|path|command|A complete log)/i.test(line),
  );
  return (told[0] ?? lines.at(-1) ?? "it says nothing").replace(/^npm (error|ERR!) /, "").replace(/\.$/, "");
}
