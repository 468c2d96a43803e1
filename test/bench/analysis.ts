/**
 * How soon panels have what they show of evaluations with 512 samples of each of 1,000 questions: of runs that were never
 * read (their samples are counted, once), of runs whose counts are there, and after a change of thresholds.
 * `npm run bench -- analysis [runs] [samples]`, after `npm run build`; the last line is JSON.
 */
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { defaultThresholds } from "../../src/core/analysis/thresholds.ts";
import { talliesFile } from "../../src/core/analysis/tallies-file.ts";
import { readCurriculum } from "../../src/core/curriculum/read.ts";
import { generateDataset } from "../../src/core/dataset/generate.ts";
import { openDataset, type Dataset } from "../../src/core/dataset/open.ts";
import { skills, type Question } from "../../src/core/dataset/types.ts";
import { createRandom } from "../../src/core/random.ts";
import { RunFolder, runsFolder } from "../../src/core/runs/folder.ts";
import type { EvaluationSample } from "../../src/core/runs/types.ts";
import type { EvaluationPlace } from "../../src/host/reader/evaluation-cache.ts";
import { ReaderThread } from "../../src/host/reader/reader-thread.ts";
import { runRecord } from "../unit/host/fixtures.ts";

const sample = join(import.meta.dirname, "../../samples/first-run.curriculum.json");
const script = join(import.meta.dirname, "../../dist/reader.cjs");
const step = 10;
/** Nine cells of 112 are 1,008 questions. */
const perCell = 112;

/** A run whose answers are right by chance, each question's own: gold chains, and chains whose last hop is wrong. */
async function writeEvaluation(
  dataset: Dataset,
  root: string,
  index: number,
  samples: number,
): Promise<EvaluationPlace> {
  const isRl = index > 0;
  const id = `bench.${isRl ? "rl" : "sft"}-${index}`;
  const folder = new RunFolder(join(runsFolder(root), id));
  const place = { name: dataset.manifest.name, hash: dataset.manifest.hash, folder: dataset.folder };
  await folder.write(runRecord(isRl ? "rl" : "sft", { id, dataset: place, ...(isRl && { parent: "bench.sft-0" }) }));
  const evaluation = folder.evaluationFolder(step);
  await mkdir(evaluation, { recursive: true });
  const file = createWriteStream(join(evaluation, "samples.jsonl"));
  for (const skill of skills)
    for (const question of await dataset.questions(skill, "test"))
      if (!file.write(samplesOf(dataset, question, index, samples))) await once(file, "drain");
  file.end();
  await once(file, "finish");
  await writeFile(join(evaluation, "summary.json"), JSON.stringify({ step, cells: [] }));
  return { folder: folder.folder, step };
}

function samplesOf(dataset: Dataset, question: Question, run: number, samples: number): string {
  const gold = dataset.record(question).answer_cot;
  const broken = gold.replaceAll(question.answer, "Nobody Known");
  const random = createRandom(0, question.id, run);
  const chance = random.float();
  return Array.from({ length: samples + 1 }, (_, i) => {
    const correct = random.float() < chance;
    const { id, skill, level } = question;
    const line: EvaluationSample = {
      ...{ question_id: id, skill, level, sample: i - 1 },
      completion: correct ? gold : broken,
      correct,
      chain_correct: correct,
    };
    return `${JSON.stringify(line)}\n`;
  }).join("");
}

/** Until a new thread has answered, and then until it has answered with other thresholds. */
async function open(run: EvaluationPlace, reference?: EvaluationPlace): Promise<{ first: Taken; thresholds: Taken }> {
  const reader = new ReaderThread(script);
  try {
    // The trees have had it started.
    await reader.call("forget", root);
    const first = await timed(() => reader.call("analysis", run, reference, defaultThresholds));
    const other = { ...defaultThresholds, gap: 0.1 };
    return { first, thresholds: await timed(() => reader.call("analysis", run, reference, other)) };
  } finally {
    reader.dispose();
  }
}

async function openAll(places: readonly EvaluationPlace[]): Promise<Taken> {
  const reader = new ReaderThread(script);
  try {
    await reader.call("forget", root);
    return await timed(() => Promise.all(places.map((place) => reader.call("findings", place, defaultThresholds))));
  } finally {
    reader.dispose();
  }
}

/** Milliseconds, by the clock and of the processor: the steadier figure on a machine with other work to do. */
interface Taken {
  readonly clock: number;
  readonly cpu: number;
}

async function timed(call: () => Promise<unknown>): Promise<Taken> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await call();
  const { user, system } = process.cpuUsage(used);
  return { clock: Math.round(performance.now() - start), cpu: Math.round((user + system) / 1000) };
}

const shown = (taken: readonly Taken[]): string => taken.map(({ clock, cpu }) => `${clock} (${cpu})`).join(", ");

const [runs = 8, samples = 512] = process.argv.slice(2).map(Number);
if (!existsSync(script)) throw new Error(`${script} is not there; run npm run build first.`);
const root = await mkdtemp(join(tmpdir(), "analysis-bench-"));
try {
  const { curriculum, name } = await readCurriculum(sample);
  const questions = { ...curriculum.questions, test: perCell };
  const { folder } = await generateDataset({ ...curriculum, questions }, name, root);
  const dataset = await openDataset(folder);
  const places: EvaluationPlace[] = [];
  for (let index = 0; index < runs; index++) places.push(await writeEvaluation(dataset, root, index, samples));
  const [start, run] = places as [EvaluationPlace, EvaluationPlace];
  const evaluation = new RunFolder(run.folder).evaluationFolder(step);
  const bytes = (await stat(join(evaluation, "samples.jsonl"))).size;

  const neverRead = await open(run, start);
  const neverReadAll = await openAll(places);
  const counted = [await open(run, start), await open(run, start), await open(run, start)];
  const countedAll = [await openAll(places), await openAll(places), await openAll(places)];
  const kept = (await stat(join(evaluation, talliesFile))).size;
  const size = `${(bytes / 1e6).toFixed(0)} MB of samples and ${(kept / 1e6).toFixed(2)} MB of counts a run`;
  console.log(
    `${runs} runs, ${samples} samples of each question, ${size}. Milliseconds, in brackets of the processor:`,
  );
  console.log(`  a run beside another, never read: ${shown([neverRead.first])}`);
  console.log(`  a run beside another, counted:    ${shown(counted.map(({ first }) => first))}`);
  console.log(`  with other thresholds:            ${shown(counted.map(({ thresholds }) => thresholds))}`);
  console.log(`  findings of all, never read:      ${shown([neverReadAll])}`);
  console.log(`  findings of all, counted:         ${shown(countedAll)}`);
  console.log(JSON.stringify({ runs, samples, bytes, kept, neverRead, neverReadAll, counted, countedAll }));
} finally {
  await rm(root, { recursive: true });
}
