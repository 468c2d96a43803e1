import { boundaryNames, kindNames } from "../../core/analysis/error-names.ts";
import type { ErrorProgress, StepAnalysis } from "../../core/analysis/types.ts";
import { renderTable, type Column } from "../../core/table.ts";
import { formatInterval, formatShare } from "./format.ts";

const right = (title: string): Column => ({ title, align: "right" });

/** How errors change over the evaluated steps of a run. */
export function renderSteps(steps: readonly StepAnalysis[]): string {
  const rows = steps.map(({ step, levels, errors: [all] }) => {
    const strict = levels.filter(({ skill }) => skill === "comp").map((row) => formatShare(row.strict.value));
    const { wrong, early, byBoundary, kinds } = all!;
    const behind = (["mem-ctx", "ctx-mem"] as const).map((key) => {
      const own = byBoundary.find((one) => one.key === key);
      return own && own.reached > 0 ? formatShare(own.rate.value) : "–";
    });
    const [most] = kinds;
    return [
      String(step),
      strict.map((share) => share.padStart(3)).join(" "),
      String(wrong),
      wrong > 0 ? formatShare(early.value) : "–",
      ...behind,
      most ? `${kindNames[most.kind]} (${most.count})` : "",
    ];
  });
  const columns = [right("chains right   I   C   Z"), right("wrong"), right("in the first half")];
  const boundaries = [right(boundaryNames["mem-ctx"]), right(boundaryNames["ctx-mem"])];
  return renderTable([right("Step"), ...columns, ...boundaries, { title: "mostly" }], rows);
}

/** Where chains fail first, behind what, and how. */
export function renderErrorProgress(progress: ErrorProgress): string {
  const { chains, wrong, rightAnswers, early } = progress;
  if (wrong === 0) return `All ${chains} chains are right.`;
  return [
    `${wrong} of ${chains} chains are wrong, ${rightAnswers} of them with the right answer. Of the first errors, ${formatInterval(early)} % lie in the first half of the chain.`,
    "",
    byHops(progress),
    "",
    byBoundary(progress),
    "",
    byKind(progress),
  ].join("\n");
}

function byHops({ byHops: rows }: ErrorProgress): string {
  const most = Math.max(...rows.map(({ hops }) => hops));
  const columns = Array.from({ length: most }, (_, hop) => right(`hop ${hop + 1}`));
  return renderTable(
    [{ title: "First wrong" }, right("chains"), ...columns, right("behind the last"), right("none")],
    rows.map(({ hops, chains, firstWrong }) => {
      const wrong = firstWrong.reduce((sum, count) => sum + count, 0);
      const byHop = Array.from({ length: most }, (_, hop) => (hop < hops ? String(firstWrong[hop]) : ""));
      return [`${hops} hops`, String(chains), ...byHop, String(firstWrong[hops]), String(chains - wrong)];
    }),
  );
}

function byBoundary({ byBoundary: rows }: ErrorProgress): string {
  return renderTable(
    [{ title: "Of the chains right so far" }, right("wrong"), right("of"), right("in %")],
    rows
      .filter(({ reached }) => reached > 0)
      .map(({ key, wrong, reached, rate }) => [
        boundaryNames[key],
        String(wrong),
        String(reached),
        formatInterval(rate),
      ]),
  );
}

function byKind({ kinds }: ErrorProgress): string {
  const areAsked = kinds.some(({ byAtom }) => byAtom.known + byAtom.missing > 0);
  const columns = areAsked ? [right("fact known"), right("fact missing"), right("not asked")] : [];
  return renderTable(
    [{ title: "In place of the first wrong hop" }, right("chains"), ...columns, right("right answer")],
    kinds.map(({ kind, count, byAtom, rightAnswers }) => [
      kindNames[kind],
      String(count),
      ...(areAsked ? [byAtom.known, byAtom.missing, byAtom["not-asked"]].map(String) : []),
      String(rightAnswers),
    ]),
  );
}
