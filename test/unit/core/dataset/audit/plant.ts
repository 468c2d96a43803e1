import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditDataset } from "../../../../../src/core/dataset/audit.ts";
import { generateDataset } from "../../../../../src/core/dataset/generate.ts";
import { QuestionIndexBuilder } from "../../../../../src/core/dataset/question-index.ts";
import type { DatasetManifest, Question, RelationPath } from "../../../../../src/core/dataset/types.ts";
import type { Person, Relation } from "../../../../../src/core/graph/types.ts";
import { smallCurriculum } from "../small.ts";

export type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

export interface Facts {
  relation: string;
  world: number | null;
  objects: (number | null)[];
}

/** What each file's records are. */
interface Files {
  "people.jsonl": Person;
  "relations.jsonl": Relation & { levels: Record<string, string> };
  "values.jsonl": { kind: string; values: string[] };
  "facts.jsonl": Facts;
  "paths.jsonl": RelationPath;
}
type RecordOf<F extends string> = F extends keyof Files ? Files[F] : Question;

/** A whole dataset with every kind of distractor, held-out wordings and biographies in versions, to plant faults in. */
export class Plantation {
  #root = "";
  #serial = 0;
  whole = "";

  async open(): Promise<void> {
    this.#root = await mkdtemp(join(tmpdir(), "audit-"));
    const curriculum = smallCurriculum({
      questions: {
        heldOutWordings: 1,
        context: { statements: 3, distractors: { supporting: [0, 1], irrelevant: [0, 2], disconnected: [0, 2] } },
      },
    });
    const biographies = { versions: 3, paraphrase: true, permute: true };
    ({ folder: this.whole } = await generateDataset({ ...curriculum, biographies }, "small", this.#root));
  }

  close(): Promise<void> {
    return rm(this.#root, { recursive: true, force: true });
  }

  async copy(): Promise<string> {
    const folder = join(this.#root, `copy-${this.#serial++}`);
    await cp(this.whole, folder, { recursive: true });
    return folder;
  }

  read<F extends string>(file: F, folder = this.whole): Promise<Mutable<RecordOf<F>>[]> {
    return readRecords<Mutable<RecordOf<F>>>(join(folder, file));
  }

  /** Changes a file's records in a copy, or in `folder`, and makes manifest and index fit the new file. */
  async plant<F extends string>(
    file: F,
    change: (records: Mutable<RecordOf<F>>[]) => void,
    folder?: string,
  ): Promise<string> {
    const target = folder ?? (await this.copy());
    const records = await this.read(file, target);
    change(records);
    await replaceFile(target, file, Buffer.from(linesOf(records)), records.length);
    if (file.startsWith("questions/")) await this.#index(target, file, records as unknown as Question[]);
    return target;
  }

  async #index(folder: string, file: string, questions: readonly Question[]): Promise<void> {
    const paths = (await this.read("paths.jsonl", folder)).map(({ id }) => id);
    const builder = new QuestionIndexBuilder();
    for (const question of questions) {
      builder.add(question, Buffer.byteLength(linesOf([question])), Math.max(0, paths.indexOf(question.path)));
    }
    await replaceFile(folder, file.replace("jsonl", "index"), builder.encode(), questions.length);
  }
}

export function linesOf(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

async function readRecords<T>(file: string): Promise<T[]> {
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}

export async function editManifest(
  folder: string,
  change: (manifest: Mutable<DatasetManifest>) => void,
): Promise<string> {
  const file = join(folder, "manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as Mutable<DatasetManifest>;
  change(manifest);
  await writeFile(file, JSON.stringify(manifest));
  return folder;
}

/** Writes a file and what the manifest says of it. */
export async function replaceFile(folder: string, path: string, content: Buffer, records: number): Promise<void> {
  await writeFile(join(folder, path), content);
  const sha256 = createHash("sha256").update(content).digest("hex");
  await editManifest(folder, ({ files }) => {
    Object.assign(
      files.find((file) => file.path === path)!,
      { bytes: content.length, sha256, records },
    );
  });
}

/** The first offenders against each rule that does not hold. */
export async function violations(folder: string): Promise<Map<string, readonly string[]>> {
  const { checks } = await auditDataset(folder);
  return new Map(checks.flatMap(({ name, violations: n, examples }) => (n > 0 ? [[name, examples] as const] : [])));
}
