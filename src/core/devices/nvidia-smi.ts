/** A card as `nvidia-smi` reports it. */
export interface Gpu {
  readonly name: string;
  readonly driver: string;
  /** Bytes. */
  readonly memory: { readonly used: number; readonly total: number };
  /** Share of the last sample period in which a kernel ran; absent where the card does not tell (MIG). */
  readonly utilization?: number;
}

export const nvidiaSmiArguments = [
  "--query-gpu=name,driver_version,memory.used,memory.total,utilization.gpu",
  "--format=csv,noheader,nounits",
] as const;

const mebibyte = 2 ** 20;

/** One card a line; lines that say something else are left out. */
export function parseNvidiaSmi(output: string): Gpu[] {
  return output.split(/\r?\n/).flatMap((line): Gpu[] => {
    const [name, driver, used, total, share, ...rest] = line.split(",").map((field) => field.trim());
    const memory = { used: Number(used) * mebibyte, total: Number(total) * mebibyte };
    if (!name || !driver || rest.length > 0 || !(memory.total > 0) || !(memory.used >= 0)) return [];
    const utilization = Number(share) / 100;
    return [{ name, driver, memory, ...(Number.isFinite(utilization) && { utilization }) }];
  });
}
