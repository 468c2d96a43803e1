import { appendFileSync } from "node:fs";
import Mocha from "mocha";

/** One finished mocha run. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The spec reporter; also appends its totals, a JSON line, to the file named by TEST_TOTALS, for `npm test` to add up. */
export default class TotalsReporter extends Mocha.reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    const file = process.env["TEST_TOTALS"];
    if (file === undefined) return;
    const { passes, failures, pending } = this.stats;
    const totals: Totals = { passed: passes, failed: failures, skipped: pending };
    appendFileSync(file, JSON.stringify(totals) + "\n");
  }
}
