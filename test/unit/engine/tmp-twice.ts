import { microFolder } from "/work/main/test/unit/engine/training/micro.ts";
import { atStep, work } from "/work/main/test/unit/engine/work.ts";
const { file, remove } = await microFolder();
for (let i = 0; i < 8; i++) {
  const delay = [0, 0, 1, 3, 6, 10, 20, 40][i]!;
  const r = await work({ kind: "train", curriculum: file, run: "short", threads: 1 } as never,
    atStep(4, (c) => { c.kill("SIGTERM"); if (delay === 0) c.kill("SIGINT"); else setTimeout(() => c.kill("SIGINT"), delay); }));
  console.log(delay, r.code, r.signal, JSON.stringify(r.events.at(-1)));
  const { rm } = await import("node:fs/promises"); const { dirname } = await import("node:path");
  await rm(dirname(file) + "/.curriculum/runs", { recursive: true, force: true });
}
await remove();
