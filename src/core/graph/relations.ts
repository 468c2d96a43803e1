import { contextualRelations } from "./relations-contextual.ts";
import { parametricRelations } from "./relations-parametric.ts";
import type { Relation } from "./types.ts";

/** The paper's 39 relations (arXiv 2512.01970, appendix), in wordings of our own. */
export const relations: readonly Relation[] = [...parametricRelations, ...contextualRelations];
