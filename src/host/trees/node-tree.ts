import * as vscode from "vscode";
import { sentence } from "../errors.ts";
import { problemNode, type TreeNode } from "./node.ts";

/** Shows plain tree nodes in a view; the only place where rows become vscode objects. */
export class NodeTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #roots: () => readonly TreeNode[];

  constructor(viewId: string, roots: () => readonly TreeNode[], canSelectMany = false) {
    this.#roots = roots;
    this.#view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true, canSelectMany });
  }

  get selection(): readonly TreeNode[] {
    return this.#view.selection;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  /** A number on the view's icon in the activity bar; none for 0. */
  setBadge(value: number, tooltip: string): void {
    this.#view.badge = value === 0 ? undefined : { value, tooltip };
  }

  /** What goes wrong below a row is said there. */
  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return [...this.#roots()];
    try {
      return [...((await node.children?.()) ?? [])];
    } catch (error) {
      return [problemNode(node.id, sentence(error))];
    }
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(node.label, node.children ? (node.expanded ? Expanded : Collapsed) : None);
    item.id = node.id;
    if (node.description !== undefined) item.description = node.description;
    if (node.tooltip !== undefined) item.tooltip = new vscode.MarkdownString(node.tooltip, true);
    if (node.icon !== undefined) {
      item.iconPath = new vscode.ThemeIcon(
        node.icon,
        node.color === undefined ? undefined : new vscode.ThemeColor(node.color),
      );
    }
    if (node.context !== undefined) item.contextValue = node.context;
    if (node.command) {
      item.command = { command: node.command.id, title: node.command.title, arguments: [...node.command.arguments] };
    }
    return item;
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}
