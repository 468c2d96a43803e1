import { t } from "@vscode/l10n";
import { levelNames } from "../../core/dataset/types.ts";
import type { AlignedHop, SampleDetail } from "../../protocol/analysis-panel.ts";

const marks: Readonly<Record<AlignedHop["state"], string>> = { right: "✓", wrong: "✗", missing: "✗", extra: "+" };

/** A wrong chain as text: the gold chain and the model's hop by hop, the prompt, and the completion as written. */
export function wrongChainText({ error, prompt, completion, hops, answer }: SampleDetail): string {
  const { question, level, hop, hops: length, text } = error;
  const place =
    hop === length
      ? t("all hops are stated, and more or another answer")
      : t("first wrong hop: {0} of {1}", hop + 1, length);
  const mark = marks[answer.stated === answer.gold ? "right" : "wrong"];
  return [
    `${question}: ${levelNames[level]} · ${place}`,
    "",
    text,
    "",
    t("The gold chain, and the model's below it"),
    ...hops.flatMap(({ state, gold, stated }) => [
      `  ${marks[state]} ${gold?.text ?? t("(nothing in the gold chain)")}`,
      `    ${stated === undefined ? t("(not stated)") : statedText(stated)}`,
    ]),
    `  ${mark} ${t("Answer: {0}", answer.gold)}`,
    `    ${answer.stated === undefined ? t("(not stated)") : t("Answer: {0}", answer.stated)}`,
    "",
    t("Prompt: exactly as the model gets it"),
    ...prompt.split("\n").map((line) => `  ${line}`),
    "",
    t("Completion: what the model wrote"),
    ...completion.split("\n").map((line) => `  ${line}`),
    "",
  ].join("\n");
}

function statedText(stated: NonNullable<AlignedHop["stated"]>): string {
  return typeof stated === "string" ? `“${stated}”` : `${stated.subject} · ${stated.relation} · ${stated.object}`;
}
