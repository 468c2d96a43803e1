import type {
  AnswerTokens,
  HeadReport,
  ProbedModel,
  Representations,
  StatePicture,
  Uncertainty,
} from "../core/analysis/probe-types.ts";
import type { Measure } from "../core/analysis/types.ts";
import type { Level, Skill } from "../core/dataset/types.ts";
import type { StatePlace } from "../core/runs/probe.ts";

/** A probed run by itself and beside another; what is large is asked for apart. */
export interface PanelProbe {
  readonly run: ProbedModel;
  readonly reference?: ProbedModel;
  /** At both places where states are read. */
  readonly representations: readonly Representations[];
  readonly uncertainty: Uncertainty;
  /** Whose tokens there are to look at, the most uncertain first. */
  readonly questions: readonly ProbedQuestion[];
}

export interface ProbedQuestion {
  readonly id: string;
  readonly skill: Skill;
  readonly level: Level;
  readonly correct: boolean;
  /** Summed over the answer, nats. */
  readonly entropy: number;
}

/** One question's greedy answers. */
export interface TokenStrips {
  readonly question: string;
  /** As it is asked. */
  readonly text: string;
  readonly run?: AnswerTokens;
  readonly reference?: AnswerTokens;
}

/** The heads on all questions of a skill, and on each of its levels; empty where no head was silenced. */
export interface PanelHeads {
  readonly skill: Skill;
  readonly measure: Measure;
  readonly reports: readonly HeadReport[];
}

/** What a view of the probe asks for. */
export type ProbeRequest =
  | { readonly type: "requestProbe" }
  | { readonly type: "requestStates"; readonly place: StatePlace; readonly layer: number }
  | { readonly type: "requestTokens"; readonly question: string }
  | { readonly type: "requestHeads"; readonly skill: Skill; readonly measure: Measure }
  /** Looks into the run, and into the reference where it was not yet. */
  | { readonly type: "probeRun" };

export type ProbeAnswer =
  /** Absent: the run was not probed yet. */
  | { readonly type: "probe"; readonly probe?: PanelProbe }
  | { readonly type: "states"; readonly picture: StatePicture }
  | { readonly type: "tokens"; readonly strips: TokenStrips }
  | { readonly type: "heads"; readonly heads: PanelHeads };
