import "../shared/translations.ts";
import { html, render } from "lit";
import { loadCodicons } from "../shared/codicons.ts";
import "./analysis-panel.ts";

loadCodicons();
render(html`<rc-analysis-panel></rc-analysis-panel>`, document.getElementById("root")!);
