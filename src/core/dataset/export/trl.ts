import type { QuestionRecord } from "../types.ts";
import { jsonLines } from "./encode.ts";
import type { BiographyRecord, Contents, Format, Table } from "./format.ts";
import { biographyInstruction, plainBiography, plainQuestion, userTurn } from "./prompts.ts";
import { trlReward } from "./reward.ts";

/** TRL's word for plain text and for lists of messages. */
const styles = ["standard", "conversational"] as const;
type Style = (typeof styles)[number];

const examples: Readonly<
  Record<Style, { question(record: QuestionRecord): object; biography(record: BiographyRecord): object }>
> = {
  standard: { question: plainQuestion, biography: plainBiography },
  conversational: {
    question: (record) => turns(userTurn(record), record.answer_cot),
    biography: (record) => turns(biographyInstruction(record), record.text),
  },
};

function turns(user: string, assistant: string): object {
  return { prompt: [{ role: "user", content: user }], completion: [{ role: "assistant", content: assistant }] };
}

/** Prompt-completion JSONL: for SFT as it is, for GRPO with `answer` as the ground truth. */
export const trl: Format = {
  title: "TRL",
  biographies: styles.map((style) => ({
    ...tableOf(style, "biographies", "train"),
    encode: (rows) => jsonLines(rows, (row) => ({ ...examples[style].biography(row), id: row.id })),
  })),
  defaultConfig: (skill) => `standard-${skill}`,
  questions: (skill, split) =>
    styles.map((style) => ({
      ...tableOf(style, skill, split),
      encode: (rows) =>
        jsonLines(rows, (row) => {
          const { answer, gen_type, id } = row;
          return { ...examples[style].question(row), answer, gen_type, id };
        }),
    })),
  fields: [
    ["prompt", "in `standard` the text before the completion, in `conversational` the user's message"],
    ["completion", "the gold chain of thought, one sentence a hop, and the sentence with the answer"],
    ["answer", "the answer alone: what the reward compares with"],
    ["gen_type", "level of generalization: `iid`, `composition` or `zero-shot`"],
    ["id", "skill, split and number of the question"],
  ],
  extras: () => ({ "reward.py": trlReward }),
  usage,
};

function tableOf(style: Style, name: string, split: string): Pick<Table<unknown>, "path" | "config"> {
  return { path: `${style}/${name}.${split}.jsonl`, config: `${style}-${name}` };
}

function usage({ biographies, questions: { train } }: Contents): string {
  const files = [...(biographies ? ["biographies"] : []), ...train].map((name) => `standard/${name}.train.jsonl`);
  const style =
    "The configs `standard-…` are plain text, for base models; `conversational-…` are messages, for models with a chat template.";
  if (train.length === 0) return `${style}\n`;
  return `${style}

SFT: save this as \`sft.yaml\` in this folder and run \`trl sft --config sft.yaml\` here; leave out the files that the run is not to see. The loss is on completions, as TRL has it for data with prompts.

\`\`\`yaml
model_name_or_path: Qwen/Qwen2.5-1.5B
datasets:
${files.map((file) => `  - { path: json, data_files: ${file}, columns: [prompt, completion] }`).join("\n")}
max_length: 2048
per_device_train_batch_size: 16
learning_rate: 1.0e-5
num_train_epochs: 3
bf16: true
output_dir: ../sft
\`\`\`

GRPO, with exact match as the reward:

\`\`\`sh
trl grpo --model_name_or_path ../sft --dataset_name "$PWD" --dataset_config standard-${train.at(-1)!} \\
  --reward_funcs reward.exact_match --num_generations 16 --max_completion_length 256 \\
  --beta 0 --learning_rate 1e-6 --bf16 true --output_dir ../grpo
\`\`\`
`;
}
