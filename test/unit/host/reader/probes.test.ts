import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npyHeader } from "../../../../src/core/runs/npy.ts";
import { probeFiles, statePlaces, type Probe } from "../../../../src/core/runs/probe.ts";
import { probeFolder } from "../../../../src/core/runs/read-probe.ts";
import { Probes } from "../../../../src/host/reader/probes.ts";
import { plantedProbe } from "../../core/analysis/probes.ts";

/** As the worker leaves it. */
async function writeProbe(run: string, step: number, { summary, answers, heads, states }: Probe): Promise<void> {
  const folder = probeFolder(run, step);
  await mkdir(folder, { recursive: true });
  const lines = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join("");
  const layers = summary.layers + 1;
  const rows = answers.flatMap((_, question) =>
    statePlaces.flatMap((place) => Array.from({ length: layers }, (_, layer) => states(place, layer)[question]!)),
  );
  const data = Float32Array.from(rows.flatMap((row) => [...row]));
  const header = npyHeader([answers.length, statePlaces.length, layers, summary.hiddenSize]);
  await writeFile(join(folder, probeFiles.states), Buffer.concat([header, Buffer.from(data.buffer)]));
  await writeFile(join(folder, probeFiles.answers), lines(answers));
  await writeFile(join(folder, probeFiles.heads), lines(heads));
  await writeFile(join(folder, probeFiles.summary), JSON.stringify({ ...summary, step }));
}

/** As much of a run's record as is read here. */
const record = (name: string) => ({ formatVersion: 1, id: name, name, state: "finished", progress: {}, config: {} });

describe("probes as the panel reads them", () => {
  let parent = "";
  const places = { run: { folder: "", step: 40 }, reference: { folder: "", step: 400 } };
  const probed = plantedProbe({ noise: 1, entropies: ({ number }) => [0.5 * number] });
  before(async () => {
    parent = await mkdtemp(join(tmpdir(), "probes-"));
    for (const [name, place] of Object.entries(places)) {
      place.folder = join(parent, name);
      await mkdir(place.folder);
      await writeFile(join(place.folder, "run.json"), JSON.stringify(record(name)));
    }
  });
  after(() => rm(parent, { recursive: true, force: true }));

  it("are none until the run is probed, and are read anew when they are asked for again", async () => {
    const probes = new Probes();
    assert.equal(await probes.read(places), undefined);
    await writeProbe(places.run.folder, 40, probed);
    const alone = await probes.read(places);
    assert.deepEqual([alone!.run.name, alone!.reference, alone!.representations.length], ["run", undefined, 2]);
    assert.equal(alone!.questions[0]!.entropy, 9.5);
    await writeProbe(places.reference.folder, 400, plantedProbe({ noise: 1 }));
    const both = await probes.read(places);
    assert.deepEqual([both!.reference!.name, both!.reference!.step], ["reference", 400]);
    assert.equal(both!.uncertainty.changes!.length, 9);
  });

  it("give states, heads and tokens of both", async () => {
    const probes = new Probes();
    const { points } = await probes.states(places, "answer", 1);
    assert.equal(points.length, 2 * probed.answers.length);
    const { reports } = await probes.heads(places, "comp", "answer");
    assert.deepEqual(
      reports.map(({ after: table, shifts }) => [table.level, table.effects.length, shifts?.length]),
      [
        [undefined, 4, 4],
        ["iid", 4, 4],
        ["zero-shot", 4, 4],
      ],
    );
    const strips = await probes.tokens(places, "mem-iid-3", () => Promise.resolve("Who?"));
    assert.deepEqual([strips.text, strips.run!.entropies, strips.reference!.entropies], ["Who?", [1.5], [1, 0.5]]);
  });

  it("of another step are those of the newest, and what a run starts from is step 0 of its own", async () => {
    const probes = new Probes();
    await writeProbe(places.run.folder, 0, plantedProbe());
    const shown = await probes.read({ run: { ...places.run, step: 7 } });
    assert.deepEqual([shown!.run.step, shown!.reference!.step], [40, 0]);
  });

  it("say by name which file is damaged", async () => {
    await writeFile(join(probeFolder(places.run.folder, 40), probeFiles.states), npyHeader([1]));
    await assert.rejects(new Probes().read(places), /^UserError: .*states\.npy: this file is cut short/);
  });
});
