/** `npm run bench -- engine|memory|data|analysis|gpu [...]`: each benchmark in a process of its own. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const benchmarks = ["engine", "memory", "data", "analysis", "gpu"];

const [name = "", ...rest] = process.argv.slice(2);
if (benchmarks.includes(name)) {
  const file = join(import.meta.dirname, `${name}.ts`);
  const { status } = spawnSync(process.execPath, ["--import", "tsx", file, ...rest], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} else {
  console.error(
    "npm run bench -- engine [threads] [rounds] | data [curriculum] | analysis [runs] [samples] | gpu [options]",
  );
  process.exitCode = 2;
}
