import { splits, type QuestionRecord, type Skill, type Split } from "../types.ts";
import { mainSkill } from "./contents.ts";
import type { Contents, Format } from "./format.ts";
import { integerColumn, listColumn, parquet, structColumn, textColumn } from "./parquet.ts";
import { userTurn } from "./prompts.ts";
import { verlReward } from "./reward.ts";

const fileOf = (skill: Skill, split: Split): string => `${skill}.${split}.parquet`;

const columns = [
  textColumn("data_source"),
  listColumn("prompt", structColumn("element", [textColumn("role"), textColumn("content")])),
  textColumn("ability"),
  structColumn("reward_model", [textColumn("style"), textColumn("ground_truth")]),
  structColumn("extra_info", [
    textColumn("split"),
    integerColumn("index"),
    textColumn("id"),
    textColumn("gen_type"),
    listColumn("relation_path", textColumn("element")),
    textColumn("answer_cot"),
  ]),
];

/** Parquet as verl's RLHFDataset reads it, and the reward function. */
export const verl: Format = {
  title: "verl",
  biographies: [],
  defaultConfig: (skill) => skill,
  questions: (skill, split) => [
    { path: fileOf(skill, split), config: skill, encode: (rows) => parquet(columns, examples(rows)) },
  ],
  fields: [
    ["data_source", "skill and level of generalization: verl's validation reports a score for each"],
    ["prompt", "one message of the user: instruction, context if there is one, and question"],
    ["ability", "`mem`, `ctx` or `comp`"],
    ["reward_model", "`style`: `rule`; `ground_truth`: the answer"],
    [
      "extra_info",
      "`split`; `index` of the row; `id`; `gen_type`, the level; `relation_path`; `answer_cot`, the gold chain of thought, for rewards of your own",
    ],
  ],
  extras: () => ({ "reward.py": verlReward }),
  usage,
};

function* examples(records: Iterable<QuestionRecord>): Generator<Readonly<Record<string, unknown>>> {
  let index = 0n;
  for (const record of records) {
    const { id, skill, gen_type, split, relation_path, answer_cot, answer } = record;
    yield {
      data_source: `reasoning-curriculum/${skill}/${gen_type}`,
      prompt: [{ role: "user", content: userTurn(record) }],
      ability: skill,
      reward_model: { style: "rule", ground_truth: answer },
      extra_info: { split, index: index++, id, gen_type, relation_path, answer_cot },
    };
  }
}

function usage(contents: Contents): string {
  const skill = mainSkill(contents);
  const place = (split: Split): string => (contents.questions[split].includes(skill) ? "" : "path/to/");
  const [train, test] = splits.map((split) => place(split) + fileOf(skill, split));
  return `GRPO with exact match as the reward, from a model that SFT has taught the form of the answers (run it in this folder):

\`\`\`sh
python3 -m verl.trainer.main_ppo \\
  algorithm.adv_estimator=grpo algorithm.use_kl_in_reward=False \\
  data.train_files=${train!} data.val_files=${test!} \\
  data.train_batch_size=128 data.max_prompt_length=2048 data.max_response_length=256 \\
  custom_reward_function.path=reward.py custom_reward_function.name=compute_score \\
  actor_rollout_ref.model.path=../sft \\
  actor_rollout_ref.actor.optim.lr=1e-6 actor_rollout_ref.actor.use_kl_loss=False \\
  actor_rollout_ref.actor.ppo_mini_batch_size=64 actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu=16 \\
  actor_rollout_ref.rollout.name=vllm actor_rollout_ref.rollout.n=16 \\
  actor_rollout_ref.rollout.log_prob_micro_batch_size_per_gpu=16 \\
  trainer.n_gpus_per_node=1 trainer.nnodes=1 trainer.total_epochs=1
\`\`\`

\`data_source\` tells the levels apart, so validation reports the accuracy of each. The message is the one that the LLaMA-Factory export trains on: SFT there leads up to RL here.
`;
}
