import * as vscode from "vscode";
import { defaultProbeQuestions } from "../../core/runs/probe.ts";
import { listProbes } from "../../core/runs/read-probe.ts";
import type { ProbeAnswer, ProbeRequest } from "../../protocol/probe.ts";
import { commandId } from "../ids.ts";
import type { ProbePlace } from "../reader/probes.ts";
import type { ReaderThread } from "../reader/reader-thread.ts";

const requests: readonly string[] = [
  "requestProbe",
  "requestStates",
  "requestTokens",
  "requestHeads",
  "probeRun",
] satisfies ProbeRequest["type"][];

export const isProbeRequest = (message: { readonly type: string }): message is ProbeRequest =>
  requests.includes(message.type);

/** What the analysis panel's views of a probe ask for. @param dataset the folder of the run's */
export async function answerProbe(
  message: ProbeRequest,
  place: ProbePlace,
  dataset: string,
  reader: ReaderThread,
): Promise<ProbeAnswer> {
  switch (message.type) {
    case "probeRun":
      await probeBoth(place);
      return answerProbe({ type: "requestProbe" }, place, dataset, reader);
    case "requestProbe": {
      const probe = await reader.call("probe", place);
      return { type: "probe", ...(probe && { probe }) };
    }
    case "requestStates":
      return { type: "states", picture: await reader.call("probedStates", place, message.place, message.layer) };
    case "requestTokens":
      return { type: "tokens", strips: await reader.call("probedTokens", place, dataset, message.question) };
    case "requestHeads":
      return { type: "heads", heads: await reader.call("probedHeads", place, message.skill, message.measure) };
  }
}

async function probeBoth({ run, reference }: ProbePlace): Promise<void> {
  const folders = new Set([run.folder, ...(reference ? [reference.folder] : [])]);
  for (const folder of folders) {
    if ((await listProbes(folder)).length > 0) continue;
    await vscode.commands.executeCommand(commandId("probeRun"), folder, defaultProbeQuestions);
  }
}
