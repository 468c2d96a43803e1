import { t } from "@vscode/l10n";
import type { Measure } from "./model/accuracy.ts";
import type { CoverageKind } from "./model/coverage.ts";
import { noFilters, type Filters } from "./model/filters.ts";
import type { Weight } from "./model/flow.ts";
import type { Order } from "./model/sorting.ts";

export const viewNames = { flow: t("Flow"), coverage: t("Coverage"), table: t("Table") } as const;
export type ViewName = keyof typeof viewNames;

/** How the user looks at the paths; kept over a reload of the window. */
export interface View {
  readonly shown: ViewName;
  readonly filters: Filters;
  readonly weight: Weight;
  readonly coverage: CoverageKind;
  readonly order: Order;
  /** Ids of the runs whose accuracies are asked for. */
  readonly runIds: readonly string[];
  /** The run by whose accuracy charts are shaded; none: they show skills and levels. */
  readonly shadedBy?: string | undefined;
  readonly measure: Measure;
  /** Id of the path looked at. */
  readonly path?: string | undefined;
}

export const firstView: View = {
  shown: "flow",
  filters: noFilters,
  weight: "paths",
  coverage: "position",
  order: { by: "id", descending: false },
  runIds: [],
  measure: "correct",
};
