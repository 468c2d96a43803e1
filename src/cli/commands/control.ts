import type { Command } from "commander";
import { UserError } from "../../core/errors.ts";
import { isActive, type RunFolder } from "../../core/runs/folder.ts";
import { sendRequest, type RunRequest } from "../../core/runs/request.ts";
import type { RunRecord } from "../../core/runs/types.ts";
import { command } from "../options.ts";
import { findRuns, runsArgument } from "../runs.ts";

interface Control {
  readonly description: string;
  readonly isFor: (record: RunRecord) => boolean;
  /** What comes of it. */
  readonly effect: string;
  /** Where no run is in such a state. */
  readonly refusal: string;
}

const controls: Readonly<Record<RunRequest, Control>> = {
  pause: {
    description: "let runs in progress finish their step and wait off the device, with all in memory",
    isFor: ({ state }) => state === "running",
    effect: "pauses after its step, with a checkpoint",
    refusal: "none of these runs is running",
  },
  resume: {
    description: "let paused runs go on; those that have stopped are resumed by `train`",
    isFor: ({ state }) => state === "paused",
    effect: "goes on",
    refusal: "none of these runs is paused; `reasoning-curriculum train` resumes what has stopped",
  },
  stop: {
    description: "end runs in progress after their step, with a checkpoint, whoever has started them",
    isFor: isActive,
    effect: "stops after its step, with a checkpoint",
    refusal: "none of these runs is in progress",
  },
};

/** `pause`, `resume` and `stop`: of runs of any window or terminal on this machine. */
export function controlCommands(): Command[] {
  return (Object.keys(controls) as RunRequest[]).map((request) => {
    const { description, isFor, effect, refusal } = controls[request];
    return command(request, description)
      .argument("<runs...>", runsArgument)
      .action(async (named: readonly string[], { json = false }: { readonly json?: boolean }) => {
        const found = await Promise.all((await findRuns(named)).map(async (run) => [run, await run.read()] as const));
        const meant = found.filter(([, record]) => isFor(record));
        if (meant.length === 0) throw new UserError(`${named.join(", ")}: ${refusal}.`);
        await Promise.all(meant.map(([run]: readonly [RunFolder, RunRecord]) => sendRequest(run.folder, request)));
        if (json) console.log(JSON.stringify({ type: "result", request, runs: meant.map(([{ id }]) => id) }));
        else for (const [, { name }] of meant) console.log(`${name} ${effect}.`);
      });
  });
}
