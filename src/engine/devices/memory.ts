import { execFile } from "node:child_process";
import { freemem, platform, totalmem } from "node:os";
import { nvidiaSmiArguments, parseNvidiaSmi, type Gpu } from "../../core/devices/nvidia-smi.ts";
import { totalMemory, type MemoryEstimate } from "../model/memory.ts";

/** Memory that a run takes some of. */
export interface MemoryPlace {
  /** As the end of "takes so much memory". */
  readonly where: string;
  /** Bytes that are free. */
  readonly free: number;
  /** How many of what a run takes are taken there. */
  readonly taken: (estimate: MemoryEstimate) => number;
}

/**
 * Bytes this process can still take: what the machine has free, or what its container leaves it. macOS does not count
 * as free what its caches would give back, which is most of the memory; there the whole of it counts.
 */
function availableMemory(): number {
  const limit = process.constrainedMemory();
  const free = platform() === "darwin" ? totalmem() : freemem();
  return limit > 0 && limit < Number.MAX_SAFE_INTEGER ? Math.min(free, limit - process.memoryUsage.rss()) : free;
}

/**
 * Where an engine on this device takes memory: all of the machine's, or, where it is known which card computes and what that
 * has free, the state of the machine's and all but the program of the card's.
 * @param device as engines name it, `cuda` or `webgpu: NVIDIA H200`
 */
export async function memoryPlaces(device: string): Promise<readonly MemoryPlace[]> {
  const machine = { where: "here", free: availableMemory() };
  const card = await cardOf(device);
  if (card === undefined) return [{ ...machine, taken: totalMemory }];
  const { used, total } = card.memory;
  return [
    { ...machine, taken: ({ state, program }) => state + program },
    { where: `on ${card.name}`, free: total - used, taken: (all) => totalMemory(all) - all.program },
  ];
}

/** The card of NVIDIA's that computes, if there is one; of several alike, nobody says which one does. */
async function cardOf(device: string): Promise<Gpu | undefined> {
  if (device !== "cuda" && !/nvidia/i.test(device)) return undefined;
  const possible = parseNvidiaSmi(await nvidiaSmi()).filter(({ name }) => device === "cuda" || device.includes(name));
  return possible.length === 1 ? possible[0] : undefined;
}

/** Milliseconds; a driver that has lost its card may never answer. */
const patience = 5000;

/** What it says; nothing where there is none. */
const nvidiaSmi = (): Promise<string> =>
  new Promise((resolve) => {
    execFile("nvidia-smi", nvidiaSmiArguments, { timeout: patience, windowsHide: true }, (error, stdout) => {
      resolve(error ? "" : stdout);
    });
  });
