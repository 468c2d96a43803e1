"""Runs the code cells of a notebook one after the other, in the notebook's folder; prints what it drew, as JSON."""

import json
import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open(sys.argv[1]) as file:
    notebook = json.load(file)
try:
    import nbformat

    nbformat.validate(nbformat.from_dict(notebook))
except ImportError:
    pass

os.chdir(os.path.dirname(os.path.abspath(sys.argv[1])))
shown = []
space = {"display": shown.append}
for cell in notebook["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), space)

lines = {
    axis.get_title(): sum(len(line.get_xdata()) > 0 for line in axis.lines) + len(axis.patches)
    for number in plt.get_fignums()
    for axis in plt.figure(number).axes
    if axis.get_title()
}
print(json.dumps({"marks": lines, "tables": [list(table.shape) for table in shown]}))
