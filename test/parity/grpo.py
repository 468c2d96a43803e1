"""What TRL's GRPOTrainer makes of given rollouts: the reference of grpo.test.ts.

usage: grpo.py CHECKPOINT REQUEST.json OUTPUT_FOLDER

REQUEST: {"cases": [{"name": str, "arguments": {GRPOConfig}, "steps": [[group]]}]}
         group: {"prompt": [int], "completions": [[int]], "rewards": [float]}
OUTPUT:  answer.json         {name: {"updates": [{"loss", "gradNorm", "entropy", "clipRatio", "kl"?}],
                                     "steps": [{"reward", "zeroStd", "advantages": [float]}]}}
         tensors.safetensors "<name>.<weight>", "<name>.<weight>.exp_avg", "<name>.<weight>.exp_avg_sq" at the end
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.update(TRL_EXPERIMENTAL_SILENCE="1", HF_HUB_OFFLINE="1", TQDM_DISABLE="1", TOKENIZERS_PARALLELISM="false")

import torch  # noqa: E402
from datasets import Dataset  # noqa: E402
from safetensors.torch import save_file  # noqa: E402
from trl import GRPOConfig, GRPOTrainer  # noqa: E402

torch.set_num_threads(1)
checkpoint, request_file, output = sys.argv[1:]
request = json.loads(Path(request_file).read_text(encoding="utf8"))
tensors = {}


class RecordingTrainer(GRPOTrainer):
    """Keeps each loss, which the log rounds, and each step's advantages, of which the log keeps the last."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.losses, self.advantages = [], []

    def compute_loss(self, *args, **kwargs):
        loss = super().compute_loss(*args, **kwargs)
        self.losses.append(loss.item())
        return loss

    def _generate_and_score_completions(self, inputs):
        result = super()._generate_and_score_completions(inputs)
        self.advantages.append(result["advantages"].tolist())
        return result


def run(case):
    groups = [group for step in case["steps"] for group in step]
    size = len(groups[0]["completions"])

    def rollout(prompts, trainer):
        asked = [int(prompt) for prompt in prompts]
        samples = [(groups[index], i % size) for i, index in enumerate(asked)]
        return {
            "prompt_ids": [group["prompt"] for group, _ in samples],
            "completion_ids": [group["completions"][i] for group, i in samples],
            "logprobs": None,
            "given": [group["rewards"][i] for group, i in samples],
        }

    trainer = RecordingTrainer(
        model=checkpoint,
        reward_funcs=lambda given, **_: given,
        rollout_func=rollout,
        train_dataset=Dataset.from_list([{"prompt": str(i)} for i in range(len(groups))]),
        args=GRPOConfig(
            output_dir=tempfile.mkdtemp(),
            num_generations=size,
            per_device_train_batch_size=len(case["steps"][0]) * size,
            max_steps=len(case["steps"]) * case["arguments"]["num_iterations"],
            lr_scheduler_type="constant",
            logging_steps=1,
            save_strategy="no",
            report_to=[],
            use_cpu=True,
            bf16=False,
            shuffle_dataset=False,
            gradient_checkpointing=False,
            disable_tqdm=True,
            **case["arguments"],
        ),
    )
    trainer.train()
    logs = trainer.state.log_history[: len(trainer.losses)]
    for name, parameter in trainer.model.named_parameters():
        tensors[f"{case['name']}.{name}"] = parameter.detach().clone()
        for slot in ("exp_avg", "exp_avg_sq"):
            tensors[f"{case['name']}.{name}.{slot}"] = trainer.optimizer.state[parameter][slot].clone()
    updates = [
        {
            "loss": loss,
            "gradNorm": float(log["grad_norm"]),
            "entropy": log["entropy"],
            "clipRatio": log["clip_ratio/region_mean"],
            "kl": log.get("kl", 0.0),
        }
        for loss, log in zip(trainer.losses, logs)
    ]
    sampled = logs[:: case["arguments"]["num_iterations"]]
    steps = [
        {"reward": log["reward"], "zeroStd": log["frac_reward_zero_std"], "advantages": advantages}
        for log, advantages in zip(sampled, trainer.advantages)
    ]
    return {"updates": updates, "steps": steps}


answers = {case["name"]: run(case) for case in request["cases"]}
folder = Path(output)
save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, str(folder / "tensors.safetensors"))
(folder / "answer.json").write_text(json.dumps(answers), encoding="utf8")
