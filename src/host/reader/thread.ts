import { parentPort, workerData } from "node:worker_threads";
import { config, type l10nJsonFormat } from "@vscode/l10n";
import { UserError } from "../../core/errors.ts";
import type { ReaderReport, ReaderRequest, ReaderResponse } from "./protocol.ts";
import { Reader } from "./reader.ts";

/** The reader's thread: answers each request of the extension host. */
if (workerData) config({ contents: workerData as l10nJsonFormat });
const reader = new Reader((progress) => {
  parentPort!.postMessage({ progress } satisfies ReaderReport);
});

async function answer({ id, method, args }: ReaderRequest): Promise<ReaderResponse> {
  try {
    const call = reader[method].bind(reader) as (...values: readonly unknown[]) => Promise<unknown>;
    return { id, result: await call(...args) };
  } catch (error) {
    if (error instanceof UserError) return { id, sentence: error.message };
    return { id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort!.on("message", (request: ReaderRequest) => {
  void answer(request).then((response) => {
    parentPort!.postMessage(response);
  });
});
