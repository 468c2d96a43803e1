import * as vscode from "vscode";
import type { Level } from "../core/dataset/types.ts";
import { UserError } from "../core/errors.ts";
import { comparisonMarkdown, errorsMarkdown, runsMarkdown } from "../report/markdown.ts";
import type { Host } from "./host.ts";
import type { RunView } from "./runs/view.ts";
import { thresholds } from "./thresholds.ts";

const { t } = vscode.l10n;

interface CompareInput {
  readonly runs: readonly string[];
}

interface ErrorsInput {
  readonly run: string;
  readonly level?: Level;
}

/** What the editor's agents can ask about runs; read-only. Nothing is registered where VS Code has no such tools. */
export function registerLanguageModelTools(host: Host): vscode.Disposable {
  const lm = vscode.lm as typeof vscode.lm | undefined;
  if (typeof lm?.registerTool !== "function") return new vscode.Disposable(() => undefined);
  return vscode.Disposable.from(
    lm.registerTool(
      "reasoningCurriculum_listRuns",
      tool<object>(host, () => t("Listing the runs"), listRuns),
    ),
    lm.registerTool(
      "reasoningCurriculum_compareRuns",
      tool<CompareInput>(host, ({ runs }) => t("Comparing {0}", runs.join(", ")), compareRuns),
    ),
    lm.registerTool(
      "reasoningCurriculum_explainErrors",
      tool<ErrorsInput>(host, ({ run }) => t("Reading the errors of {0}", run), explainErrors),
    ),
  );
}

function tool<Input extends object>(
  host: Host,
  message: (input: Input) => string,
  answer: (host: Host, input: Input) => Promise<string>,
): vscode.LanguageModelTool<Input> {
  return {
    prepareInvocation: ({ input }) => ({ invocationMessage: message(input) }),
    async invoke({ input }) {
      // What stands in the files of an untrusted workspace is not to speak to an agent.
      if (!vscode.workspace.isTrusted)
        throw new UserError("The workspace is in Restricted Mode; trust it to let agents read its runs.");
      await host.ready;
      const text = await answer(host, input);
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
    },
  };
}

async function listRuns({ reader, runs }: Host): Promise<string> {
  const { runs: all } = await reader.call(
    "compare",
    runs.views.map(({ folder }) => folder),
  );
  return runsMarkdown(all);
}

async function compareRuns(host: Host, { runs }: CompareInput): Promise<string> {
  const folders = runs.map((name) => findRun(host, name).folder);
  return comparisonMarkdown(await host.reader.call("compare", folders));
}

async function explainErrors(host: Host, { run, level }: ErrorsInput): Promise<string> {
  const { folder, evaluatedStep: step, record } = findRun(host, run);
  if (step === undefined) throw new UserError(`${record.name} is not evaluated yet; evaluate it first.`);
  const analysis = await host.reader.call("analysis", { folder, step }, undefined, thresholds());
  return errorsMarkdown(analysis.run, level);
}

/** @param named a name or an id @throws UserError where there is none, or several of this name. */
function findRun({ runs }: Host, named: string): RunView {
  const found = runs.views.filter(({ record }) => record.id === named || record.name === named);
  if (found.length === 1) return found[0]!;
  const ids = (views: readonly RunView[]): string => views.map(({ record }) => record.id).join(", ");
  throw new UserError(
    found.length === 0
      ? `There is no run "${named}"; there are ${ids(runs.views) || "none"}.`
      : `Several runs are named "${named}": ${ids(found)}; name one by its id.`,
  );
}
