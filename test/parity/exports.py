"""What Python's readers make of exported datasets: the reference of exports.test.ts.

usage: exports.py FOLDER TEXTS.json

FOLDER:  an export in each of the folders llamafactory, trl, verl and jsonl
TEXTS:   [str], completions to reward for the answer "A b"
prints:  {"tables": {format: {config: {split: [row]}}}, "mixed": int, "types": {column: str}, "rewards": {format: [float]}}
         `mixed`: rows of TRL's training texts put together; `types`: as pyarrow reads verl's Parquet
"""

import importlib.util
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_CACHE"] = tempfile.mkdtemp()
sys.dont_write_bytecode = True

import datasets  # noqa: E402
import pyarrow.parquet  # noqa: E402

datasets.disable_progress_bars()
folder, texts_file = map(Path, sys.argv[1:])
texts = json.loads(texts_file.read_text(encoding="utf-8"))


def rows_of(table):
    return {split: rows.to_list() for split, rows in table.items()}


def load(name):
    path = str(folder / name)
    configs = datasets.get_dataset_config_names(path)
    tables = {config: rows_of(datasets.load_dataset(path, config)) for config in configs}
    return {**tables, "": rows_of(datasets.load_dataset(path))}


def reward(name):
    spec = importlib.util.spec_from_file_location(name, folder / name / "reward.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def mixed():
    """As TRL puts the entries of `datasets` in its YAML together."""
    files = [str(folder / "trl" / "standard" / f"{part}.train.jsonl") for part in ("biographies", "mem", "ctx", "comp")]
    parts = [datasets.load_dataset("json", data_files=file, split="train") for file in files]
    return len(datasets.concatenate_datasets([part.select_columns(["prompt", "completion"]) for part in parts]))


score = reward("verl").compute_score
schema = pyarrow.parquet.read_schema(folder / "verl" / "comp.train.parquet")
answer = {
    "tables": {name: load(name) for name in ("llamafactory", "trl", "verl", "jsonl")},
    "mixed": mixed(),
    "types": {name: str(schema.field(name).type) for name in schema.names},
    "rewards": {
        "verl": [score("", text, "A b", {}) for text in texts],
        "trl": reward("trl").exact_match(completions=texts, answer=["A b"] * len(texts), prompts=[]),
        "messages": reward("trl").exact_match([[{"role": "assistant", "content": text}] for text in texts], ["A b"] * len(texts)),
    },
}
print(json.dumps(answer))
