import { headReport } from "../../core/analysis/heads.ts";
import { probePair, type ProbePair } from "../../core/analysis/probe-analysis.ts";
import { representations } from "../../core/analysis/representations.ts";
import { statePicture } from "../../core/analysis/state-picture.ts";
import { answerTokens, uncertainty } from "../../core/analysis/uncertainty.ts";
import type { Measure } from "../../core/analysis/types.ts";
import { levels, type Skill } from "../../core/dataset/types.ts";
import { UserError } from "../../core/errors.ts";
import { RunFolder } from "../../core/runs/folder.ts";
import type { StatePlace } from "../../core/runs/probe.ts";
import type { PanelHeads, PanelProbe, TokenStrips } from "../../protocol/probe.ts";
import type { EvaluationPlace } from "./evaluation-cache.ts";

/** Two runs, or one. */
export interface ProbePlace {
  readonly run: EvaluationPlace;
  readonly reference?: EvaluationPlace;
}

/** Questions whose tokens can be looked at. */
const mostQuestions = 500;

/** What probes show, with the pair that was looked at last kept in memory. */
export class Probes {
  #kept: { readonly key: string; readonly pair: Promise<ProbePair | undefined> } | undefined;

  /** Reads both anew; undefined where the run was not probed yet. @throws UserError where a file is damaged. */
  async read(place: ProbePlace): Promise<PanelProbe | undefined> {
    this.#kept = undefined;
    const pair = await this.#pair(place);
    if (!pair) return undefined;
    const { after, before } = pair;
    return {
      run: after.model,
      ...(before && { reference: before.model }),
      representations: representations(after.probe, before?.probe),
      uncertainty: uncertainty(after.probe, before?.probe),
      questions: after.probe.answers
        .map(({ question_id: id, skill, level, correct, entropies }) => {
          return { id, skill, level, correct, entropy: entropies.reduce((sum, entropy) => sum + entropy, 0) };
        })
        .sort((a, b) => b.entropy - a.entropy || (a.id < b.id ? -1 : 1))
        .slice(0, mostQuestions),
    };
  }

  async states(place: ProbePlace, at: StatePlace, layer: number) {
    const { after, before } = await this.#probed(place);
    return statePicture(after.probe, before?.probe, at, layer);
  }

  /** @param textOf a question as it is asked, by its id */
  async tokens(place: ProbePlace, question: string, textOf: () => Promise<string>): Promise<TokenStrips> {
    const { after, before } = await this.#probed(place);
    const run = answerTokens(after.probe, question);
    const reference = before && answerTokens(before.probe, question);
    return { question, text: await textOf(), ...(run && { run }), ...(reference && { reference }) };
  }

  async heads(place: ProbePlace, skill: Skill, measure: Measure): Promise<PanelHeads> {
    const { after, before } = await this.#probed(place);
    const reports = [undefined, ...levels].flatMap(
      (level) => headReport(after.probe, before?.probe, { skill, level, measure }) ?? [],
    );
    return { skill, measure, reports };
  }

  async #probed(place: ProbePlace): Promise<ProbePair> {
    const pair = await this.#pair(place);
    if (!pair) throw new UserError(`${place.run.folder}: this run was not probed yet.`);
    return pair;
  }

  #pair(place: ProbePlace): Promise<ProbePair | undefined> {
    const key = JSON.stringify(place);
    if (this.#kept?.key !== key) this.#kept = { key, pair: readPair(place) };
    return this.#kept.pair;
  }
}

function readPair({ run, reference }: ProbePlace): Promise<ProbePair | undefined> {
  const of = ({ folder, step }: EvaluationPlace) => ({ folder: new RunFolder(folder), step });
  return probePair(of(run), reference && of(reference));
}
