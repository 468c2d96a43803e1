import "../shared/translations.ts";
import { render, html } from "lit";
import { loadCodicons } from "../shared/codicons.ts";
import "./run-panel.ts";

loadCodicons();
render(html`<rc-run-panel></rc-run-panel>`, document.getElementById("root")!);
