import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** What a process takes of the processor. */
export interface ProcessUsage {
  /** Bytes. */
  readonly memory: number;
  /** Seconds of the processor since it began. */
  readonly seconds: number;
}

/** Undefined for a process that is gone. */
export async function processUsage(pid: number): Promise<ProcessUsage | undefined> {
  try {
    if (process.platform === "linux") return await onLinux(pid);
    return process.platform === "win32" ? await onWindows(pid) : await onMac(pid);
  } catch {
    return undefined;
  }
}

/** Linux counts the processor's time in hundredths of a second, whatever its kernel's clock. */
const ticksPerSecond = 100;

async function onLinux(pid: number): Promise<ProcessUsage> {
  const [stat, status] = await Promise.all(["stat", "status"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8")));
  // After the process's name, which may hold anything, from the third field on.
  const fields = stat!.slice(stat!.lastIndexOf(")") + 2).split(" ");
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status!)![1];
  return { memory: 1024 * Number(kilobytes), seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond };
}

async function onMac(pid: number): Promise<ProcessUsage | undefined> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=,time=", "-p", String(pid)]);
  const [kilobytes, time] = stdout.trim().split(/\s+/);
  return time === undefined ? undefined : { memory: 1024 * Number(kilobytes), seconds: parseTime(time) };
}

/** Seconds of `[days-]hours:minutes:seconds` or `minutes:seconds.hundredths`, as `ps` writes them. */
export function parseTime(text: string): number {
  const [clock, days = "0"] = text.split("-").reverse() as [string, string?];
  return clock.split(":").reduce((total, part) => 60 * total + Number(part), 0) + 86_400 * Number(days);
}

async function onWindows(pid: number): Promise<ProcessUsage | undefined> {
  const query = `$p = Get-Process -Id ${pid}; "$($p.WorkingSet64) $($p.TotalProcessorTime.TotalSeconds)"`;
  const { stdout } = await promisify(execFile)("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", query], {
    windowsHide: true,
  });
  const [memory, seconds] = stdout
    .trim()
    .split(/\s+/)
    .map((field) => Number(field.replace(",", ".")));
  return seconds === undefined ? undefined : { memory: memory!, seconds };
}
