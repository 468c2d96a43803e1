import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const repository = "someone/tiny-qwen";
export const commit = "0123456789abcdef0123456789abcdef01234567";

const qwen2 = {
  model_type: "qwen2",
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  rms_norm_eps: 1e-6,
  vocab_size: 300,
  rope_theta: 10000,
};

/** Of a repository with what a model needs, and what it does not. */
export function tinyFiles(changes: Readonly<Record<string, Buffer | string | undefined>> = {}): Map<string, Buffer> {
  const contents: Readonly<Record<string, Buffer | string | undefined>> = {
    "config.json": JSON.stringify(qwen2),
    "tokenizer.json": "{}",
    "tokenizer_config.json": "{}",
    "README.md": "A model.",
    LICENSE: "Free.",
    ".gitattributes": "",
    "pytorch_model.bin": "a pickle",
    "model.safetensors": Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251)),
    ...changes,
  };
  return new Map(
    Object.entries(contents).flatMap(([name, content]) =>
      content === undefined ? [] : [[name, Buffer.from(content as string)]],
    ),
  );
}

export interface FakeHub {
  readonly endpoint: string;
  /** Of all requests: where, from which byte, and with which token. */
  readonly asked: {
    readonly path: string;
    readonly range?: string;
    readonly token?: string;
    readonly host: "hub" | "cdn";
  }[];
  /** Answers a request in place of the hub, where it returns true. */
  before: (request: IncomingMessage, response: ServerResponse) => boolean;
  files: Map<string, Buffer>;
  close(): Promise<void>;
}

/** A hub with one repository, whose large files lie on another host. */
export async function startHub(): Promise<FakeHub> {
  const note = (request: IncomingMessage, host: "hub" | "cdn"): void => {
    const { range, authorization } = request.headers;
    const path = decodeURIComponent(request.url ?? "");
    hub.asked.push({ path, host, ...(range && { range }), ...(authorization && { token: authorization }) });
  };
  const cdn = createServer((request, response) => {
    note(request, "cdn");
    if (hub.before(request, response)) return;
    send(request, response, hub.files.get(decodeURIComponent(request.url!.slice(1)))!);
  });
  const server = createServer((request, response) => {
    note(request, "hub");
    if (hub.before(request, response)) return;
    const path = decodeURIComponent(request.url!);
    const name = path.slice(`/${repository}/resolve/${commit}/`.length);
    if (/^\/api\/models\/someone\/tiny-qwen\/revision\/(main|v1)$/.test(path)) json(response, { sha: commit });
    else if (path === `/api/models/${repository}/tree/${commit}`) json(response, [...hub.files].map(entry));
    else if (path.startsWith(`/${repository}/resolve/${commit}/`) && hub.files.has(name)) {
      const content = hub.files.get(name)!;
      if (isLarge(content)) response.writeHead(302, { location: `${addressOf(cdn)}/${name}` }).end();
      else send(request, response, content);
    } else if (path.includes("/revision/"))
      refuse(response, 404, path.includes(repository) ? "RevisionNotFound" : "RepoNotFound");
    else refuse(response, 404, "EntryNotFound");
  });
  await Promise.all([cdn, server].map((one) => new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve))));
  const hub: FakeHub = {
    endpoint: addressOf(server),
    asked: [],
    before: () => false,
    files: tinyFiles(),
    close: async () => {
      for (const one of [cdn, server]) one.closeAllConnections();
      await Promise.all([cdn, server].map((one) => new Promise((resolve) => one.close(resolve))));
    },
  };
  return hub;
}

export function refuse(response: ServerResponse, status: number, code?: string): true {
  response.writeHead(status, code === undefined ? {} : { "x-error-code": code }).end();
  return true;
}

export function send({ headers }: IncomingMessage, response: ServerResponse, content: Buffer): void {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
  if (from >= content.length && from > 0) {
    response.writeHead(416).end();
    return;
  }
  const range = { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` };
  response.writeHead(from > 0 ? 206 : 200, from > 0 ? range : {}).end(content.subarray(from));
}

const isLarge = (content: Buffer): boolean => content.length > 1000;
const digest = (algorithm: string, ...parts: readonly (Buffer | string)[]): string => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

function entry([path, content]: readonly [string, Buffer]): object {
  const size = content.length;
  const oid = digest("sha1", `blob ${size}\0`, content);
  return {
    type: "file",
    path,
    size,
    oid,
    ...(isLarge(content) && { lfs: { oid: digest("sha256", content), size, pointerSize: 133 } }),
  };
}

const json = (response: ServerResponse, value: unknown): void =>
  void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
