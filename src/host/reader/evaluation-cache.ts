import { stat } from "node:fs/promises";
import { join } from "node:path";
import { RunFolder } from "../../core/runs/folder.ts";

/** An evaluation by the run's folder and the step at which it was evaluated. */
export interface EvaluationPlace {
  readonly folder: string;
  readonly step: number;
}

interface Kept<Value> {
  readonly version: string;
  readonly value: Promise<Value>;
}

/** Evaluations whose values are kept: as many as a panel shows runs. */
const mostKept = 16;

/** Files whose time and size tell whether an evaluation was made anew. */
const files = ["summary.json", "samples.jsonl", "atoms.jsonl"];

/** What is made of evaluations: made once, and again when an evaluation was made anew. */
export class EvaluationCache<Value> {
  readonly #make: (place: EvaluationPlace) => Promise<Value>;
  /** The one asked for last is the last. */
  readonly #kept = new Map<string, Kept<Value>>();

  constructor(make: (place: EvaluationPlace) => Promise<Value>) {
    this.#make = make;
  }

  async of(place: EvaluationPlace): Promise<Value> {
    const key = `${place.step} ${place.folder}`;
    const version = await versionOf(place);
    const known = this.#kept.get(key);
    const kept = known?.version === version ? known : { version, value: this.#make(place) };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!);
    kept.value.catch(() => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    });
    return kept.value;
  }
}

async function versionOf({ folder, step }: EvaluationPlace): Promise<string> {
  const place = new RunFolder(folder).evaluationFolder(step);
  const versions = files.map(async (name) => {
    const file = await stat(join(place, name)).catch(() => undefined);
    return file ? `${file.mtimeMs} ${file.size}` : "";
  });
  return (await Promise.all(versions)).join(" ");
}
