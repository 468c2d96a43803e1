import { createHash, type Hash } from "node:crypto";
import { existsSync } from "node:fs";
import { open, readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parse } from "jsonc-parser";
import { placeField, type Diagnostic } from "./document.ts";
import type { ModelFolder } from "./sources.ts";

interface ReadModelFolder {
  /** Absent where the curriculum names none, or it is no model. */
  readonly modelFolder?: ModelFolder;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the folder that `model.pretrained` of a curriculum's text names, as far as the text can be read. Never throws. */
export async function readModelFolder(text: string, file: string, shown: string): Promise<ReadModelFolder> {
  const document = parse(text) as { readonly model?: { readonly pretrained?: unknown } | null } | null | undefined;
  const name = document?.model?.pretrained;
  if (typeof name !== "string" || name === "") return { diagnostics: [] };
  const path = resolve(dirname(file), name);
  try {
    return { modelFolder: { path, digest: await digestOf(path) }, diagnostics: [] };
  } catch (error) {
    const message = `model.pretrained names ${name}, ${reason(error, path)}.`;
    return { diagnostics: [placeField(text, shown, "model.pretrained", message)] };
  }
}

function reason(error: unknown, folder: string): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" && existsSync(join(folder, "adapter_config.json")))
    return "which is an adapter without its model: name the folder of a whole one, such as the checkpoint that the adapter lies in";
  if (code === "ENOENT")
    return "but there is no such folder with a config.json beside this curriculum: mend the name, or put the model there";
  if (code === "ENOTDIR") return "which is no folder: name the one that the model's files are in";
  return `which cannot be read (${code ?? String(error)}): see its permissions`;
}

/** What decides the model beside the weights. */
const smallFiles = ["config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja"];
const sampleBytes = 4096;
const samples = 256;

/**
 * A digest of the small files as a whole and of the weights in 256 places of each file, with its size and header: to read
 * gigabytes whenever a curriculum is read would take too long, and training changes weights everywhere.
 */
async function digestOf(folder: string): Promise<string> {
  const digest = createHash("sha256").update(await readFile(join(folder, "config.json")));
  for (const name of smallFiles.slice(1)) {
    const content = await readFile(join(folder, name)).catch(() => undefined);
    digest.update(`\0${name}\0`).update(content ?? "");
  }
  const names = (await readdir(folder)).filter((name) => name.endsWith(".safetensors")).sort();
  for (const name of names) await sampleFile(join(folder, name), digest.update(`\0${name}\0`));
  return digest.digest("hex");
}

async function sampleFile(file: string, digest: Hash): Promise<void> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    digest.update(`${size}\0`);
    const block = Buffer.alloc(sampleBytes);
    const step = Math.max(sampleBytes, Math.floor((size - sampleBytes) / (samples - 1)));
    for (let position = 0; position < size; position += step) {
      const { bytesRead } = await handle.read(block, 0, sampleBytes, position);
      digest.update(block.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
