import { t } from "@vscode/l10n";
import { levelNames } from "../../../src/core/dataset/types.ts";
import type { ErrorFilter } from "../../../src/protocol/analysis-panel.ts";
import { atomNames, boundaryNames, hopSkillNames, kindNames } from "../../../src/core/analysis/error-names.ts";
import { progressBins } from "./errors.ts";

/** "Zero-shot · MEM → CTX", or "all wrong chains". */
export function filterText({ level, kind, hops, hop, hopSkill, boundary, atom, progress }: ErrorFilter): string {
  const parts = [
    level && levelNames[level],
    kind && kindNames[kind],
    hops === undefined ? undefined : t("{0} hops", hops),
    hop === undefined ? undefined : hop === hops ? t("behind the last hop") : t("hop {0}", hop + 1),
    hopSkill && hopSkillNames[hopSkill],
    boundary && boundaryNames[boundary],
    atom && atomNames[atom],
    progress && t("first error at {0}", progressBins.find(({ from }) => from === progress[0])!.label),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? t("all wrong chains") : parts.join(" · ");
}
