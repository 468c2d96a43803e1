import { answerMarker } from "../../language/prompt.ts";
import { splits, type QuestionRecord, type Skill, type Split } from "../types.ts";
import { jsonArray } from "./encode.ts";
import type { BiographyRecord, Contents, Format } from "./format.ts";
import { biographyInstruction, taskOf } from "./prompts.ts";

const biographyFile = "biographies.train.json";
const fileOf = (skill: Skill, split: Split): string => `${skill}.${split}.json`;

/** Alpaca-style JSON with the `dataset_info.json` by which LLaMA-Factory finds it. */
export const llamafactory: Format = {
  title: "LLaMA-Factory",
  biographies: [{ path: biographyFile, config: "biographies", encode: (rows) => jsonArray(rows, biographyExample) }],
  defaultConfig: (skill) => skill,
  questions: (skill, split) => [
    { path: fileOf(skill, split), config: skill, encode: (rows) => jsonArray(rows, questionExample) },
  ],
  fields: [
    ["instruction", "what the model is told to do"],
    ["input", "context, if there is one, and question; joined to the instruction by a line break"],
    ["output", "the gold chain of thought, one sentence a hop, and the sentence with the answer"],
    ["answer", "the answer alone"],
    ["gen_type", "level of generalization: `iid`, `composition` or `zero-shot`"],
    ["id", "skill, split and number of the question"],
    ["person, text", "of a biography: whose it is, and the text to learn by heart"],
  ],
  extras: (contents) => ({ "dataset_info.json": `${JSON.stringify(datasetInfo(contents), null, 2)}\n` }),
  usage,
};

function questionExample(record: QuestionRecord): object {
  const { id, gen_type, instruction, answer_cot, answer } = record;
  return { instruction, input: taskOf(record), output: answer_cot, answer, gen_type, id };
}

function biographyExample(record: BiographyRecord): object {
  const { id, person, text } = record;
  return { instruction: biographyInstruction(record), text, person, id };
}

/** A column that is not named counts as absent as soon as one is. */
function datasetInfo({ biographies, questions }: Contents): object {
  const columns = { prompt: "instruction", query: "input", response: "output" };
  const entries = splits.flatMap((split) =>
    questions[split].map((skill) => [`${skill}_${split}`, { file_name: fileOf(skill, split), columns }] as const),
  );
  return {
    ...(biographies && {
      biographies: { file_name: biographyFile, columns: { prompt: "text" } },
      biographies_sft: { file_name: biographyFile, columns: { prompt: "instruction", response: "text" } },
    }),
    ...Object.fromEntries(entries),
  };
}

function usage({ biographies, questions: { train, test } }: Contents): string {
  const sections = [
    ...(train.length > 0
      ? [trainingUsage([...(biographies ? ["biographies_sft"] : []), ...named(train, "train")])]
      : []),
    ...(biographies
      ? [
          "`biographies` is the same file as plain text, for `stage: pt`; `biographies_sft` can be mixed with questions.",
        ]
      : []),
    ...(test.length > 0 ? [testUsage(`${test.at(-1)!}_test`)] : []),
  ];
  return sections.join("\n\n");
}

const named = (skills: readonly Skill[], split: Split): string[] => skills.map((skill) => `${skill}_${split}`);

const trainingUsage = (
  datasets: readonly string[],
): string => `Save this as \`sft.yaml\` in this folder and run \`llamafactory-cli train sft.yaml\` here; leave out of \`dataset\` what the run is not to see:

\`\`\`yaml
model_name_or_path: Qwen/Qwen2.5-1.5B
stage: sft
do_train: true
finetuning_type: full
dataset_dir: .
dataset: ${datasets.join(",")}
template: qwen
cutoff_len: 2048
per_device_train_batch_size: 16
learning_rate: 1.0e-5
lr_scheduler_type: cosine
warmup_ratio: 0.05
num_train_epochs: 3
bf16: true
output_dir: ../sft
\`\`\``;

const testUsage = (dataset: string): string =>
  `To answer the tests, take \`do_predict: true\`, \`predict_with_generate: true\` and \`eval_dataset: ${dataset}\` in place of \`do_train\` and \`dataset\`. Predictions come in the order of the file, whose \`answer\` and \`gen_type\` give the accuracy of each level: right is what follows the last "${answerMarker}" letter by letter.`;
