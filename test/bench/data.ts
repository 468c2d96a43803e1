/**
 * Speed and memory of the paper-size dataset: generated and written, audited, opened; each phase in a process of its own.
 * Beside it a plain Python generator (`data_peer.py`) that draws and writes as much, from the same people and paths.
 * `npm run bench -- data [curriculum]`; the last line is JSON.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCurriculum } from "../../src/core/curriculum/read.ts";
import { auditDataset } from "../../src/core/dataset/audit.ts";
import { generateDataset } from "../../src/core/dataset/generate.ts";
import { readManifest } from "../../src/core/dataset/manifest.ts";
import { openDataset } from "../../src/core/dataset/open.ts";
import { levels, skills, splits, type DatasetManifest } from "../../src/core/dataset/types.ts";

type Seconds = Readonly<Record<string, number>>;

/** What a process reports of itself. */
interface Measured {
  readonly seconds: Seconds;
  /** Of the processor: the steadier figure on a machine with other work to do. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

interface PeerMeasured extends Measured {
  /** Questions by `split/skill`. */
  readonly counts: Readonly<Record<string, number>>;
}

const paper = join(import.meta.dirname, "../../samples/paper.curriculum.json");
const peer = join(import.meta.dirname, "data_peer.py");
const bytesPerMegabyte = 2 ** 20;

const phases: Readonly<Record<string, (curriculum: string, folder: string) => Promise<Seconds>>> = {
  async generate(file, folder) {
    const { curriculum, name } = await readCurriculum(file);
    const start = performance.now();
    let drawn: number | undefined;
    const onProgress = (_done: number, _total: number, label: string): void => {
      if (label.startsWith("Writing")) drawn ??= performance.now();
    };
    await generateDataset(curriculum, name, folder, { out: folder, onProgress });
    const end = performance.now();
    return { draw: ((drawn ?? end) - start) / 1e3, write: (end - (drawn ?? end)) / 1e3 };
  },
  async audit(_file, folder) {
    const start = performance.now();
    const { checks } = await auditDataset(folder);
    const broken = checks.filter(({ violations }) => violations > 0);
    if (broken.length > 0) throw new Error(`The audit found: ${JSON.stringify(broken)}`);
    return { audit: (performance.now() - start) / 1e3 };
  },
  /** As the editor does it: the graph, the paths, what the indexes say, and the first biography. */
  async open(_file, folder) {
    const start = performance.now();
    const dataset = await openDataset(folder);
    for (const split of splits) for (const skill of skills) await dataset.index(skill, split);
    dataset.biography(0);
    return { open: (performance.now() - start) / 1e3 };
  },
};

async function runPhase(name: string, file: string, folder: string): Promise<void> {
  const used = process.cpuUsage();
  const seconds = await phases[name]!(file, folder);
  const { user, system } = process.cpuUsage(used);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakBytes } satisfies Measured));
}

/** Runs a program that writes one JSON value; what it says of errors goes to the terminal. */
function measure(command: string, args: readonly string[], input = ""): Measured {
  const { stdout, status } = spawnSync(command, args, {
    input,
    encoding: "utf8",
    maxBuffer: 1e9,
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${command} ended with ${status ?? "a signal"}.`);
  return JSON.parse(stdout) as Measured;
}

/** What the peer is given: names, values and paths; facts and questions it draws itself. */
async function peerInput(folder: string): Promise<string> {
  const { spec, graph, paths, manifest } = await openDataset(folder);
  const { people, relations, values } = graph;
  return JSON.stringify({ seed: manifest.seed, spec, people, relations, values, paths: [...paths.values()] });
}

const countsOf = ({ counts: { questions } }: DatasetManifest): Record<string, number> =>
  Object.fromEntries(
    splits.flatMap((split) =>
      skills.map((skill) => [
        `${split}/${skill}`,
        levels.reduce((sum, level) => sum + questions[split][skill][level], 0),
      ]),
    ),
  );

const total = ({ seconds }: Measured): number => Object.values(seconds).reduce((sum, own) => sum + own, 0);
const rounded = (value: number): number => Number(value.toPrecision(3));

async function compare(file: string): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "bench-data-"));
  try {
    const folder = join(root, "dataset");
    const own = (phase: string): Measured =>
      measure(process.execPath, ["--import", "tsx", import.meta.filename, phase, file, folder]);
    const measured = { generate: own("generate"), audit: own("audit"), open: own("open") };
    const python = measure("python3", [peer, join(root, "peer")], await peerInput(folder)) as PeerMeasured;
    const manifest = await readManifest(folder);
    assert.deepEqual(python.counts, countsOf(manifest), "the peer draws as many questions");
    const bytes = manifest.files.reduce((sum, own) => sum + own.bytes, 0);
    const peerBytes = await sizeOf(join(root, "peer"));
    for (const [name, { seconds, cpuSeconds, peakBytes }] of Object.entries({ ...measured, python })) {
      const parts = Object.entries(seconds).map(([part, own]) => `${part} ${own.toFixed(2)} s`);
      const megabytes = Math.round(peakBytes / bytesPerMegabyte);
      console.log(`${name.padEnd(9)} ${parts.join(", ")}; ${cpuSeconds.toFixed(2)} CPU s, at most ${megabytes} MB`);
    }
    console.log(
      JSON.stringify({
        generate_write_audit_s: rounded(total(measured.generate) + total(measured.audit)),
        open_s: rounded(total(measured.open)),
        peak_mb: Math.round(Math.max(measured.generate.peakBytes, measured.audit.peakBytes) / bytesPerMegabyte),
        files_mb: Math.round(bytes / bytesPerMegabyte),
        python_files_mb: Math.round(peerBytes / bytesPerMegabyte),
        python_generate_write_s: rounded(total(python)),
        python_per_own_s: rounded(total(python) / total(measured.generate)),
        python_per_own_cpu_s: rounded(python.cpuSeconds / measured.generate.cpuSeconds),
        counts: countsOf(manifest),
      }),
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => stat(join(parentPath, name)));
  return (await Promise.all(files)).reduce((sum, { size }) => sum + size, 0);
}

const [first, file, folder] = process.argv.slice(2);
if (first !== undefined && file !== undefined && folder !== undefined) await runPhase(first, file, folder);
else await compare(first ?? paper);
