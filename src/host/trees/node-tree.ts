import * as vscode from "vscode";
import { sentence } from "../errors.ts";
import { problemNode, type TreeNode } from "./node.ts";

/** Shows plain tree nodes in a view; the only place where rows become vscode objects. */
export class NodeTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #roots: () => readonly TreeNode[];
  /** Of the rows that have been shown, by id. */
  readonly #parents = new Map<string, TreeNode>();

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

  /** Selects a row, opening those above it; does nothing where there is no such row. */
  async reveal(id: string): Promise<void> {
    for (let rows = await this.getChildren(); ;) {
      const next = rows.find((row) => row.id === id || id.startsWith(`${row.id}/`));
      if (!next) return;
      if (next.id === id) return this.#view.reveal(next, { select: true, focus: true });
      rows = await this.getChildren(next);
    }
  }

  /** What goes wrong below a row is said there. */
  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return [...this.#roots()];
    try {
      const children = [...((await node.children?.()) ?? [])];
      for (const { id } of children) this.#parents.set(id, node);
      return children;
    } catch (error) {
      return [problemNode(node.id, sentence(error))];
    }
  }

  getParent({ id }: TreeNode): TreeNode | undefined {
    return this.#parents.get(id);
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
