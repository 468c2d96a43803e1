import type { DeviceMemory, Program, Tensor, Tensors } from "../executors/executor.ts";
import {
  cacheFeeds,
  cacheTensors,
  emptyCaches,
  nextPlaces,
  rearrange,
  withRoom,
  Workspace,
  type CompletionCaches,
} from "./caches.ts";
import { columnsOf } from "./qwen2.ts";
import type { Choice, Draws, TokenChoice } from "./token-choice.ts";
import type { Completion, GenerateOptions, ModelConfig, Weights } from "./types.ts";

/** Finished completions are dropped from the batch once less than this share of it is alive. */
const compactBelow = 0.75;

/** A completion as it grows. */
export class Sample {
  readonly tokens: number[] = [];
  readonly logProbabilities: number[] = [];
  finished = false;

  completion(): Completion {
    return {
      tokens: Int32Array.from(this.tokens),
      logProbabilities: Float32Array.from(this.logProbabilities),
    };
  }
}

export interface Request {
  readonly prompt: Int32Array;
  readonly samples: readonly Sample[];
}

/** What is being decoded: request by request, the samples whose caches are held. */
interface Batch {
  readonly requests: readonly Request[];
  readonly own: CompletionCaches;
  /** Mask and caches of the prompts, each with the requests as its first axis. */
  readonly promptFeeds: Tensors;
}

/** A sample that goes on, and the row of the probabilities that its next token is chosen from. */
interface Next {
  readonly sample: Sample;
  readonly row: number;
}

export interface DecoderPrograms {
  readonly prefill: Program;
  readonly decode: Program;
  /** What both were made for. */
  readonly choice: TokenChoice;
  /** Of the device that they run on, if it has its own; caches stay there while they are written. */
  readonly memory: DeviceMemory | undefined;
  readonly workspace: Workspace;
}

/** Decodes requests side by side: each prompt is read once, then one token of every sample a step. */
export class Generation {
  readonly #config: ModelConfig;
  readonly #programs: DecoderPrograms;
  readonly #options: GenerateOptions;
  readonly #onFinished: () => void;
  readonly #fixedFeeds: Tensors;

  constructor(
    config: ModelConfig,
    programs: DecoderPrograms,
    weights: Weights,
    options: GenerateOptions,
    onFinished: () => void,
  ) {
    this.#config = config;
    this.#programs = programs;
    this.#options = options;
    this.#onFinished = onFinished;
    const inverseTemperature = options.temperature === 0 ? 1 : 1 / options.temperature;
    this.#fixedFeeds = {
      ...Object.fromEntries(weights),
      inverseTemperature: { shape: [], data: Float32Array.of(inverseTemperature) },
    };
  }

  async run(requests: readonly Request[]): Promise<void> {
    let batch = await this.#compact(await this.#start(requests));
    try {
      while (batch.requests.length > 0) {
        this.#options.signal?.throwIfAborted();
        batch = await this.#compact(await this.#step(batch));
      }
    } finally {
      this.#programs.memory?.release(this.#cachesOf(batch));
    }
  }

  /** Reads the prompts and chooses each sample's first token. */
  async #start(requests: readonly Request[]): Promise<Batch> {
    const length = Math.max(...requests.map(({ prompt }) => prompt.length));
    const shape = [requests.length, length];
    const column = columnsOf(length);
    const tokens = new Int32Array(requests.length * length);
    const positions = new Int32Array(tokens.length);
    const segments = new Int32Array(tokens.length).fill(-1);
    requests.forEach(({ prompt }, r) => {
      tokens.set(prompt, r * length);
      positions.set(column, r * length);
      segments.fill(0, r * length, r * length + prompt.length);
    });
    const last = Int32Array.from(requests, ({ prompt }, r) => r * length + prompt.length - 1);
    const feeds = {
      tokens: { shape, data: tokens },
      positions: { shape, data: positions },
      segments: { shape, data: segments },
      columns: { shape: [length], data: column },
      last: { shape: [requests.length], data: last },
    };
    const next = requests.flatMap(({ samples }, row) => samples.map((sample) => ({ sample, row })));
    const outputs = await this.#choose(this.#programs.prefill, next, [requests.length], feeds);

    const mask = Float32Array.from(segments, (segment) => (segment < 0 ? -1e9 : 0));
    const promptFeeds: Record<string, Tensor> = {
      promptMask: { shape: [requests.length, 1, 1, 1, length], data: mask },
    };
    for (let i = 0; i < this.#config.numHiddenLayers; i++) {
      promptFeeds[`promptKey.${i}`] = outputs[`key.${i}`]!;
      promptFeeds[`promptValue.${i}`] = outputs[`value.${i}`]!;
    }
    const own = emptyCaches(this.#config, this.#programs.workspace, requests.length, this.#options.samplesPerPrompt);
    return { requests, own, promptFeeds };
  }

  /** Chooses the next token of every sample. */
  async #step(batch: Batch): Promise<Batch> {
    const { requests, promptFeeds } = batch;
    const own = await this.#withRoom(batch.own);
    await this.#programs.memory?.hold(this.#cachesOf({ own, promptFeeds }));
    const shape = [requests.length, own.samples];
    const tokens = new Int32Array(requests.length * own.samples);
    const positions = new Int32Array(tokens.length);
    requests.forEach(({ prompt, samples }, r) => {
      samples.forEach((sample, s) => {
        tokens[r * own.samples + s] = sample.tokens.at(-1)!;
        positions[r * own.samples + s] = prompt.length + sample.tokens.length - 1;
      });
    });
    const feeds = {
      ...promptFeeds,
      ...cacheFeeds(this.#config, own, this.#programs.memory ? own.capacity : Math.max(1, own.length)),
      tokens: { shape, data: tokens },
      positions: { shape, data: positions },
    };
    const next = requests.flatMap((request, r) => unfinished(request, r * own.samples));
    await this.#choose(this.#programs.decode, next, shape, feeds, nextPlaces(this.#config, own));
    return { ...batch, own: { ...own, length: own.length + 1 } };
  }

  #cachesOf({ own, promptFeeds }: Pick<Batch, "own" | "promptFeeds">): Tensors {
    return { ...promptFeeds, ...cacheTensors(this.#config, own) };
  }

  async #withRoom(own: CompletionCaches): Promise<CompletionCaches> {
    if (own.length < own.capacity) return own;
    await this.#programs.memory?.download(cacheTensors(this.#config, own));
    this.#programs.memory?.release(cacheTensors(this.#config, own));
    return withRoom(this.#config, this.#programs.workspace, own);
  }

  /** Runs a program whose probabilities are [...lead, vocabulary], and gives each sample its next token. */
  async #choose(
    program: Program,
    next: readonly Next[],
    lead: readonly number[],
    feeds: Tensors,
    into: Tensors = {},
  ): Promise<Tensors> {
    const { choice } = this.#programs;
    const { temperature, random } = this.#options;
    const draws: Draws = {
      rows: Int32Array.from(next, ({ row }) => row),
      uniforms: Float64Array.from(next, () => (temperature === 0 ? 0 : random())),
    };
    const outputs = await program.run(
      { ...this.#fixedFeeds, ...feeds, ...choice.feeds(draws) },
      { ...into, ...choice.places([...lead, this.#config.vocabularySize]) },
    );
    choice.choices(outputs, draws).forEach((chosen, i) => {
      this.#append(next[i]!.sample, chosen);
    });
    return outputs;
  }

  #append(sample: Sample, { token, logProbability }: Choice): void {
    const { stopToken, maxNewTokens } = this.#options;
    sample.tokens.push(token);
    sample.logProbabilities.push(logProbability);
    sample.finished = token === stopToken || sample.tokens.length >= maxNewTokens;
    if (sample.finished) this.#onFinished();
  }

  /** Drops what is finished, where that makes the batch enough smaller to be worth the copying. */
  async #compact(batch: Batch): Promise<Batch> {
    const { requests, own, promptFeeds } = batch;
    const kept = requests.flatMap((request, r) => {
      const rows = unfinished(request, r * own.samples);
      return rows.length === 0 ? [] : [{ r, prompt: request.prompt, rows }];
    });
    const samples = Math.max(0, ...kept.map(({ rows }) => rows.length));
    if (kept.length > 0 && kept.length * samples > compactBelow * own.prompts * own.samples) return batch;
    await this.#programs.memory?.download(cacheTensors(this.#config, own));
    this.#programs.memory?.release(this.#cachesOf(batch));
    return {
      requests: kept.map(({ prompt, rows }) => ({ prompt, samples: rows.map(({ sample }) => sample) })),
      promptFeeds: selectRows(
        promptFeeds,
        kept.map(({ r }) => r),
      ),
      own: rearrange(
        this.#config,
        this.#programs.workspace,
        own,
        kept.map(({ rows }) => rows.map(({ row }) => row)),
      ),
    };
  }
}

/** The samples of a request that go on; its first one's row is `start`. */
const unfinished = ({ samples }: Request, start: number): Next[] =>
  samples.flatMap((sample, s) => (sample.finished ? [] : [{ sample, row: start + s }]));

/** The given rows of every tensor. */
function selectRows(tensors: Tensors, rows: readonly number[]): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => {
      const size = data.length / shape[0]!;
      const kept = new Float32Array(rows.length * size);
      rows.forEach((row, i) => {
        kept.set(data.subarray(row * size, (row + 1) * size), i * size);
      });
      return [name, { shape: [rows.length, ...shape.slice(1)], data: kept }];
    }),
  );
}
