import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { repository, startHub, type FakeHub } from "../../unit/engine/hub/hub-server.ts";
import { command, workspaceFolder } from "./support.ts";

describe("a model of the hub", function () {
  this.timeout(60_000);
  const folder = path.join(workspaceFolder.fsPath, "models", "tiny-qwen");
  const endpoint = process.env["HF_ENDPOINT"];
  let hub: FakeHub;

  before(async () => {
    hub = await startHub();
    process.env["HF_ENDPOINT"] = hub.endpoint;
  });
  after(async () => {
    if (endpoint === undefined) Reflect.deleteProperty(process.env, "HF_ENDPOINT");
    else process.env["HF_ENDPOINT"] = endpoint;
    await hub.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  it("comes to the workspace's folder of models, and what has come is kept when the hub is gone", async () => {
    const weights = hub.files.get("model.safetensors")!;
    hub.before = (request, response) => {
      if (request.url !== "/model.safetensors") return false;
      response.writeHead(404).end();
      return true;
    };
    assert.equal(await command("downloadModel", repository, workspaceFolder.fsPath), undefined);
    assert.ok((await readdir(folder)).includes("config.json"));

    hub.before = () => false;
    assert.equal(await command("downloadModel", repository, workspaceFolder.fsPath), folder);
    assert.deepEqual(await readFile(path.join(folder, "model.safetensors")), weights);

    process.env["HF_ENDPOINT"] = "http://127.0.0.1:1";
    assert.equal(await command("downloadModel", repository, workspaceFolder.fsPath), undefined);
    assert.deepEqual(await readFile(path.join(folder, "model.safetensors")), weights);
  });
});
