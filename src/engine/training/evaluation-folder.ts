import { appendFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EvaluateSpec } from "../../core/curriculum/schema.ts";
import { readJsonLines } from "../../core/runs/json-lines.ts";
import type { EvaluationSample, EvaluationSummary } from "../../core/runs/types.ts";

/**
 * `evaluations/step-N/`: `settings.json` (what was asked for), `samples.jsonl` (every completion, as it comes) and, once
 * the evaluation is whole, `summary.json`.
 */
export class EvaluationFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async isFinished(settings: EvaluateSpec): Promise<boolean> {
    return (await this.read("settings.json")) === json(settings) && (await this.read("summary.json")) !== undefined;
  }

  /**
   * Prepares the folder for an evaluation under these settings.
   * @returns the samples to go on from: those that `keep` picks of an evaluation begun under the same settings.
   */
  async open(
    settings: EvaluateSpec,
    keep: (samples: readonly EvaluationSample[]) => readonly EvaluationSample[],
  ): Promise<readonly EvaluationSample[]> {
    await mkdir(this.path, { recursive: true });
    const begun = (await this.read("settings.json")) === json(settings);
    if (!begun) await rm(this.file("summary.json"), { force: true });
    const samples: EvaluationSample[] = [];
    if (begun)
      for await (const sample of readJsonLines<EvaluationSample>(this.file("samples.jsonl"))) samples.push(sample);
    const kept = keep(samples);
    await this.replace("samples.jsonl", lines(kept));
    await this.replace("settings.json", json(settings));
    return kept;
  }

  async append(samples: readonly EvaluationSample[]): Promise<void> {
    await appendFile(this.file("samples.jsonl"), lines(samples));
  }

  async finish(summary: EvaluationSummary): Promise<void> {
    await this.replace("summary.json", json(summary));
  }

  private file(name: string): string {
    return join(this.path, name);
  }

  private async read(name: string): Promise<string | undefined> {
    return readFile(this.file(name), "utf8").catch(() => undefined);
  }

  private async replace(name: string, text: string): Promise<void> {
    const temporary = this.file(`${name}.${process.pid}.tmp`);
    await writeFile(temporary, text, { flush: true });
    await rename(temporary, this.file(name));
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const lines = (samples: readonly EvaluationSample[]): string =>
  samples.map((sample) => `${JSON.stringify(sample)}\n`).join("");
