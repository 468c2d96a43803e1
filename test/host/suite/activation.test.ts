import assert from "node:assert/strict";
import * as vscode from "vscode";
import { extensionId } from "./support.ts";

describe("activation", () => {
  it("activates in a folder that holds a curriculum", async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it("registers every command that the manifest contributes", async () => {
    const manifest = vscode.extensions.getExtension(extensionId)!.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });
});
