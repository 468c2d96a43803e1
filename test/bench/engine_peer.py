"""PyTorch at the work of engine.ts, job by job as it is asked.

usage: engine_peer.py THREADS MODEL WORK

MODEL: the JSON of a Qwen2 config.json.  WORK: {"rows", "length", "segment", "prompts", "samples", "promptLength",
"newTokens"}, JSON
stdin:  a job a line: eager, compiled, loop or generate
stdout: for each {"clock": s, "cpu": s}, of the processor in all threads, or {"error": str}
Training: a step on rows x length tokens as sequences of `segment`, AdamW, loss on all targets, by transformers' own model,
eager and compiled. Sampling: a loop by hand with a KV cache, each prompt read once for its group, and model.generate.
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


def new_model():
    return Qwen2ForCausalLM(Qwen2Config(**config))


def training(compiled):
    model = new_model().train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.98), fused=True)
    sequences = work["rows"] * work["length"] // work["segment"]
    tokens = torch.randint(config["vocab_size"], (sequences, work["segment"]))
    targets = torch.randint(config["vocab_size"], tokens.shape)
    forward = torch.compile(model) if compiled else model

    def step():
        optimizer.zero_grad()
        logits = forward(tokens, use_cache=False).logits
        torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    return step


def prompts():
    return torch.randint(config["vocab_size"], (work["prompts"], work["promptLength"]))


def loop():
    model, asked = new_model().eval(), prompts()

    @torch.inference_mode()
    def sample():
        cache = DynamicCache(config=model.config)
        logits = model(asked, past_key_values=cache, logits_to_keep=1).logits[:, -1]
        cache.batch_repeat_interleave(work["samples"])
        logits = logits.repeat_interleave(work["samples"], 0)
        for i in range(work["newTokens"]):
            token = torch.multinomial(torch.softmax(logits, -1), 1)
            if i + 1 < work["newTokens"]:
                logits = model(token, past_key_values=cache).logits[:, -1]

    return sample


def generate():
    model, asked, count = new_model().eval(), prompts(), work["newTokens"]
    options = {"do_sample": True, "top_k": 0, "num_return_sequences": work["samples"], "pad_token_id": 0}
    mask = torch.ones_like(asked)
    return lambda: model.generate(asked, attention_mask=mask, max_new_tokens=count, min_new_tokens=count, **options)


makers = {"eager": lambda: training(False), "compiled": lambda: training(True), "loop": loop, "generate": generate}
jobs = {}
for line in sys.stdin:
    name = line.strip()
    try:
        if name not in jobs:
            jobs[name] = makers[name]()
            jobs[name]()
        clock, cpu = time.perf_counter(), time.process_time()
        jobs[name]()
        print(json.dumps({"clock": time.perf_counter() - clock, "cpu": time.process_time() - cpu}), flush=True)
    except Exception as error:  # compiling needs a C++ compiler
        print(json.dumps({"error": str(error).split("\n")[0][:200]}), flush=True)
