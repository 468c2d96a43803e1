/** What a method reports of one step. */
export interface StepReport {
  readonly step: number;
  /** Tokens trained on, padding left out. */
  readonly tokens: number;
  /** By TRL's names. */
  readonly metrics: Readonly<Record<string, number>>;
}
