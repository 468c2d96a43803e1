"""Steps of TRL's GRPOTrainer at the work of engine.ts, one for each line of stdin.

usage: engine_peer_grpo.py THREADS MODEL WORK

MODEL: the JSON of a Qwen2 config.json.  WORK: {"prompts", "samples", "promptLength", "newTokens"}, JSON
stdout: for each step {"clock": s, "cpu": s}, of the processor in all threads
Its own generation, without vLLM; all completions of a step are one batch of one update; no gradient checkpointing. Prompts
are words that are a token each, the reward is the share of even tokens, and no completion ends early.
"""

import json
import os
import sys
import tempfile
import time

os.environ.update(TRL_EXPERIMENTAL_SILENCE="1", HF_HUB_OFFLINE="1", TQDM_DISABLE="1", TOKENIZERS_PARALLELISM="false")

import torch  # noqa: E402
from datasets import Dataset  # noqa: E402
from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: E402
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM, TrainerCallback  # noqa: E402
from trl import GRPOConfig, GRPOTrainer  # noqa: E402

threads, config_text, work_text = sys.argv[1:]
torch.set_num_threads(int(threads))
torch.manual_seed(1)
config = json.loads(config_text)
work = json.loads(work_text)
# Of the figures alone: the trainer prints a summary.
answers, sys.stdout = sys.stdout, sys.stderr
most_steps = 50


class OnDemand(TrainerCallback):
    """Begins a step when it is asked to, except the first, which warms up."""

    def on_step_begin(self, _, state, control, **__):
        if state.global_step > 0 and not sys.stdin.readline():
            os._exit(0)
        self.begin = time.perf_counter(), time.process_time()

    def on_step_end(self, _, state, control, **__):
        if state.global_step > 1:
            clock, cpu = time.perf_counter() - self.begin[0], time.process_time() - self.begin[1]
            answers.write(json.dumps({"clock": clock, "cpu": cpu}) + "\n")
            answers.flush()


words = [f"t{i}" for i in range(config["vocab_size"])]
vocabulary = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="t0"))
vocabulary.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=vocabulary, pad_token="t0", eos_token="t1", unk_token="t0")
prompts = torch.randint(2, config["vocab_size"], (work["prompts"] * most_steps, work["promptLength"]))
GRPOTrainer(
    model=Qwen2ForCausalLM(Qwen2Config(**config)),
    processing_class=tokenizer,
    reward_funcs=lambda completion_ids, **_: [sum(t % 2 == 0 for t in ids) / len(ids) for ids in completion_ids],
    train_dataset=Dataset.from_list([{"prompt": " ".join(words[t] for t in prompt)} for prompt in prompts]),
    callbacks=[OnDemand()],
    args=GRPOConfig(
        output_dir=tempfile.mkdtemp(),
        num_generations=work["samples"],
        per_device_train_batch_size=work["prompts"] * work["samples"],
        max_steps=most_steps,
        max_completion_length=work["newTokens"],
        generation_kwargs={"min_new_tokens": work["newTokens"]},
        learning_rate=1e-3,
        adam_beta2=0.98,
        max_grad_norm=1.0,
        beta=0.0,
        temperature=1.0,
        top_k=0,
        top_p=1.0,
        gradient_checkpointing=False,
        use_cpu=True,
        bf16=False,
        save_strategy="no",
        logging_strategy="no",
        report_to=[],
        disable_tqdm=True,
    ),
).train()
