import { t } from "@vscode/l10n";
import { formatBytes } from "../../core/format.ts";
import type { DeviceLoad } from "../../jobs/devices/monitor.ts";

/** "H200 · 12.3 of 140.4 GiB · 87 %", or of the processor "CPU · 1.2 of 23.4 GiB · 187 %". */
export function loadText({ card, memory, utilization }: DeviceLoad): string {
  const [used, total] = [formatBytes(memory.used), formatBytes(memory.total)];
  const parts = [
    card === undefined ? t("CPU") : card.replace(/^NVIDIA (GeForce )?/, ""),
    t("{0} of {1}", sameUnit(used, total) ? used.split(" ")[0]! : used, total),
    ...(utilization === undefined ? [] : [`${Math.round(100 * utilization)} %`]),
  ];
  return parts.join(" · ");
}

/** What the parts are, for the tooltip and screen readers. */
export function loadDescription({ card, memory, utilization }: DeviceLoad): string {
  const [used, total] = [formatBytes(memory.used), formatBytes(memory.total)];
  const share = utilization === undefined ? undefined : Math.round(100 * utilization);
  if (card === undefined)
    return [
      t("The run's process holds {0} of the machine's {1} of memory.", used, total),
      ...(share === undefined ? [] : [t("It keeps {0} % of a processor busy.", share)]),
    ].join(" ");
  return [
    t("{0}: {1} of {2} of memory taken, by this run and others.", card, used, total),
    ...(share === undefined ? [] : [t("A kernel runs {0} % of the time.", share)]),
  ].join(" ");
}

const sameUnit = (a: string, b: string): boolean => a.split(" ")[1] === b.split(" ")[1];
