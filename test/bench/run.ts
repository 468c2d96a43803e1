/** `npm run bench -- engine|data|analysis [...]`: each benchmark in a process of its own. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const benchmarks = ["engine", "data", "analysis"];

const [name = "", ...rest] = process.argv.slice(2);
if (benchmarks.includes(name)) {
  const file = join(import.meta.dirname, `${name}.ts`);
  const { status } = spawnSync(process.execPath, ["--import", "tsx", file, ...rest], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} else {
  console.error("npm run bench -- engine [threads] | data [curriculum] | analysis [runs] [samples]");
  process.exitCode = 2;
}
