import { totalmem } from "node:os";
import type { Gpu } from "../../core/devices/nvidia-smi.ts";
import { queryGpus } from "./nvidia-smi.ts";
import { processUsage, type ProcessUsage } from "./process-usage.ts";

/** How busy a run's device is. */
export interface DeviceLoad {
  /** Bytes: of the card, or of the run's process among the machine's memory. */
  readonly memory: { readonly used: number; readonly total: number };
  /** Of the card, or processors kept busy by the run's process; absent until there is one. */
  readonly utilization?: number;
  /** Of the card; absent for the processor. */
  readonly card?: string;
}

/** Of a run: where it runs, as run.json says, and its process. */
export interface Watched {
  readonly device: string;
  readonly pid: number;
}

/** Milliseconds between two looks. */
const shortestInterval = 2000;

/** Watches the device of one run at a time; asks no oftener than every two seconds, in processes of their own. */
export class DeviceMonitor {
  #last?: { readonly of: Watched; readonly at: number; readonly load: Promise<DeviceLoad | undefined> };
  #before?: { readonly pid: number; readonly at: number; readonly usage: ProcessUsage };

  /** Undefined where nothing can be told. */
  load(of: Watched, now = performance.now()): Promise<DeviceLoad | undefined> {
    const last = this.#last;
    if (last?.of.pid === of.pid && last.of.device === of.device && now - last.at < shortestInterval) return last.load;
    const load = this.#look(of, now);
    this.#last = { of, at: now, load };
    return load;
  }

  async #look({ device, pid }: Watched, now: number): Promise<DeviceLoad | undefined> {
    if (device !== "cpu") {
      const gpus = await queryGpus();
      const card = gpus.find(({ name }) => device.includes(name)) ?? gpus[0];
      if (card !== undefined) return loadOfCard(card);
    }
    const usage = await processUsage(pid);
    const before = this.#before;
    if (usage === undefined) return undefined;
    this.#before = { pid, at: now, usage };
    const memory = { used: usage.memory, total: totalmem() };
    if (before?.pid !== pid || now <= before.at) return { memory };
    return { memory, utilization: Math.max(0, (1000 * (usage.seconds - before.usage.seconds)) / (now - before.at)) };
  }
}

const loadOfCard = ({ name, memory, utilization }: Gpu): DeviceLoad => ({
  memory,
  card: name,
  ...(utilization !== undefined && { utilization }),
});
