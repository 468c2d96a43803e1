import "../shared/translations.ts";
import { html, render } from "lit";
import { loadCodicons } from "../shared/codicons.ts";
import "./compare-panel.ts";

loadCodicons();
render(html`<rc-compare-panel></rc-compare-panel>`, document.getElementById("root")!);
