import "../shared/translations.ts";
import { html, render } from "lit";
import { loadCodicons } from "../shared/codicons.ts";
import "./explorer-panel.ts";

loadCodicons();
render(html`<rc-explorer-panel></rc-explorer-panel>`, document.getElementById("root")!);
