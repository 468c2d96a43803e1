"""Pre-trained models as transformers writes them, and what it makes of them and of our checkpoints: the reference of
pretrained.test.ts.

usage: pretrained.py make FOLDER REQUEST.json   writes a folder for each variant of a tiny random Qwen2 model
       pretrained.py ask FOLDER REQUEST.json    reads a model in FOLDER as 32-bit floats

REQUEST: {"texts": [str], "questions": [str], "tokens": [int]}
OUTPUT:  FOLDER/answer.json         {"ids": [[int]], "chats": [str], "chatIds": [[int]]}
         FOLDER/answer.safetensors  "logits" [tokens, vocabulary]
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

torch.set_num_threads(1)
command, folder, request_file = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
request = json.loads(request_file.read_text(encoding="utf8"))

PATTERN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TEMPLATE = """{%- if tools %}
    {{- '<|im_start|>system\\n# Tools\\n' }}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {{- '<|im_start|>' + message.role }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""


def make_tokenizer(eos):
    """As Qwen2.5's is built, with a vocabulary of its own."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(
        request["texts"] * 3, trainers.BpeTrainer(vocab_size=320, initial_alphabet=alphabet, show_progress=False)
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL])
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=eos, pad_token=SPECIAL[0])
    fast.chat_template = TEMPLATE
    return fast


def make(name, dtype, eos, shard_size="1GB", version4=False, **sizes):
    torch.manual_seed(7)
    config = Qwen2Config(
        vocab_size=384,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        max_position_embeddings=512,
        initializer_range=0.3,
        **sizes,
    )
    model = Qwen2ForCausalLM(config)
    for parameter in model.parameters():
        # New biases are 0 and norms 1, which would hide what is wrong with them.
        parameter.data += 0.2 * torch.randn_like(parameter)
    model.to(dtype).save_pretrained(folder / name, max_shard_size=shard_size)
    make_tokenizer(eos).save_pretrained(folder / name)
    if version4:
        file = folder / name / "config.json"
        config = json.loads(file.read_text())
        rope = config.pop("rope_parameters")
        config.pop("layer_types", None)
        config |= {"rope_theta": rope["rope_theta"], "torch_dtype": config.pop("dtype"), "use_sliding_window": False}
        config |= {"sliding_window": 512, "max_window_layers": 2, "transformers_version": "4.43.1"}
        file.write_text(json.dumps(config))


def ask():
    tokenizer = AutoTokenizer.from_pretrained(folder)
    chats = [[{"role": "user", "content": question}] for question in request["questions"]]
    texts = [tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True) for chat in chats]
    answer = {
        "ids": [tokenizer(text, add_special_tokens=False)["input_ids"] for text in request["texts"]],
        "chats": texts,
        "chatIds": [tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts],
    }
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf8")
    if not (folder / "config.json").exists():
        return
    model, loading = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    assert not any(loading[key] for key in ("missing_keys", "unexpected_keys", "mismatched_keys")), loading
    with torch.no_grad():
        logits = model(torch.tensor([request["tokens"]])).logits[0]
    save_file({"logits": logits.contiguous()}, str(folder / "answer.safetensors"))


if command == "make":
    grouped = {"num_attention_heads": 4, "num_key_value_heads": 2, "tie_word_embeddings": True}
    single = {"num_attention_heads": 2, "num_key_value_heads": 2, "tie_word_embeddings": False}
    theta = {"rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0}}
    make("instruct-bf16-shards", torch.bfloat16, SPECIAL[2], shard_size="20KB", **grouped, **theta)
    make("base-fp16", torch.float16, SPECIAL[0], **single)
    make("base-fp32-version-4", torch.float32, SPECIAL[0], version4=True, **single, **theta)
else:
    ask()
