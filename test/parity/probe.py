"""What NumPy, transformers and PyTorch make of the numbers that a probe takes: the reference of probe.test.ts.

usage: probe.py CHECKPOINT REQUEST.json OUTPUT_FOLDER

REQUEST: {"matrices": [[[float]]], "answers": [{"prompt": [int], "answer": [int]}], "heads": [[layer, head]]}
OUTPUT:  answer.json         {"components": [{"singularValues", "directions", "explained"}], "entropies": [[float]]}
         tensors.safetensors "states.<i>" [2, layers + 1, hidden]; "silenced.<layer>.<head>" [tokens, vocabulary] of the
                             first answer
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

torch.set_num_threads(1)
checkpoint, request_file, output = sys.argv[1:]
request = json.loads(Path(request_file).read_text(encoding="utf8"))
model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32, attn_implementation="eager").eval()
layers = model.model.layers


def components(matrix):
    rows = np.array(matrix, dtype=np.float64)
    _, values, directions = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    signs = np.sign(directions[range(len(directions)), np.abs(directions).argmax(axis=1)])
    return {
        "singularValues": values[:3].tolist(),
        "directions": (directions * signs[:, None])[:2].tolist(),
        "explained": (values[:2] ** 2 / (values**2).sum()).tolist(),
    }


def residuals(tokens):
    """The embedding, then what each layer puts out: transformers' own list has the last one behind the norm."""
    last = []
    hook = layers[-1].register_forward_hook(
        lambda _, __, out: last.append(out[0] if isinstance(out, tuple) else out)
    )
    result = model(torch.tensor([tokens]), output_hidden_states=True)
    hook.remove()
    states = [*result.hidden_states[:-1], last[0].reshape(result.hidden_states[0].shape)]
    return torch.stack([state[0] for state in states]), result.logits[0]


@torch.no_grad()
def silenced(tokens, layer, head):
    size = model.config.hidden_size // model.config.num_attention_heads

    def silence(_, inputs):
        mixed = inputs[0].clone()
        mixed[..., head * size : (head + 1) * size] = 0
        return (mixed,)

    hook = layers[layer].self_attn.o_proj.register_forward_pre_hook(silence)
    logits = model(torch.tensor([tokens])).logits[0]
    hook.remove()
    return logits.log_softmax(-1)


tensors, entropies = {}, []
with torch.no_grad():
    for i, one in enumerate(request["answers"]):
        first = len(one["prompt"]) - 1
        states, logits = residuals(one["prompt"] + one["answer"])
        places = slice(first, first + len(one["answer"]))
        tensors[f"states.{i}"] = torch.stack([states[:, first], states[:, places].mean(dim=1)])
        entropies.append(torch.distributions.Categorical(logits=logits[places]).entropy().tolist())
    tokens = request["answers"][0]["prompt"] + request["answers"][0]["answer"]
    for layer, head in request["heads"]:
        tensors[f"silenced.{layer}.{head}"] = silenced(tokens, layer, head)
save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, f"{output}/tensors.safetensors")
answer = {"components": [components(matrix) for matrix in request["matrices"]], "entropies": entropies}
Path(output, "answer.json").write_text(json.dumps(answer))
