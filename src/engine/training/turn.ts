import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { DeviceQueue, type Ticket } from "../../core/runs/device-queue.ts";
import type { JobContext } from "./context.ts";

export interface TurnOptions {
  /** As the engine names it. */
  readonly device: string;
  /** How many jobs may be on the processor at once; a GPU is for one. */
  readonly parallel: number;
  /** Of this job, for those who wait for it. */
  readonly label: string;
}

/** Milliseconds between two looks at the line. */
const lookEvery = 500;

/** A job's turn on its device, in line with all other jobs on this machine. */
export class Turn {
  readonly #options: TurnOptions;
  readonly #context: Pick<JobContext, "emit" | "cancelled">;
  readonly #queue: DeviceQueue | undefined;

  constructor(context: Pick<JobContext, "emit" | "cancelled" | "queues">, options: TurnOptions) {
    this.#context = context;
    this.#options = options;
    const kind = options.device === "cpu" ? "cpu" : "gpu";
    if (context.queues !== undefined) this.#queue = new DeviceQueue(join(context.queues, kind));
  }

  /** Resolves when it is this job's turn; false where it was cancelled while it waited. */
  async take(onWaiting: (waitingFor: string) => Promise<void> = () => Promise.resolve()): Promise<boolean> {
    const queue = this.#queue;
    if (!queue) return true;
    const { emit, cancelled } = this.#context;
    const { device, label, parallel } = this.#options;
    const places = device === "cpu" ? parallel : 1;
    await queue.join(label);
    let told: string | undefined;
    while (!cancelled.aborted) {
      const ahead = await queue.ahead();
      if (ahead && ahead.length < places) return true;
      const waitingFor = ahead && `${describe(ahead)} on ${device}`;
      if (waitingFor !== undefined && waitingFor !== told) {
        told = waitingFor;
        emit({ type: "waiting", reason: `waiting for ${waitingFor}` });
        await onWaiting(waitingFor);
      }
      await setTimeout(lookEvery, undefined, { signal: cancelled }).catch(() => undefined);
    }
    await queue.leave();
    return false;
  }

  /** Lets the next one on. */
  async giveBack(): Promise<void> {
    await this.#queue?.leave();
  }
}

/** "sft-comp (process 123) and 2 more". */
function describe([first, ...others]: readonly Ticket[]): string {
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return `${first!.label} (process ${first!.pid})${more}`;
}

/** Does what needs the device, when it is this job's turn; undefined where it was cancelled while it waited. */
export async function inTurn<T>(
  context: ConstructorParameters<typeof Turn>[0],
  options: TurnOptions,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const turn = new Turn(context, options);
  try {
    return (await turn.take()) ? await work() : undefined;
  } finally {
    await turn.giveBack();
  }
}
