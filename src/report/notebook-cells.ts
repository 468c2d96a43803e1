/** Python for the cells of a notebook. What one cell defines, later ones use. */
export const cells = {
  load: (folders: Readonly<Record<string, string>>): string =>
    `import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# Relative to the notebook.
FOLDERS = ${JSON.stringify(folders, null, 4)}

LEVELS = ["iid", "composition", "zero-shot"]
RUNS = {name: json.loads(Path(folder, "run.json").read_text()) for name, folder in FOLDERS.items()}


def newest(name):
    """The folder of the run's newest evaluation; None where there is none."""
    found = Path(FOLDERS[name]).glob("evaluations/step-*/summary.json")
    return max((path.parent for path in found), key=lambda path: int(path.name.split("-")[1]), default=None)


EVALUATIONS = {name: place for name in FOLDERS if (place := newest(name)) is not None}
# The samples of each question, counted; the first wrong hop of each wrong chain.
TALLIES = {name: json.loads((place / "tallies.json").read_text()) for name, place in EVALUATIONS.items()}
pd.DataFrame(
    {
        name: {
            "method": run["config"]["method"],
            "seed": run["seed"],
            "state": run["state"],
            "step": run["progress"]["step"],
            "parameters": run["model"]["parameters"],
            "minutes": round(run["progress"]["seconds"] / 60, 1),
        }
        for name, run in RUNS.items()
    }
).T`,

  results: `rows = []
for name, place in EVALUATIONS.items():
    for cell in json.loads((place / "summary.json").read_text())["cells"]:
        row = {key: cell[key] for key in ("skill", "level", "questions", "accuracy", "strictAccuracy")}
        rows.append({"run": name, **row})
results = pd.DataFrame(rows)
if len(results) > 0:
    shown = results.pivot(index=["skill", "level"], columns="run", values=["accuracy", "strictAccuracy"])
    display((100 * shown).round(1))`,

  training: `files = {name: Path(folder, "metrics.jsonl") for name, folder in FOLDERS.items()}
metrics = {name: pd.read_json(file, lines=True) for name, file in files.items() if file.exists()}
wanted = ["loss", "reward", "entropy", "eval/comp/iid/accuracy", "eval/comp/composition/accuracy", "eval/comp/zero-shot/accuracy"]
present = [metric for metric in wanted if any(metric in rows for rows in metrics.values())]
figure, axes = plt.subplots(2, 3, figsize=(15, 7), squeeze=False)
for axis, metric in zip(axes.flat, present):
    for name, rows in metrics.items():
        if metric in rows:
            curve = rows[["step", metric]].dropna()
            axis.plot(curve["step"], curve[metric], label=name)
    axis.set(title=metric, xlabel="step")
    axis.legend()
for axis in axes.flat[len(present):]:
    axis.axis("off")
figure.tight_layout()`,

  passAtK: `def pass_at_k(n, c, k):
    """1 - C(n - c, k) / C(n, k)."""
    return 1.0 if n - c < k else 1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1))


def curve(sampled, replicates=1000):
    n = min(question["samples"] for question in sampled)
    ks = [2**power for power in range(n.bit_length())]
    shares = np.array([[pass_at_k(one["samples"], one["correct"], k) for k in ks] for one in sampled])
    drawn = np.random.default_rng(0).integers(len(shares), size=(replicates, len(shares)))
    means = shares[drawn].mean(axis=1)
    return ks, shares.mean(axis=0), np.quantile(means, 0.025, axis=0), np.quantile(means, 0.975, axis=0)


figure, axes = plt.subplots(1, 3, figsize=(15, 4), sharey=True)
for axis, level in zip(axes, LEVELS):
    for name, tallies in TALLIES.items():
        sampled = [
            question["sampled"]
            for question in tallies["questions"]
            if (question["skill"], question["level"]) == ("comp", level) and question["sampled"]["samples"] > 0
        ]
        if sampled:
            ks, mean, low, high = curve(sampled)
            axis.plot(ks, mean, marker="o", label=name)
            axis.fill_between(ks, low, high, alpha=0.15)
    axis.set(title=f"COMP {level}", xlabel="k", ylim=(0, 1))
    axis.set_xscale("log", base=2)
    if axis.lines:
        axis.legend()
figure.tight_layout()`,

  errors: `rows = []
for name, tallies in TALLIES.items():
    for question in tallies["questions"]:
        if "error" in question:
            hops = len(tallies["paths"][question["path"]]["relations"])
            error = question["error"]
            rows.append({"run": name, "level": question["level"], "kind": error["kind"], "progress": error["hop"] / hops})
errors = pd.DataFrame(rows, columns=["run", "level", "kind", "progress"])
if len(errors) > 0:
    figure, (left, right) = plt.subplots(1, 2, figsize=(15, 4))
    bins = pd.cut(errors["progress"], [0, 0.25, 0.5, 0.75, 1, 2], right=False, labels=["0-25", "25-50", "50-75", "75-100", "behind"])
    pd.crosstab(bins, errors["run"], normalize="columns").plot.bar(ax=left, title="First error along the chain, %", rot=0)
    pd.crosstab(errors["kind"], errors["run"], normalize="columns").plot.barh(ax=right, title="Kinds of failure")
    figure.tight_layout()`,
} as const;
