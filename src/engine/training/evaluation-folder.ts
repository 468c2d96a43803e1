import { createReadStream } from "node:fs";
import { existsSync } from "node:fs";
import { appendFile, mkdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { atomsFile, samplesFile } from "../../core/analysis/build-tallies.ts";
import { talliesFile } from "../../core/analysis/tallies-file.ts";
import type { EvaluateSpec } from "../../core/curriculum/schema.ts";
import { readJsonLines } from "../../core/runs/json-lines.ts";
import { replaceFile } from "../../core/runs/replace-file.ts";
import type { AtomAnswer, EvaluationSample, EvaluationSummary } from "../../core/runs/types.ts";
import { Claim } from "./claim.ts";

/** What decides an evaluation's samples. */
export type EvaluationSettings = Omit<EvaluateSpec, "quickQuestions" | "quickSamples" | "atoms">;

/**
 * `evaluations/step-N/`: `settings.json` (what was asked for), `samples.jsonl` (every completion, as it comes),
 * `atoms.jsonl` (hops asked alone) and, once the evaluation is whole, `tallies.json` (their counts) and `summary.json`.
 */
export class EvaluationFolder {
  readonly path: string;
  readonly #claim: Claim;

  constructor(path: string) {
    this.path = path;
    this.#claim = new Claim(path, "evaluating");
  }

  /** @param atoms whether hops are to be asked alone too */
  async isFinished(settings: EvaluationSettings, atoms: boolean): Promise<boolean> {
    if ((await this.read("settings.json")) !== json(settings)) return false;
    const summary = await this.readSummary();
    return summary !== undefined && (!atoms || (summary.atoms !== undefined && existsSync(this.file(atomsFile))));
  }

  /**
   * Prepares the folder for an evaluation by this process under these settings, until `close`.
   * @param keep how many samples to go on from, of those of an evaluation begun under the same settings
   * @returns that many.
   * @throws UserError while another process evaluates here.
   */
  async open(settings: EvaluationSettings, keep: (samples: number) => number): Promise<number> {
    await mkdir(this.path, { recursive: true });
    await this.#claim.take();
    const isBegun = (await this.read("settings.json")) === json(settings);
    const others = isBegun ? [] : ["summary.json", talliesFile, atomsFile, samplesFile];
    for (const name of others) await rm(this.file(name), { force: true });
    const samples = this.file(samplesFile);
    await appendFile(samples, "");
    const kept = keep((await wholeLines(samples)).lines);
    await truncate(samples, (await wholeLines(samples, kept)).bytes);
    await this.replace("settings.json", json(settings));
    return kept;
  }

  async append(samples: readonly EvaluationSample[]): Promise<void> {
    await appendFile(this.file(samplesFile), lines(samples));
  }

  /** The hops asked alone so far, of an evaluation that is open: those that `keep` picks. */
  async openAtoms(keep: (answers: readonly AtomAnswer[]) => readonly AtomAnswer[]): Promise<readonly AtomAnswer[]> {
    const kept = keep(await this.readLines<AtomAnswer>(atomsFile));
    await this.replace(atomsFile, lines(kept));
    return kept;
  }

  async appendAtoms(answers: readonly AtomAnswer[]): Promise<void> {
    await appendFile(this.file(atomsFile), lines(answers));
  }

  async finish(summary: EvaluationSummary): Promise<void> {
    await this.replace("summary.json", json(summary));
  }

  async close(): Promise<void> {
    await this.#claim.release();
  }

  private file(name: string): string {
    return join(this.path, name);
  }

  /** Undefined where it is missing or damaged. */
  private async readSummary(): Promise<EvaluationSummary | undefined> {
    try {
      return JSON.parse((await this.read("summary.json")) ?? "") as EvaluationSummary;
    } catch {
      return undefined;
    }
  }

  private async readLines<T>(name: string): Promise<T[]> {
    const records: T[] = [];
    for await (const record of readJsonLines<T>(this.file(name))) records.push(record);
    return records;
  }

  private async read(name: string): Promise<string | undefined> {
    return readFile(this.file(name), "utf8").catch(() => undefined);
  }

  private replace(name: string, text: string): Promise<void> {
    return replaceFile(this.file(name), (temporary) => writeFile(temporary, text, { flush: true }));
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const lines = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join("");

const newline = 0x0a;

/** The whole lines of a file, at most so many, and their bytes. */
async function wholeLines(file: string, most = Infinity): Promise<{ readonly lines: number; readonly bytes: number }> {
  let [found, bytes, start] = [0, 0, 0];
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    for (let at = piece.indexOf(newline); at >= 0 && found < most; at = piece.indexOf(newline, at + 1)) {
      found++;
      bytes = start + at + 1;
    }
    start += piece.length;
  }
  return { lines: found, bytes };
}
