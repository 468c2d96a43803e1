import { z } from "zod";
import { UserError } from "../../core/errors.ts";

const fileSchema = z.object({
  type: z.string(),
  path: z.string(),
  size: z.int().min(0),
  /** Of the git blob, SHA-1. */
  oid: z.string(),
  /** Large files: `oid` is the SHA-256 of the content. */
  lfs: z.object({ oid: z.string() }).optional(),
});

/** A file of a repository of the hub. */
export type HubFile = z.infer<typeof fileSchema>;

export interface HubOptions {
  /** `HF_ENDPOINT`, by default https://huggingface.co. */
  readonly endpoint: string;
  /** `HF_TOKEN`. It goes to the endpoint alone, not to the hosts that it sends to. */
  readonly token?: string;
  readonly signal: AbortSignal;
}

/** As huggingface_hub reads the environment. @throws UserError where it says to stay offline. */
export function hubOptions(env: Readonly<Record<string, string | undefined>>): Omit<HubOptions, "signal"> {
  const { HF_ENDPOINT: endpoint = "", HF_TOKEN: token = "", HF_HUB_OFFLINE: offline = "" } = env;
  if (/^(1|on|yes|true)$/i.test(offline))
    throw new UserError(`HF_HUB_OFFLINE is ${offline}, so nothing is downloaded: unset it to download.`);
  return {
    endpoint: endpoint === "" ? "https://huggingface.co" : endpoint.replace(/\/+$/, ""),
    ...(token !== "" && { token }),
  };
}

/** One repository of the hub, at one commit. */
export class Hub {
  readonly #repository: string;
  readonly #options: HubOptions;
  readonly commit: string;

  private constructor(repository: string, options: HubOptions, commit: string) {
    this.#repository = repository;
    this.#options = options;
    this.commit = commit;
  }

  /** @throws UserError where there is no such repository or revision, it may not be read, or the hub is not reached. */
  static async open(repository: string, revision: string, options: HubOptions): Promise<Hub> {
    const url = `${options.endpoint}/api/models/${repository}/revision/${encodeURIComponent(revision)}`;
    const response = await get(url, { repository, revision, ...options });
    const { sha } = await parse(response, z.object({ sha: z.string() }), url);
    return new Hub(repository, options, sha);
  }

  /** The files at the top of the repository. */
  async files(): Promise<HubFile[]> {
    const url = `${this.#options.endpoint}/api/models/${this.#repository}/tree/${this.commit}`;
    const entries = await parse(await this.#get(url), z.array(fileSchema), url);
    return entries.filter(({ type }) => type === "file");
  }

  /** A file's content from byte `from` on, as far as the hub can start there (status 206). */
  fetch(path: string, from = 0): Promise<Response> {
    const url = `${this.#options.endpoint}/${this.#repository}/resolve/${this.commit}/${encodeURIComponent(path)}`;
    return this.#get(url, from > 0 ? { range: `bytes=${from}-` } : {});
  }

  #get(url: string, headers?: Readonly<Record<string, string>>): Promise<Response> {
    return get(url, { repository: this.#repository, revision: this.commit, ...this.#options }, headers);
  }
}

interface Place extends HubOptions {
  readonly repository: string;
  readonly revision: string;
}

/** The hub did not answer, or is busy: it may do so when asked again. */
export class HubAway extends UserError {}

async function get(url: string, place: Place, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const { token, signal, endpoint } = place;
  let response: Response;
  try {
    // As it is: what is compressed on the way has no ranges.
    const asked = {
      "accept-encoding": "identity",
      ...headers,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    response = await fetch(url, { signal, headers: asked });
  } catch (error) {
    signal.throwIfAborted();
    throw new HubAway(
      `${endpoint} cannot be reached (${causeOf(error)}): check the network, or name a mirror with HF_ENDPOINT; what has been received is kept.`,
    );
  }
  // 416: the partial file has all there is, or more.
  if (response.ok || response.status === 416) return response;
  await response.body?.cancel();
  throw refusal(response, place);
}

/** What kept a connection from being made or held: `ECONNREFUSED`. */
export function causeOf(error: unknown): string {
  const { cause, message } = error as Error & { readonly cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? message;
}

function refusal({ status, headers }: Response, { repository, revision, endpoint, token }: Place): UserError {
  const code = headers.get("x-error-code");
  const page = `${endpoint}/${repository}`;
  const withToken =
    token === undefined ? "set HF_TOKEN to a token that may read it" : "see whether HF_TOKEN may read it";
  if (code === "GatedRepo" || (status === 403 && code === null))
    return new UserError(`${repository} is gated: accept its terms at ${page}, and ${withToken}.`);
  if (code === "RevisionNotFound")
    return new UserError(`${repository} has no revision "${revision}": name a branch, a tag or a commit of ${page}.`);
  if (code === "EntryNotFound") return new UserError(`${repository}: a file of revision ${revision} is missing there.`);
  if (status === 401 || status === 404)
    return new UserError(
      `There is no model ${repository} at ${endpoint}, or it is private: mend its name, or ${withToken}.`,
    );
  if (status === 429)
    return new HubAway(`${endpoint} takes no more requests for now (429): try again in some minutes.`);
  if (status >= 500)
    return new HubAway(`${endpoint} has trouble (${status}): try again later; what has been received is kept.`);
  return new UserError(`${endpoint} refuses ${repository} (${status}${code === null ? "" : `, ${code}`}).`);
}

async function parse<T>(response: Response, schema: z.ZodType<T>, url: string): Promise<T> {
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new UserError(`${url}: this is no answer of a Hugging Face hub; check HF_ENDPOINT.`);
}
