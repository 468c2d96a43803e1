// Builds everything under dist/ and out/: `node esbuild.mjs [--watch]`.
import { chmod, copyFile, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import esbuild from "esbuild";
import { tsImport } from "tsx/esm/api";

const watch = process.argv.includes("--watch");

const common = { bundle: true, sourcemap: true, minify: !watch, logLevel: "warning", legalComments: "none" };
const node = {
  ...common,
  platform: "node",
  target: "node20",
  external: ["vscode", "onnxruntime-node"],
  // jsonc-parser's CommonJS build requires files that a bundle does not hold.
  mainFields: ["module", "main"],
};
// Bundled CommonJS packages call require(), which an ES module does not have.
const requireBanner =
  'import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);';
const esm = { ...node, format: "esm", banner: { js: requireBanner } };

/** A test bundle each, so that mocha reports them by file. */
async function hostSuite() {
  const folder = "test/host/suite";
  const files = (await readdir(folder)).filter((file) => /^index\.ts$|\.test\.ts$/.test(file));
  return Object.fromEntries(files.map((file) => [path.basename(file, ".ts"), path.join(folder, file)]));
}

const bundles = [
  {
    ...esm,
    entryPoints: { cli: "src/cli/main.ts" },
    outdir: "dist",
    banner: { js: `#!/usr/bin/env node\n${requireBanner}` },
  },
  { ...esm, entryPoints: { worker: "src/engine/worker.ts" }, outdir: "dist" },
  {
    ...node,
    format: "cjs",
    entryPoints: { extension: "src/host/extension.ts", reader: "src/host/reader/thread.ts" },
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
  },
  {
    ...common,
    platform: "browser",
    target: "es2022",
    format: "esm",
    entryPoints: {
      run: "webview/run/main.ts",
      compare: "webview/compare/main.ts",
      explorer: "webview/explorer/main.ts",
      analysis: "webview/analysis/main.ts",
      sweep: "webview/sweep/main.ts",
    },
    outdir: "dist/webview",
  },
  {
    ...esm,
    minify: false,
    external: [...node.external, "mocha"],
    entryPoints: await hostSuite(),
    outdir: "out/host",
    outExtension: { ".js": ".mjs" },
  },
];

/** Kilobytes, minified. A bundle that outgrows its own holds a library it should not. */
const budget = {
  "dist/cli.js": 950,
  "dist/worker.js": 1500,
  "dist/extension.cjs": 800,
  "dist/reader.cjs": 640,
  "dist/webview/run.js": 450,
  "dist/webview/compare.js": 500,
  "dist/webview/explorer.js": 250,
  "dist/webview/analysis.js": 500,
  "dist/webview/sweep.js": 400,
};

async function overBudget() {
  const sizes = Object.keys(budget).map(async (file) => ({ file, size: Math.ceil((await stat(file)).size / 1000) }));
  return (await Promise.all(sizes)).filter(({ file, size }) => size > budget[file]);
}

/** The editor's schemas of *.curriculum.json and *.relations.json, from their one definition in src/core. */
async function writeSchemas() {
  const { curriculumJsonSchema } = await tsImport("./src/core/curriculum/json-schema.ts", import.meta.url);
  const { relationFileJsonSchema } = await tsImport("./src/core/graph/relation-file.ts", import.meta.url);
  const schemas = { curriculum: curriculumJsonSchema(), relations: relationFileJsonSchema() };
  for (const [name, schema] of Object.entries(schemas)) {
    await writeFile(`dist/${name}.schema.json`, JSON.stringify(schema, null, 2) + "\n");
  }
}

async function copyCodicons() {
  for (const file of ["codicon.css", "codicon.ttf"]) {
    await copyFile(`node_modules/@vscode/codicons/dist/${file}`, `dist/webview/${file}`);
  }
}

// Bundles of tests that are gone would still run.
await rm("out", { recursive: true, force: true });
await mkdir("dist/webview", { recursive: true });
await Promise.all([copyCodicons(), writeSchemas()]);
if (watch) {
  for (const options of bundles) await (await esbuild.context({ ...options, logLevel: "info" })).watch();
} else {
  const results = await Promise.allSettled(bundles.map((options) => esbuild.build(options)));
  if (results.some(({ status }) => status === "rejected")) process.exit(1); // esbuild has said why
  await chmod("dist/cli.js", 0o755);
  for (const { file, size } of await overBudget()) {
    const limit = `${file} is ${size} kB, over its budget of ${budget[file]} kB`;
    console.error(`${limit}: drop what it should not hold, or raise the budget in esbuild.mjs.`);
    process.exitCode = 1;
  }
}
