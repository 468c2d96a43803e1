import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Dataset } from "../../../src/core/dataset/open.ts";
import { prefix } from "../../../src/host/ids.ts";
import { command, curriculum, eventually, generatedDataset, panelTab, tabsOf } from "./support.ts";

describe("the explorer of relation paths", () => {
  const viewType = `${prefix}.explorer`;
  let dataset: Dataset;

  before(async () => {
    dataset = await generatedDataset();
  });

  after(() => vscode.window.tabGroups.close(tabsOf(viewType)));

  it("opens in a panel, one a dataset, whatever it is asked to show", async () => {
    assert.equal(await command("openExplorer", curriculum), dataset.folder);
    const { label } = await panelTab(viewType);
    assert.ok(label.includes(dataset.manifest.name), label);
    const [path] = dataset.paths.keys();
    assert.equal(await command("openExplorer", dataset.folder, { path }), dataset.folder);
    assert.equal(await command("openExplorer", dataset.folder, { relation: "boss" }), dataset.folder);
    assert.equal(tabsOf(viewType).length, 1);
  });

  it("comes to the front when it is asked for again", async () => {
    const becomes = (active: boolean) =>
      eventually("the panel to change places", () => tabsOf(viewType)[0]?.isActive === active || undefined);
    await vscode.window.showTextDocument(curriculum);
    await becomes(false);
    await command("openExplorer", dataset.folder);
    await becomes(true);
  });

  it("is offered over the curriculum file", async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      curriculum,
    );
    assert.ok(lenses.some((lens) => lens.command?.command === `${prefix}.openExplorer`));
  });
});
