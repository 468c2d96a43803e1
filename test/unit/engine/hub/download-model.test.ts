import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../../src/core/errors.ts";
import { downloadModel } from "../../../../src/engine/hub/download-model.ts";
import type { JobEvent } from "../../../../src/engine/training/context.ts";
import type { Downloaded } from "../../../../src/protocol/worker.ts";
import { commit, refuse, repository, startHub, tinyFiles, type FakeHub } from "./hub-server.ts";

describe("downloading a model of the hub", () => {
  let hub: FakeHub;
  let out: string;
  let events: JobEvent[];
  beforeEach(async () => {
    hub = await startHub();
    out = await mkdtemp(join(tmpdir(), "hub-"));
    events = [];
  });
  afterEach(() => Promise.all([hub.close(), rm(out, { recursive: true, force: true })]));

  const download = (
    env: Readonly<Record<string, string>> = {},
    cancelled: AbortSignal = new AbortController().signal,
    choice: { repository?: string; revision?: string } = {},
  ): Promise<Downloaded> => {
    const context = { emit: (event: JobEvent) => void events.push(event), cancelled };
    return downloadModel({ repository, out, ...choice }, context, { HF_ENDPOINT: `${hub.endpoint}/`, ...env });
  };
  const refused = (pattern: RegExp, ...args: Parameters<typeof download>): Promise<void> =>
    assert.rejects(download(...args), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, pattern);
      return true;
    });
  const weights = (): Promise<Buffer> => readFile(join(out, "model.safetensors"));
  const cutOnce = (bytes: number, how: "broken" | "short" = "broken"): void => {
    let cut = false;
    hub.before = (request, response) => {
      if (cut || request.url !== "/model.safetensors") return false;
      cut = true;
      const part = hub.files.get("model.safetensors")!.subarray(0, bytes);
      response.writeHead(200, how === "broken" ? { "content-length": 300_000 } : {});
      response.write(part, () => (how === "broken" ? response.destroy() : response.end()));
      return true;
    };
  };

  it("brings what a model needs and no more, from the host that the hub sends to, the token to the hub alone", async () => {
    const result = await download({ HF_TOKEN: "secret" }, undefined, { revision: "v1" });
    assert.deepEqual(result, { folder: out, state: "finished", commit, bytes: result.bytes });
    const names = [
      "LICENSE",
      "README.md",
      "config.json",
      "model.safetensors",
      "tokenizer.json",
      "tokenizer_config.json",
    ];
    assert.deepEqual((await readdir(out)).sort(), names);
    assert.ok((await weights()).equals(hub.files.get("model.safetensors")!));
    for (const { host, token } of hub.asked) assert.equal(token, host === "hub" ? "Bearer secret" : undefined);
    assert.ok(events.some((event) => event.type === "progress" && event.unit === "MB"));
    // All is there and right: nothing comes again.
    hub.asked.length = 0;
    await download();
    assert.ok(hub.asked.every(({ path }) => !path.includes("safetensors")));
  });

  for (const how of ["broken", "short"] as const)
    it(`goes on by itself where a connection is ${how}`, async function () {
      this.timeout(10_000);
      cutOnce(100_000, how);
      await download();
      assert.ok((await weights()).equals(hub.files.get("model.safetensors")!));
      assert.ok(hub.asked.some(({ host, range }) => host === "cdn" && /^bytes=\d{5,6}-$/.test(range ?? "")));
      assert.equal((await readdir(out)).length, 6);
    });

  it("keeps what has come when it is stopped, and goes on there", async () => {
    const stop = new AbortController();
    hub.before = (request, response) => {
      if (request.url !== "/model.safetensors") return false;
      response.writeHead(200).write(hub.files.get("model.safetensors")!.subarray(0, 120_000), () => {
        setTimeout(() => {
          stop.abort();
        }, 100);
      });
      return true;
    };
    assert.equal((await download({}, stop.signal)).state, "stopped");
    assert.ok((await readdir(out)).some((name) => /^model\.safetensors\.[0-9a-f]{8}\.part$/.test(name)));
    hub.before = () => false;
    hub.asked.length = 0;
    assert.equal((await download()).state, "finished");
    assert.ok((await weights()).equals(hub.files.get("model.safetensors")!));
    assert.ok(hub.asked.some(({ host, range }) => host === "cdn" && range === "bytes=120000-"));
  });

  it("begins a file anew where a server knows no ranges", async function () {
    this.timeout(10_000);
    cutOnce(100_000);
    const cut = hub.before;
    hub.before = (request, response) => {
      delete request.headers.range;
      return cut(request, response);
    };
    await download();
    assert.ok((await weights()).equals(hub.files.get("model.safetensors")!));
  });

  it("deletes what is not what the hub has, and has it right the next time", async () => {
    hub.before = (request, response) => {
      if (request.url !== "/model.safetensors") return false;
      response.writeHead(200).end(Buffer.alloc(300_000));
      return true;
    };
    await refused(/model\.safetensors: what was received is not what the hub has .*run the same command again/);
    assert.equal(
      (await readdir(out)).some((name) => name.startsWith("model")),
      false,
    );
    hub.before = () => false;
    await download();
  });

  it("overwrites nothing", async () => {
    await writeFile(join(out, "tokenizer.json"), "mine");
    await refused(/tokenizer\.json: is there already with another content; choose another folder/);
    assert.equal(await readFile(join(out, "tokenizer.json"), "utf8"), "mine");
  });

  it("takes shards where there are some, and not the whole file beside them", async () => {
    hub.files = tinyFiles({
      "model-00001-of-00002.safetensors": "a",
      "model-00002-of-00002.safetensors": "b",
      "model.safetensors.index.json": "{}",
    });
    await download();
    const names = (await readdir(out)).filter((name) => name.startsWith("model"));
    assert.deepEqual(names.sort(), [
      "model-00001-of-00002.safetensors",
      "model-00002-of-00002.safetensors",
      "model.safetensors.index.json",
    ]);
  });

  it("takes nothing that would lie elsewhere than in its folder", async () => {
    hub.files = tinyFiles({ "LICENSE/../../elsewhere": "evil", "License-2.txt": "fine" });
    await download();
    const names = await readdir(out);
    assert.ok(names.includes("License-2.txt") && names.includes("LICENSE"));
    assert.ok(hub.asked.every(({ path }) => !path.includes("elsewhere")));
  });

  it("refuses beforehand what cannot be trained here", async () => {
    hub.files = tinyFiles({ "config.json": '{ "model_type": "llama" }' });
    await refused(/^someone\/tiny-qwen: model_type is "llama", and only "qwen2"/);
    hub.files = tinyFiles({ "config.json": "[]" });
    await refused(/its config\.json is not that of a Qwen2 model/);
    hub.files = tinyFiles({ "model.safetensors": undefined });
    await refused(/has no weights as \*\.safetensors/);
    hub.files = tinyFiles({ "tokenizer.json": undefined });
    await refused(/has no tokenizer\.json/);
    assert.deepEqual(await readdir(out), []);
  });

  it("says in a sentence why there is nothing to have", async () => {
    const never = undefined;
    await refused(/^There is no model no\/such at .*, or it is private: mend its name, or set HF_TOKEN/, {}, never, {
      repository: "no/such",
    });
    await refused(/has no revision "v9"/, {}, never, { revision: "v9" });
    await refused(/"qwen" is no name of a model: write it as Qwen\/Qwen2\.5-0\.5B/, {}, never, { repository: "qwen" });
    await refused(/^HF_HUB_OFFLINE is 1, so nothing is downloaded/, { HF_HUB_OFFLINE: "1" });
    const answers: readonly (readonly [number, string | undefined, RegExp])[] = [
      [403, "GatedRepo", /is gated: accept its terms at http.*, and set HF_TOKEN to a token that may read it/],
      [403, undefined, /is gated/],
      [401, undefined, /There is no model .*, or it is private/],
      [429, undefined, /takes no more requests for now/],
      [503, undefined, /has trouble \(503\)/],
      [418, undefined, /refuses someone\/tiny-qwen \(418\)/],
    ];
    for (const [status, code, pattern] of answers) {
      hub.before = (_, response) => refuse(response, status, code);
      await refused(pattern);
    }
    hub.before = (_, response) => (response.end("<html>"), true);
    await refused(/this is no answer of a Hugging Face hub; check HF_ENDPOINT/);
    await refused(/^http:\/\/127\.0\.0\.1:9 cannot be reached .*HF_ENDPOINT/, { HF_ENDPOINT: "http://127.0.0.1:9" });
  });
});
