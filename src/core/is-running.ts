import { readFileSync } from "node:fs";
import { platform, uptime } from "node:os";

/**
 * Whether a process with this id runs, and is the one that began then. One that has ended counts as gone, though nobody
 * has asked for its exit code.
 * @param start what `startOf` once said of it; where it said nothing, any process with this id will do
 */
export function isRunning(pid: number, start = ""): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const stat = processStat(pid);
  // In a container without an init process, a killed orphan keeps its id for ever.
  if (stat && /^[ZX]$/.test(stat[0]!)) return false;
  const now = startOf(pid);
  return start === "" || now === undefined || isSameStart(start, now);
}

/**
 * What tells a process from others that have its id before or after it: on Linux the boot and the tick at which it began,
 * elsewhere when the machine was started. Undefined where the system does not say.
 */
export function startOf(pid: number): string | undefined {
  if (platform() !== "linux") return `boot ${Math.round(Date.now() / 1000 - uptime())}`;
  const ticks = processStat(pid)?.[19];
  return ticks === undefined ? undefined : `${read("/proc/sys/kernel/random/boot_id").trim()} ${ticks}`;
}

/** Seconds by which the clock may have been set since. */
const clockTolerance = 60;

function isSameStart(a: string, b: string): boolean {
  const [secondsA, secondsB] = [a, b].map((start) => Number(/^boot (\d+)$/.exec(start)?.[1]));
  return a === b || Math.abs(secondsA! - secondsB!) < clockTolerance;
}

/** Fields of Linux's `/proc/PID/stat` from the state on; undefined elsewhere. */
function processStat(pid: number): readonly string[] | undefined {
  const text = platform() === "linux" ? read(`/proc/${pid}/stat`) : "";
  // The name before it may hold anything, brackets and blanks too.
  return text === "" ? undefined : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
