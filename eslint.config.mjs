import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Who may import whom: core <- engine <- worker; core, protocol <- jobs, host, webview; core, engine, jobs <- cli; report <- host, cli. */
const rooms = {
  core: ["engine", "jobs", "host", "cli", "protocol", "report", "webview"],
  protocol: ["engine", "jobs", "host", "cli", "report", "webview"],
  engine: ["jobs", "host", "cli", "report", "webview"],
  jobs: ["engine", "host", "cli", "report", "webview"],
  // What panels show, without a page to show it in: it takes their models.
  report: ["engine", "jobs", "host", "cli"],
  host: ["engine", "cli", "webview"],
  cli: ["host", "webview"],
};

const importRule = (room, forbidden) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        paths: room === "host" ? [] : [{ name: "vscode", message: "Only src/host imports vscode." }],
        patterns: [
          { group: forbidden.map((other) => `**/${other}/**`), message: `src/${room} may not import from here.` },
          ...(room === "core" ? [{ group: ["node:child_process", "onnxruntime-*"], message: "core is pure." }] : []),
        ],
      },
    ],
  },
});

export default defineConfig(
  { ignores: ["dist/", "out/", "node_modules/", ".cache/", "**/.curriculum/"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Typed arrays and matrices are indexed on every line; noUncheckedIndexedAccess makes `!` the honest notation.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // `{ pid, ...rest }` is how a field is left out.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      complexity: ["error", 15],
    },
  },
  ...Object.entries(rooms).map(([room, forbidden]) => importRule(room, forbidden)),
  {
    files: ["webview/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["**/src/host/**", "**/src/engine/**", "**/src/jobs/**", "**/src/cli/**", "node:*", "vscode"],
              message: "Panels import protocol and core types only.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["**/*.mjs"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        Buffer: "readonly",
      },
    },
  },
);
