"""What transformers and PyTorch make of a checkpoint: the reference of parity.test.ts.

usage: reference.py CHECKPOINT REQUEST.json OUTPUT_FOLDER

REQUEST: {"texts": [str], "sequences": [{"tokens": [int], "trainedFrom": int}], "optimizer": {...}, "rates": [float]}
OUTPUT:  answer.json         {"texts": [{"ids": [int], "decoded": str}], "steps": [{"loss": float, "gradNorm": float}]}
         tensors.safetensors "logProbabilities.<i>" [tokens, vocabulary] of each sequence, and after the last step
                             "<weight>", "<weight>.exp_avg", "<weight>.exp_avg_sq"
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

torch.set_num_threads(1)
checkpoint, request_file, output = sys.argv[1:]
request = json.loads(Path(request_file).read_text(encoding="utf8"))
tensors = {}

tokenizer = AutoTokenizer.from_pretrained(checkpoint)
encoded = [tokenizer(text, add_special_tokens=False)["input_ids"] for text in request["texts"]]
texts = [{"ids": ids, "decoded": tokenizer.decode(ids)} for ids in encoded]

model, loading = AutoModelForCausalLM.from_pretrained(checkpoint, output_loading_info=True)
assert not loading["missing_keys"] and not loading["unexpected_keys"], loading
model.train()


def log_probabilities(tokens):
    return torch.log_softmax(model(torch.tensor([tokens])).logits[0], dim=-1)


with torch.no_grad():
    for i, sequence in enumerate(request["sequences"]):
        tensors[f"logProbabilities.{i}"] = log_probabilities(sequence["tokens"])


def supervised_loss():
    """The mean of -log p over all trained tokens of the batch, each sequence on its own."""
    total, trained = 0.0, 0
    for sequence in request["sequences"]:
        tokens, start = sequence["tokens"], sequence["trainedFrom"]
        targets = torch.tensor(tokens[start:])
        predicted = log_probabilities(tokens)[start - 1 : -1]
        total = total - predicted.gather(1, targets[:, None]).sum()
        trained += len(targets)
    return total / trained


config = request["optimizer"]
parameters = dict(model.named_parameters())
optimizer = torch.optim.AdamW(
    [
        {"params": [p for p in parameters.values() if p.ndim > 1], "weight_decay": config["weightDecay"]},
        {"params": [p for p in parameters.values() if p.ndim == 1], "weight_decay": 0.0},
    ],
    betas=(config["beta1"], config["beta2"]),
    eps=config["epsilon"],
)
steps = []
for rate in request["rates"]:
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad()
    loss = supervised_loss()
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), config["maxGradNorm"])
    optimizer.step()
    steps.append({"loss": loss.item(), "gradNorm": norm.item()})

for name, parameter in parameters.items():
    tensors[name] = parameter.detach()
    for slot in ("exp_avg", "exp_avg_sq"):
        tensors[f"{name}.{slot}"] = optimizer.state[parameter][slot]

folder = Path(output)
save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, str(folder / "tensors.safetensors"))
(folder / "answer.json").write_text(json.dumps({"texts": texts, "steps": steps}), encoding="utf8")
