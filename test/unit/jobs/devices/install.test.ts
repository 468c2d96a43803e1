import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { tensorflowFolder } from "../../../../src/core/devices/folders.ts";
import { mirrorVariable, tensorflowPackage } from "../../../../src/core/devices/tensorflow-package.ts";
import { installTensorflow, planTensorflow } from "../../../../src/jobs/devices/install-tensorflow.ts";

describe("installing TensorFlow.js", () => {
  const environment = { ...process.env };
  let folder: string;
  let server: Server;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "install-"));
    server = createServer((request, response) => {
      response.setHeader("content-length", request.method === "HEAD" ? 12_345 : 0).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    process.env["PATH"] = environment["PATH"];
    Reflect.deleteProperty(process.env, mirrorVariable);
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  const mirror = (name: string): void => {
    process.env[mirrorVariable] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;
  };
  const target = (): string => path.join(folder, "cache", "tensorflow");
  const supported = process.arch === "x64" && process.platform === "linux";

  it("says which package a machine gets and what it needs", () => {
    const machine = { platform: "linux", arch: "x64", nodeMajor: 20 };
    const gpu = tensorflowPackage(true, machine);
    assert.match(gpu.library, /libtensorflow-gpu-linux-x86_64-2\.9\.1\.tar\.gz$/);
    assert.match(gpu.notes.join(" "), /CUDA 11\.2 and cuDNN 8\.1/);
    assert.doesNotMatch(tensorflowPackage(false, machine).notes.join(" "), /CUDA/);
    assert.match(tensorflowPackage(false, machine).notes.join(" "), /Node\.js 20 here, which loads it/);
    assert.match(tensorflowPackage(false, { ...machine, nodeMajor: 23 }).notes.join(" "), /Node\.js 23 .* put back/);
    const mac = { platform: "darwin", arch: "arm64", nodeMajor: 20 };
    assert.throws(
      () => tensorflowPackage(true, mac),
      /^UserError: @tensorflow\/tfjs-node-gpu has no TensorFlow for darwin arm64: .*--device webgpu\.$/,
    );
    assert.match(tensorflowPackage(false, mac).library, /darwin_arm64_cpu/);
  });

  it("has a folder of its own among what can be fetched again", () => {
    assert.equal(
      tensorflowFolder({}, "linux", "/home/a"),
      path.join("/home/a", ".cache", "reasoning-curriculum", "tensorflow"),
    );
    assert.match(tensorflowFolder({ XDG_CACHE_HOME: "/cache" }, "linux", "/home/a"), /^.cache/);
  });

  (supported ? it : it.skip)("knows the size beforehand, and that a host cannot be reached", async () => {
    mirror("libtensorflow-");
    assert.equal((await planTensorflow(true, target())).size, 12_345);
    process.env[mirrorVariable] = "http://127.0.0.1:1/libtensorflow-";
    await assert.rejects(planTensorflow(false, target()), {
      name: "UserError",
      message:
        /^127\.0\.0\.1:1, from which @tensorflow\/tfjs-node downloads TensorFlow \(libtensorflow-cpu-.*\), cannot be reached \(.+\): allow it, .*; nothing was installed\.$/,
    });
    assert.ok(!existsSync(target()));
  });

  (supported ? it : it.skip)(
    "runs npm in its folder, and leaves nothing behind where that fails or is cancelled",
    async () => {
      mirror("libtensorflow-");
      const plan = await planTensorflow(false, target());
      const npm = async (script: string): Promise<void> => {
        await writeFile(path.join(folder, "npm"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
        process.env["PATH"] = `${folder}${path.delimiter}${environment["PATH"]}`;
      };
      const lines: string[] = [];
      const onLine = (line: string): void => void lines.push(line);
      await npm(`echo "added 1 package"; echo "$@" > arguments`);
      await installTensorflow(plan, { onLine });
      assert.deepEqual(lines, ["added 1 package"]);
      assert.match(
        await readFile(path.join(target(), "arguments"), "utf8"),
        /^install @tensorflow\/tfjs-node@4\.22\.0 /,
      );

      await npm(
        `echo "npm error code 1" >&2; echo "npm error Error: getaddrinfo ENOTFOUND storage.googleapis.com" >&2; exit 1`,
      );
      await assert.rejects(installTensorflow(plan, { onLine }), {
        message:
          /^npm could not install @tensorflow\/tfjs-node \(Error: getaddrinfo ENOTFOUND storage\.googleapis\.com\): see whether http:/,
      });
      // As Node says it of the package's own script.
      const thrown = ["node:events:502", "      throw er; // Unhandled 'error' event", "Error: connect ECONNREFUSED"];
      await npm(`printf '%s\\n' ${thrown.map((line) => `"${line}"`).join(" ")} "npm error code 1"; exit 1`);
      await assert.rejects(installTensorflow(plan, { onLine }), /tfjs-node \(connect ECONNREFUSED\): see whether/);
      assert.ok(!existsSync(target()));

      await npm("exec sleep 30");
      const controller = new AbortController();
      setTimeout(() => {
        controller.abort();
      }, 100);
      await assert.rejects(installTensorflow(plan, { onLine, signal: controller.signal }), { name: "AbortError" });
      assert.ok(!existsSync(target()));

      process.env["PATH"] = folder;
      await rm(path.join(folder, "npm"));
      await assert.rejects(installTensorflow(plan, { onLine }), /npm is not on the PATH/);
    },
  );
});
