import "../shared/translations.ts";
import { html, render } from "lit";
import { loadCodicons } from "../shared/codicons.ts";
import "./sweep-panel.ts";

loadCodicons();
render(html`<rc-sweep-panel></rc-sweep-panel>`, document.getElementById("root")!);
