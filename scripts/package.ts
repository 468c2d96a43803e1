// `npm run package [linux-x64 | linux-arm64 | darwin-arm64 | win32-x64 | win32-arm64]`: a VSIX with ONNX Runtime for one
// platform, this machine's by default. The packager itself comes from npm when it is asked for.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const target = process.argv[2] ?? `${process.platform}-${process.arch}`;
const library = `node_modules/onnxruntime-node/bin/napi-v6/${target.replace("-", "/")}`;
if (!existsSync(path.join(root, library))) {
  console.error(`ONNX Runtime has no library for ${target}: see the folders under ${path.dirname(library)}.`);
  process.exit(2);
}

const ignoreFile = path.join(root, ".cache", "vscodeignore");
mkdirSync(path.dirname(ignoreFile), { recursive: true });
writeFileSync(ignoreFile, `${readFileSync(path.join(root, ".vscodeignore"), "utf8")}!${library}/**\n`);
// The README's links stay relative: there is no public address yet to put before them.
const options = ["--target", target, "--ignoreFile", ignoreFile, "--no-rewrite-relative-links"];
const { status } = spawnSync("npx", ["--yes", "@vscode/vsce@3", "package", ...options, ...process.argv.slice(3)], {
  cwd: root,
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exitCode = status ?? 1;
