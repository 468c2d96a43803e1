import * as vscode from "vscode";
import { documentScheme, documentTarget, type DocumentTarget } from "./uri.ts";

/** The documents as read-only files, not virtual texts: of these two, VS Code brings back only files after a reload. */
export class DocumentFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #read: (uri: vscode.Uri, target: DocumentTarget) => Promise<string>;
  readonly #registration: vscode.Disposable;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  /** When any document last changed, in milliseconds since 1970. */
  #modified = Date.now();

  readonly onDidChangeFile = this.#changed.event;

  /** @param read the text of a document; never throws */
  constructor(read: (uri: vscode.Uri, target: DocumentTarget) => Promise<string>) {
    this.#read = read;
    this.#registration = vscode.workspace.registerFileSystemProvider(documentScheme, this, {
      isCaseSensitive: true,
      isReadonly: true,
    });
  }

  /** Has VS Code read documents again. */
  change(uris: readonly vscode.Uri[]): void {
    // VS Code reads again only what is newer, also of two changes in the same millisecond.
    this.#modified = Math.max(Date.now(), this.#modified + 1);
    this.#changed.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { byteLength } = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#modified, size: byteLength };
  }

  /** @throws FileSystemError where the URI is no document's. */
  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const target = documentTarget(uri);
    if (!target) throw vscode.FileSystemError.FileNotFound(uri);
    return Buffer.from(await this.#read(uri, target));
  }

  /** Nothing is watched on request: all changes are told. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
