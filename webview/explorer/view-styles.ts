import { badgeStyles } from "../shared/badges.ts";
import { controlStyles } from "../shared/controls.ts";
import { dataTableStyles } from "../shared/data-table.ts";
import { exportMenuStyles } from "../shared/export-menu.ts";
import { sharedStyles } from "../shared/styles.ts";
import { cardStyles } from "./card.ts";
import { drawingStyles } from "../shared/chart-styles.ts";
import { chartStyles } from "./chart-styles.ts";
import { legendStyles } from "./legend.ts";

/** Of a view that draws the paths. */
export const viewStyles = [
  sharedStyles,
  controlStyles,
  drawingStyles,
  chartStyles,
  badgeStyles,
  cardStyles,
  exportMenuStyles,
  dataTableStyles,
  legendStyles,
];
