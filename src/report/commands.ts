import { basename } from "node:path";
import type { Comparison } from "../core/runs/types.ts";

/** What to type in the folder of the curricula to have the runs, their numbers and a report of them again. */
export function commands({ runs }: Comparison): string[] {
  const files = [...new Set(runs.map(({ run }) => basename(run.curriculum.file)))];
  return files.flatMap((file) => {
    const names = runs.filter(({ run }) => basename(run.curriculum.file) === file).map(({ run }) => quoted(run.name));
    const those = `${quoted(file)} ${names.join(" ")}`;
    return [
      `reasoning-curriculum train ${those}`,
      `reasoning-curriculum evaluate ${those}`,
      `reasoning-curriculum compare ${those}`,
      `reasoning-curriculum report ${those} --out report.html`,
    ];
  });
}

const quoted = (text: string): string => (/^[\w./@=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
