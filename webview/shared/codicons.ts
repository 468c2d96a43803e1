/** Id under which the icon component looks for the style sheet of its font. */
const id = "vscode-codicon-stylesheet";

/** Loads the icon font, which the build puts beside the panels' scripts. */
export function loadCodicons(): void {
  if (document.getElementById(id) !== null) return;
  const link = document.createElement("link");
  link.id = id;
  link.rel = "stylesheet";
  link.href = new URL("codicon.css", import.meta.url).href;
  document.head.append(link);
}
