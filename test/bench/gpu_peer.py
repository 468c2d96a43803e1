"""PyTorch at the work of gpu.ts: one JSON line.

usage: gpu_peer.py DEVICE MODEL WORK

DEVICE: cuda or cpu.  MODEL: the JSON of a Qwen2 config.json.  WORK: {"rows", "length", "segment", "steps", "prompts",
"samples", "promptLength", "newTokens"}, JSON
Training: sequences of `segment` tokens, AdamW with fused kernels on fp32 weights, bf16 autocast, torch.compile. Sampling:
a loop by hand in bf16 with a KV cache, each prompt read once for its group. Also the card's rate of large bf16 products.
"""

import json
import sys
import time

import torch
from transformers import DynamicCache, Qwen2Config, Qwen2ForCausalLM

device, config_text, work_text = sys.argv[1:]
torch.manual_seed(1)
torch.set_float32_matmul_precision("high")
config = json.loads(config_text)
work = json.loads(work_text)
results = {"torch": torch.__version__}


def finish():
    if device == "cuda":
        torch.cuda.synchronize()


def fastest(job, times):
    best = float("inf")
    for _ in range(times):
        finish()
        start = time.perf_counter()
        job()
        finish()
        best = min(best, time.perf_counter() - start)
    return best


def training(name, compiled):
    model = Qwen2ForCausalLM(Qwen2Config(**config)).to(device).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.98), fused=True)
    count = work["rows"] * work["length"]
    tokens = torch.randint(config["vocab_size"], (count // work["segment"], work["segment"]), device=device)
    targets = torch.randint(config["vocab_size"], tokens.shape, device=device)
    forward = torch.compile(model) if compiled else model

    def step():
        optimizer.zero_grad()
        with torch.autocast(device, torch.bfloat16):
            logits = forward(tokens, use_cache=False).logits
            loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    step()
    step()
    results[f"{name}_training_tokens_per_s"] = round(count / fastest(step, work["steps"]))


@torch.inference_mode()
def sampling():
    model = Qwen2ForCausalLM(Qwen2Config(**config)).to(device, torch.bfloat16).eval()
    prompts = torch.randint(config["vocab_size"], (work["prompts"], work["promptLength"]), device=device)
    samples, new_tokens = work["samples"], work["newTokens"]

    def by_hand():
        cache = DynamicCache(config=model.config)
        logits = model(prompts, past_key_values=cache, logits_to_keep=1).logits[:, -1]
        cache.batch_repeat_interleave(samples)
        logits = logits.repeat_interleave(samples, 0)
        for i in range(new_tokens):
            token = torch.multinomial(torch.softmax(logits.float(), -1), 1)
            if i + 1 < new_tokens:
                logits = model(token, past_key_values=cache).logits[:, -1]

    by_hand()
    count = work["prompts"] * samples * new_tokens
    results["torch_sampling_tokens_per_s"] = round(count / fastest(by_hand, 3))


def matmul_rate():
    side = 8192 if device == "cuda" else 512
    a = torch.randn(side, side, device=device, dtype=torch.bfloat16)
    a @ a
    results["torch_matmul_tflops"] = round(2 * side**3 / fastest(lambda: a @ a, 10) / 1e12, 2)


matmul_rate()
training("torch_eager", compiled=False)
try:
    training("torch_compiled", compiled=True)
except Exception as error:  # no C++ compiler
    results["compiled"] = str(error).split("\n")[0][:200]
sampling()
print(json.dumps(results))
