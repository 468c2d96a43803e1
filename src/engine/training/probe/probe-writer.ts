import { appendFile, mkdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readJsonLines } from "../../../core/runs/json-lines.ts";
import { npyHeader } from "../../../core/runs/npy.ts";
import {
  probeFiles,
  statePlaces,
  type ProbedAnswer,
  type ProbeSettings,
  type ProbeSummary,
  type SilencedHead,
} from "../../../core/runs/probe.ts";
import { replaceFile } from "../../../core/runs/replace-file.ts";
import type { Inspection, ModelConfig } from "../../model/types.ts";
import { Claim } from "../claim.ts";

/** What a stopped probe has left. */
export interface KeptProbe {
  readonly answers: readonly ProbedAnswer[];
  readonly heads: readonly SilencedHead[];
}

/** Writes a probe's folder, answer by answer and head by head, so that a stopped probe goes on where it was. */
export class ProbeWriter {
  readonly path: string;
  readonly #claim: Claim;

  constructor(path: string) {
    this.path = path;
    this.#claim = new Claim(path, "probing");
  }

  /** Whether there is a whole probe under these settings. */
  async isFinished(settings: ProbeSettings): Promise<boolean> {
    if ((await this.#read(probeFiles.settings)) !== json(settings)) return false;
    return (await this.#read(probeFiles.summary)) !== undefined;
  }

  /**
   * Prepares the folder for a probe of so many questions by this process, until `close`.
   * @param chunk answers are kept in whole chunks of so many
   * @returns what to go on from: what a probe under the same settings has left.
   * @throws UserError while another process probes here.
   */
  async open(settings: ProbeSettings, questions: number, chunk: number, config: ModelConfig): Promise<KeptProbe> {
    await mkdir(this.path, { recursive: true });
    await this.#claim.take();
    const isBegun = (await this.#read(probeFiles.settings)) === json(settings);
    if (!isBegun) for (const name of Object.values(probeFiles)) await rm(this.#file(name), { force: true });
    await this.#replace(probeFiles.settings, json(settings));

    const header = npyHeader([questions, statePlaces.length, config.numHiddenLayers + 1, config.hiddenSize]);
    const bytes = 4 * statePlaces.length * (config.numHiddenLayers + 1) * config.hiddenSize;
    const states = this.#file(probeFiles.states);
    const size = await stat(states).then(
      (file) => file.size,
      () => 0,
    );
    const found = await this.#lines<ProbedAnswer>(probeFiles.answers);
    const both = Math.min(found.length, Math.floor(Math.max(0, size - header.length) / bytes));
    const count = both === questions ? both : both - (both % chunk);
    const answers = found.slice(0, count);
    await this.#replace(probeFiles.answers, lines(answers));
    if (count === 0) await writeFile(states, header);
    else await truncate(states, header.length + count * bytes);
    const heads = count < questions ? [] : await this.#lines<SilencedHead>(probeFiles.heads);
    await this.#replace(probeFiles.heads, lines(heads));
    return { answers, heads };
  }

  async appendAnswers(answers: readonly ProbedAnswer[], inspections: readonly Inspection[]): Promise<void> {
    const states = inspections.flatMap((inspection) => statePlaces.map((place) => bytesOf(inspection[place])));
    await appendFile(this.#file(probeFiles.states), Buffer.concat(states));
    await appendFile(this.#file(probeFiles.answers), lines(answers));
  }

  async appendHead(head: SilencedHead): Promise<void> {
    await appendFile(this.#file(probeFiles.heads), lines([head]));
  }

  async finish(summary: ProbeSummary): Promise<void> {
    await this.#replace(probeFiles.summary, json(summary));
  }

  async close(): Promise<void> {
    await this.#claim.release();
  }

  #file(name: string): string {
    return join(this.path, name);
  }

  #read(name: string): Promise<string | undefined> {
    return readFile(this.#file(name), "utf8").catch(() => undefined);
  }

  async #lines<T>(name: string): Promise<T[]> {
    const records: T[] = [];
    for await (const record of readJsonLines<T>(this.#file(name))) records.push(record);
    return records;
  }

  #replace(name: string, text: string): Promise<void> {
    return replaceFile(this.#file(name), (temporary) => writeFile(temporary, text, { flush: true }));
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const lines = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join("");
