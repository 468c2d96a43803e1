import { config, type l10nJsonFormat } from "@vscode/l10n";

/*
 * What the user's language has for the texts of a panel, as the extension host puts it into the page. A panel imports this
 * before all else, so that texts which are made with their module are translated too.
 */
const contents = document.getElementById("l10n")?.textContent;
if (contents) config({ contents: JSON.parse(contents) as l10nJsonFormat });
