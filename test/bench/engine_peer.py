"""PyTorch at the work of engine.ts: one JSON line.

usage: engine_peer.py THREADS MODEL WORK

MODEL: the JSON of a Qwen2 config.json.  WORK: {"rows", "length", "segment", "steps",
"prompts", "samples", "promptLength", "newTokens"}, JSON
Training: rows x length tokens as sequences of `segment`, AdamW, loss on all targets, by transformers' own model, eager and
compiled. Sampling: a loop by hand with a KV cache, each prompt read once for its group, and model.generate.
"""

import json
import sys
import time

import torch
from transformers import DynamicCache, Qwen2Config, Qwen2ForCausalLM

threads, config_text, work_text = sys.argv[1:]
torch.set_num_threads(int(threads))
torch.manual_seed(1)
config = json.loads(config_text)
work = json.loads(work_text)
results = {"torch": torch.__version__}


def fastest(job, times):
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        job()
        best = min(best, time.perf_counter() - start)
    return best


def new_model():
    return Qwen2ForCausalLM(Qwen2Config(**config))


def training(name, compiled):
    model = new_model().train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.98), fused=True)
    count = work["rows"] * work["length"]
    tokens = torch.randint(config["vocab_size"], (count // work["segment"], work["segment"]))
    targets = torch.randint(config["vocab_size"], tokens.shape)
    forward = torch.compile(model) if compiled else model

    def step():
        optimizer.zero_grad()
        logits = forward(tokens, use_cache=False).logits
        torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    step()
    results[f"{name}_tokens_per_s"] = round(count / fastest(step, work["steps"]))


@torch.inference_mode()
def sampling():
    model = new_model().eval()
    prompts = torch.randint(config["vocab_size"], (work["prompts"], work["promptLength"]))
    samples, new_tokens = work["samples"], work["newTokens"]
    count = work["prompts"] * samples * new_tokens

    def by_hand():
        cache = DynamicCache(config=model.config)
        logits = model(prompts, past_key_values=cache, logits_to_keep=1).logits[:, -1]
        cache.batch_repeat_interleave(samples)
        logits = logits.repeat_interleave(samples, 0)
        for i in range(new_tokens):
            token = torch.multinomial(torch.softmax(logits, -1), 1)
            if i + 1 < new_tokens:
                logits = model(token, past_key_values=cache).logits[:, -1]

    def generate():
        mask = torch.ones_like(prompts)
        options = {"do_sample": True, "top_k": 0, "num_return_sequences": samples, "pad_token_id": 0}
        model.generate(prompts, attention_mask=mask, max_new_tokens=new_tokens, min_new_tokens=new_tokens, **options)

    results["loop_tokens_per_s"] = round(count / fastest(by_hand, 3))
    results["generate_tokens_per_s"] = round(count / fastest(generate, 1))


training("eager", compiled=False)
try:
    training("compiled", compiled=True)
except Exception as error:  # no C++ compiler
    results["compiled"] = str(error).split("\n")[0][:200]
sampling()
print(json.dumps(results))
