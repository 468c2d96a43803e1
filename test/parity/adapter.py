"""An adapter of ours as PEFT loads it, and what PEFT and PyTorch train from the same start: the reference of
adapter.test.ts.

usage: adapter.py BASE_FOLDER ADAPTER_FOLDER MERGED_FOLDER REQUEST.json OUTPUT_FOLDER

REQUEST: {"sequences": [{"tokens": [int], "trainedFrom": int}], "optimizer": {...}, "rates": [float]}
OUTPUT:  answer.json              {"steps": [{"loss": float, "gradNorm": float}], "difference": float}
         tensors.safetensors      after the last step the adapter's matrices by PEFT's names, and their
                                  "<name>.exp_avg", "<name>.exp_avg_sq"
         saved/                   the trained adapter as PEFT saves it
"difference" is the largest between the logits of PEFT's adapter on the base and those of the merged model.
"""

import json
import sys
from pathlib import Path

import torch
from peft import PeftModel, get_peft_model_state_dict
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

torch.set_num_threads(1)
base, adapter, merged, request_file, output = sys.argv[1:]
request = json.loads(Path(request_file).read_text(encoding="utf8"))
folder = Path(output)

model = PeftModel.from_pretrained(
    AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), adapter, is_trainable=True
)
loaded = AutoModelForCausalLM.from_pretrained(merged, dtype=torch.float32)
tensors, difference = {}, 0.0
with torch.no_grad():
    for sequence in request["sequences"]:
        tokens = torch.tensor([sequence["tokens"]])
        difference = max(difference, (model(tokens).logits - loaded(tokens).logits).abs().max().item())


def supervised_loss():
    """The mean of -log p over all trained tokens of the batch, each sequence on its own."""
    total, trained = 0.0, 0
    for sequence in request["sequences"]:
        tokens, start = sequence["tokens"], sequence["trainedFrom"]
        targets = torch.tensor(tokens[start:])
        predicted = torch.log_softmax(model(torch.tensor([tokens])).logits[0], dim=-1)[start - 1 : -1]
        total = total - predicted.gather(1, targets[:, None]).sum()
        trained += len(targets)
    return total / trained


config = request["optimizer"]
parameters = {name: p for name, p in model.named_parameters() if p.requires_grad}
optimizer = torch.optim.AdamW(
    parameters.values(),
    betas=(config["beta1"], config["beta2"]),
    eps=config["epsilon"],
    weight_decay=config["weightDecay"],
)
steps = []
for rate in request["rates"]:
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad()
    loss = supervised_loss()
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(parameters.values(), config["maxGradNorm"])
    optimizer.step()
    steps.append({"loss": loss.item(), "gradNorm": norm.item()})

state = get_peft_model_state_dict(model)
for name, parameter in parameters.items():
    saved = name.replace(".default", "")
    assert torch.equal(state[saved], parameter), saved
    tensors[saved] = parameter.detach()
    for slot in ("exp_avg", "exp_avg_sq"):
        tensors[f"{saved}.{slot}"] = optimizer.state[parameter][slot]

save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, str(folder / "tensors.safetensors"))
model.save_pretrained(str(folder / "saved"))
(folder / "answer.json").write_text(json.dumps({"steps": steps, "difference": difference}), encoding="utf8")
